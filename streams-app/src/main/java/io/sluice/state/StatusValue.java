package io.sluice.state;

import io.sluice.core.Changes;
import io.sluice.core.ChannelPath;
import io.sluice.core.Failure;
import io.sluice.core.JobState;
import io.sluice.core.JobStatus;
import io.sluice.core.Progress;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The value of STATUS. What a job that simply ran does not have stands last. */
final class StatusValue {

    private static final int VERSION = 1;

    private static final Map<Integer, JobState> STATES =
            Stream.of(JobState.values()).collect(Collectors.toMap(StatusValue::number, state -> state));

    private StatusValue() {}

    static byte[] write(JobStatus status) {
        return ValueWriter.version(VERSION)
                .number(number(status.state()))
                .number(status.attempt())
                .number(status.run())
                .text(status.worker())
                .signed(status.startedAt())
                .signed(status.finishedAt() - status.startedAt())
                .optional(status.notBefore())
                .optional(status.error(), StatusValue::writeFailure)
                .optional(status.result(), ValueWriter::text)
                .text(status.reason())
                .flag(status.alone())
                .number(status.openEdges())
                .optional(
                        Optional.of(status.changes()).filter(changes -> !changes.equals(Changes.NONE)),
                        StatusValue::writeChanges)
                .text(status.log())
                .number(status.impossibleEdges())
                .optional(status.progress(), StatusValue::writeProgress)
                .flag(status.tied())
                .number(status.carriedAt())
                .toBytes();
    }

    static JobStatus read(byte[] bytes) {
        ValueReader reader = ValueReader.version(VERSION, bytes);
        JobState state = state(reader.smallNumber());
        int attempt = reader.smallNumber();
        int run = reader.smallNumber();
        String worker = reader.text();
        long startedAt = reader.signed();
        long finishedAt = startedAt + reader.signed();
        OptionalLong notBefore = reader.optionalNumber();
        return new JobStatus(
                state,
                attempt,
                run,
                notBefore,
                worker,
                startedAt,
                finishedAt,
                reader.optional(StatusValue::readFailure),
                reader.optional(ValueReader::text),
                reader.text(),
                reader.flag(),
                reader.smallNumber(),
                reader.optional(StatusValue::readChanges).orElse(Changes.NONE),
                reader.text(),
                reader.smallNumber(),
                reader.optional(StatusValue::readProgress),
                reader.flag(),
                reader.number());
    }

    /** Numbers of their own, so that the order in the enum may change. */
    static int number(JobState state) {
        return switch (state) {
            case WAITING -> 1;
            case SCHEDULED -> 2;
            case READY -> 3;
            case RELEASED -> 4;
            case RUNNING -> 5;
            case DONE -> 6;
            case FAILED -> 7;
            case CANCELLED -> 8;
        };
    }

    static JobState state(int number) {
        JobState state = STATES.get(number);
        if (state == null) {
            throw new IllegalStateException(
                    "a stored job has state number " + number + ", which this build does not know");
        }
        return state;
    }

    private static void writeChanges(ValueWriter writer, Changes changes) {
        writer.bytes(ValueWriter.block()
                .optional(JobValue.asLong(changes.priority()))
                .optional(changes.channel().map(ChannelPath::text), ValueWriter::text)
                .optional(JobValue.asLong(changes.maxAttempts()))
                .optional(changes.eta())
                .toBytes());
    }

    private static Changes readChanges(ValueReader reader) {
        ValueReader block = ValueReader.block(reader.bytes());
        return new Changes(
                JobValue.asInt(block.optionalNumber()),
                block.optional(ValueReader::text).map(ChannelPath::new),
                JobValue.asInt(block.optionalNumber()),
                block.optionalNumber());
    }

    static void writeProgress(ValueWriter writer, Progress progress) {
        writer.number(progress.percent()).text(progress.message());
    }

    static Progress readProgress(ValueReader reader) {
        return new Progress(reader.smallNumber(), reader.text());
    }

    private static void writeFailure(ValueWriter writer, Failure failure) {
        writer.bytes(ValueWriter.block()
                .text(failure.type())
                .text(failure.message())
                .text(failure.stackTrace())
                .toBytes());
    }

    private static Failure readFailure(ValueReader reader) {
        ValueReader block = ValueReader.block(reader.bytes());
        return new Failure(block.text(), block.text(), block.text());
    }
}
