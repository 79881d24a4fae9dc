package io.sluice.streams;

import io.sluice.core.Command;
import io.sluice.core.Output;
import io.sluice.schemas.Topics;
import io.sluice.wire.BadRecordException;
import io.sluice.wire.Decoded;
import io.sluice.wire.TreePartitions;
import java.util.Optional;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes one record in: to the rules, on to the partition where it belongs, or aside. */
final class Intake {

    private static final Logger LOG = LoggerFactory.getLogger(Intake.class);

    private final Shell shell;
    private final int partition;
    private final Rules rules;
    private final Decisions decisions;
    private final Outbox outbox;
    private final Telling telling;
    private final SchemaPatience patience = new SchemaPatience();

    Intake(Shell shell, int partition, Rules rules, Decisions decisions, Outbox outbox, Telling telling) {
        this.shell = shell;
        this.partition = partition;
        this.rules = rules;
        this.decisions = decisions;
        this.outbox = outbox;
        this.telling = telling;
    }

    /** Whether the rules stopped at a bound and want a tick at once. */
    boolean take(Record<byte[], byte[]> record, RecordMetadata from, long now) {
        Decoded decoded;
        try {
            decoded = patience.read(() -> decode(record, from.topic()));
        } catch (BadRecordException e) {
            putAside(record, from, e.getMessage(), now);
            return false;
        }
        if (isAstray(record, decoded)) {
            sendOn(record, from, now);
            return false;
        }
        if (decoded.command() instanceof Command.Tick) {
            shell.wakeups().handled(partition);
        }
        return handle(decoded, record, from, now);
    }

    private Decoded decode(Record<byte[], byte[]> record, String topic) {
        Optional<byte[]> key = Optional.ofNullable(record.key());
        return topic.equals(Topics.JOBS)
                ? shell.wire().command(key, record.value())
                : shell.wire().report(key, record.value());
    }

    private boolean handle(Decoded decoded, Record<byte[], byte[]> record, RecordMetadata from, long now) {
        Output output;
        try {
            output = rules.handle(decoded.command(), decoded.cause(), now);
        } catch (RuntimeException e) {
            if (!Failures.isOurs(e)) {
                throw e;
            }
            shell.counts().ruleFailed();
            LOG.error("a rule threw on {}; nothing of it was applied", decoded, e);
            putAside(record, from, "a rule threw " + e, now);
            return false;
        }
        decisions.send(output, now);
        if (decoded.command() instanceof Command.Heartbeat beat) {
            telling.heard(beat, now);
        }
        return output.more();
    }

    /** What belongs to no tree is about the partition that its sender named. */
    private boolean isAstray(Record<byte[], byte[]> record, Decoded decoded) {
        return !decoded.cause().tree().isEmpty() && TreePartitions.of(record.key(), shell.partitions()) != partition;
    }

    private void sendOn(Record<byte[], byte[]> record, RecordMetadata from, long now) {
        if (record.headers().lastHeader(Outbox.FORWARDED) != null) {
            putAside(record, from, "on a wrong partition again after it was sent on: " + where(record, from), now);
        } else if (Outbox.isTooLarge(record)) {
            putAside(record, from, "on a wrong partition and too large to be sent on: " + where(record, from), now);
        } else {
            shell.counts().forwarded();
            outbox.sendOn(record, from.topic(), now);
        }
    }

    private String where(Record<byte[], byte[]> record, RecordMetadata from) {
        return "it came to " + from.partition() + ", its tree lives on "
                + TreePartitions.of(record.key(), shell.partitions()) + " of " + shell.partitions();
    }

    private void putAside(Record<byte[], byte[]> record, RecordMetadata from, String cause, long now) {
        shell.counts().deadLetter();
        LOG.warn("dead letter from {}-{} at {}: {}", from.topic(), from.partition(), from.offset(), cause);
        outbox.deadLetter(record, from, cause, now);
    }
}
