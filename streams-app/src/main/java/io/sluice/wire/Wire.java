package io.sluice.wire;

import io.sluice.core.Effect;
import io.sluice.core.Recorded;
import io.sluice.schemas.RecordFormats;
import io.sluice.schemas.Report;
import io.sluice.schemas.Tick;
import io.sluice.schemas.Topics;
import io.sluice.schemas.UnreadableRecordException;
import io.sluice.schemas.registry.SchemaRegistryException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Bytes on the topics to the rules' words and back.
 *
 * @since 0.1
 */
public final class Wire {

    private static final Wire BUNDLED = new Wire(RecordFormats.bundled());

    private final RecordFormats formats;
    private final EffectWriter effects;

    private Wire(RecordFormats formats) {
        this.formats = formats;
        this.effects = new EffectWriter(formats);
    }

    /** With the fixed schema ids that ship with this version. */
    public static Wire bundled() {
        return BUNDLED;
    }

    /** With the schema ids of these formats. */
    public static Wire of(RecordFormats formats) {
        return new Wire(formats);
    }

    /**
     * A command out of a record of {@code sluice.jobs}.
     *
     * @param key the tree in UTF-8; empty only where the command is about a partition
     * @param value the record
     * @throws BadRecordException if key or value are anything else
     * @throws SchemaRegistryException if its schema cannot be had now: nothing is known of the record, so it must be kept
     */
    public Decoded command(Optional<byte[]> key, byte[] value) {
        return reading(() -> CommandReader.read(key, formats.command().decode(value)));
    }

    /**
     * A command out of a record of {@code sluice.reports}.
     *
     * @param key the tree in UTF-8; empty only where the report is about a partition
     * @param value the record
     * @throws BadRecordException if key or value are anything else
     * @throws SchemaRegistryException if its schema cannot be had now: nothing is known of the record, so it must be kept
     */
    public Decoded report(Optional<byte[]> key, byte[] value) {
        return reading(() -> ReportReader.read(key, formats.report().decode(value)));
    }

    /**
     * Events out of a record of {@code sluice.events}, in their order.
     *
     * @param key the tree in UTF-8; empty where they belong to no tree
     * @param value the record
     * @throws BadRecordException if key or value are anything else
     * @throws SchemaRegistryException if its schema cannot be had now: nothing is known of the record, so it must be kept
     */
    public List<Recorded> events(Optional<byte[]> key, byte[] value) {
        return reading(() -> EventReader.read(key, formats.event().decode(value)));
    }

    /** Events as records for {@code sluice.events}: what one command did to one tree goes together, up to 1 MiB a record. */
    public List<Message> messages(List<Recorded> events) {
        return EventPacking.pack(events, formats.event());
    }

    /**
     * What has to be sent because of a decision.
     *
     * @param effect what was decided
     * @param partition the partition of its tree, which workers send their heartbeats to
     * @throws IllegalArgumentException for a {@link Effect.TimerFailed}, which is for our own eyes
     */
    public Message message(Effect effect, int partition) {
        return effects.write(effect, partition);
    }

    /** A report that something is due, for one partition of {@code sluice.reports}. */
    public Message tick() {
        return new Message(Topics.REPORTS, Optional.empty(), formats.report().encode(new Report("", 0L, new Tick())));
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
