package io.sluice.wire;

import io.sluice.core.Effect;
import io.sluice.core.Recorded;
import io.sluice.schemas.RecordFormat;
import io.sluice.schemas.Report;
import io.sluice.schemas.Tick;
import io.sluice.schemas.Topics;
import io.sluice.schemas.UnreadableRecordException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Bytes on the topics to the rules' words and back.
 *
 * @since 0.1
 */
public final class Wire {

    private Wire() {}

    /**
     * A command out of a record of {@code sluice.jobs}.
     *
     * @param key the tree in UTF-8; empty only where the command is about a partition
     * @param value the record
     * @throws BadRecordException if key or value are anything else
     */
    public static Decoded command(Optional<byte[]> key, byte[] value) {
        return reading(() -> CommandReader.read(key, RecordFormat.COMMAND.decode(value)));
    }

    /**
     * A command out of a record of {@code sluice.reports}.
     *
     * @param key the tree in UTF-8; empty only where the report is about a partition
     * @param value the record
     * @throws BadRecordException if key or value are anything else
     */
    public static Decoded report(Optional<byte[]> key, byte[] value) {
        return reading(() -> ReportReader.read(key, RecordFormat.REPORT.decode(value)));
    }

    /**
     * Events out of a record of {@code sluice.events}, in their order.
     *
     * @param key the tree in UTF-8; empty where they belong to no tree
     * @param value the record
     * @throws BadRecordException if key or value are anything else
     */
    public static List<Recorded> events(Optional<byte[]> key, byte[] value) {
        return reading(() -> EventReader.read(key, RecordFormat.EVENT.decode(value)));
    }

    /** Events as records for {@code sluice.events}: what one command did to one tree goes together, up to 1 MiB a record. */
    public static List<Message> messages(List<Recorded> events) {
        return EventPacking.pack(events);
    }

    /**
     * What has to be sent because of a decision.
     *
     * @param effect what was decided
     * @param partition the partition of its tree, which workers send their heartbeats to
     * @throws IllegalArgumentException for a {@link Effect.TimerFailed}, which is for our own eyes
     */
    public static Message message(Effect effect, int partition) {
        return EffectWriter.write(effect, partition);
    }

    /** A report that something is due, for one partition of {@code sluice.reports}. */
    public static Message tick() {
        return new Message(
                Topics.REPORTS, Optional.empty(), RecordFormat.REPORT.encode(new Report("", 0L, new Tick())));
    }

    /** One kind of exception for whoever has to put the record aside, whatever is wrong with it. */
    private static <T> T reading(Supplier<T> record) {
        try {
            return record.get();
        } catch (UnreadableRecordException | IllegalArgumentException e) {
            throw new BadRecordException(e);
        }
    }
}
