package io.sluice.state;

import io.sluice.core.ChannelPath;
import io.sluice.core.Dedup;
import io.sluice.core.Job;
import io.sluice.core.JobId;
import io.sluice.core.Parent;
import io.sluice.core.Payload;
import io.sluice.core.RetryPolicy;
import io.sluice.core.Submission;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.ToIntFunction;

/** The value of JOB: all of a {@link Job} but its id, which is the key. What most jobs do not have stands last. */
final class JobValue {

    private static final int VERSION = 1;

    private JobValue() {}

    static byte[] write(Job job) {
        ValueWriter writer = ValueWriter.version(VERSION)
                .text(job.type())
                .text(job.channel().text())
                .bytes(job.payload().bytes())
                .text(job.payload().contentType())
                .signed(job.priority())
                .number(job.seq())
                .signed(job.submittedAt())
                .signed(job.arrivedAt() - job.submittedAt())
                .optional(job.eta())
                .optional(asLong(job.maxAttempts()))
                .optional(job.retry(), PolicyValue::writePolicy)
                .text(job.description())
                .number(job.headers().size());
        // In one order everywhere: that of an unchangeable map is another in each process, and the same job is the same
        // bytes.
        new TreeMap<>(job.headers()).forEach((name, value) -> writer.text(name).text(value));
        writer.optional(job.timeoutMs())
                .optional(job.expires())
                .optional(job.dedup(), JobValue::writeDedup)
                .list(job.parents(), JobValue::writeParent)
                .optional(job.flow(), ValueWriter::uuid)
                .optional(job.asked().replayOf(), ValueWriter::uuid);
        return writer.toBytes();
    }

    static Job read(JobId id, byte[] bytes) {
        ValueReader reader = ValueReader.version(VERSION, bytes);
        String type = reader.text();
        ChannelPath channel = new ChannelPath(reader.text());
        Payload payload = new Payload(reader.bytes(), reader.text());
        int priority = (int) reader.signed();
        long seq = reader.number();
        long submittedAt = reader.signed();
        long arrivedAt = submittedAt + reader.signed();
        OptionalLong eta = reader.optionalNumber();
        OptionalInt maxAttempts = asInt(reader.optionalNumber());
        Optional<RetryPolicy> retry = reader.optional(PolicyValue::readPolicy);
        String description = reader.text();
        Map<String, String> headers = headers(reader);
        Submission.Options options = new Submission.Options(
                priority,
                eta,
                maxAttempts,
                retry,
                reader.optionalNumber(),
                reader.optionalNumber(),
                reader.optional(JobValue::readDedup));
        Submission asked = new Submission(
                id,
                type,
                channel.text(),
                payload,
                options,
                reader.list(JobValue::readParent),
                reader.optional(ValueReader::uuid),
                reader.optional(ValueReader::uuid),
                description,
                headers,
                submittedAt);
        return new Job(asked, channel, seq, arrivedAt);
    }

    private static void writeDedup(ValueWriter writer, Dedup dedup) {
        writer.bytes(ValueWriter.block()
                .text(dedup.key())
                .number(mode(dedup.mode()))
                .flag(dedup.untilFinished())
                .number(dedup.windowMs())
                .toBytes());
    }

    private static Dedup readDedup(ValueReader reader) {
        ValueReader block = ValueReader.block(reader.bytes());
        String key = block.text();
        Dedup.Mode mode = numbered(Dedup.Mode.values(), JobValue::mode, block.smallNumber());
        return new Dedup(key, mode, block.flag(), block.number());
    }

    private static int mode(Dedup.Mode mode) {
        return switch (mode) {
            case KEEP -> 0;
            case REPLACE -> 1;
        };
    }

    private static void writeParent(ValueWriter writer, Parent parent) {
        writer.uuid(parent.job()).number(end(parent.on()));
    }

    private static Parent readParent(ValueReader reader) {
        return new Parent(reader.uuid(), numbered(Parent.On.values(), JobValue::end, reader.smallNumber()));
    }

    static int end(Parent.On on) {
        return switch (on) {
            case DONE -> 0;
            case FAILURE -> 1;
            case ANY -> 2;
        };
    }

    /** Numbers of their own, so that the order in an enum may change. */
    static <E> E numbered(E[] values, ToIntFunction<E> numbers, int number) {
        for (E value : values) {
            if (numbers.applyAsInt(value) == number) {
                return value;
            }
        }
        throw new IllegalStateException("a stored value has number " + number + ", which this build does not know");
    }

    private static Map<String, String> headers(ValueReader reader) {
        Map<String, String> headers = new LinkedHashMap<>();
        int count = reader.smallNumber();
        for (int i = 0; i < count; i++) {
            headers.put(reader.text(), reader.text());
        }
        return headers;
    }

    static OptionalLong asLong(OptionalInt number) {
        return number.isPresent() ? OptionalLong.of(number.getAsInt()) : OptionalLong.empty();
    }

    static OptionalInt asInt(OptionalLong number) {
        return number.isPresent() ? OptionalInt.of(Math.toIntExact(number.getAsLong())) : OptionalInt.empty();
    }
}
