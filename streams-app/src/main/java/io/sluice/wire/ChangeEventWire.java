package io.sluice.wire;

import io.sluice.core.ChannelPath;
import io.sluice.core.Event;
import io.sluice.core.Payload;
import io.sluice.schemas.DedupReleased;
import io.sluice.schemas.JobMoved;
import io.sluice.schemas.JobPurged;
import io.sluice.schemas.JobReplaced;
import io.sluice.schemas.JobReprioritized;
import io.sluice.schemas.JobRescheduled;
import io.sluice.schemas.MaxAttemptsSet;
import io.sluice.schemas.SweepAdvanced;
import io.sluice.schemas.SweepStarted;
import io.sluice.schemas.TreeDropped;
import io.sluice.schemas.UuidFormat;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.UUID;

/** Events about jobs that are changed by hand, by a twin, by a sweep, or forgotten; out of the history. */
final class ChangeEventWire {

    private ChangeEventWire() {}

    /** None: it is another kind of event. */
    static Optional<Event> event(String tree, Object change) {
        Event event = switch (change) {
            case JobReprioritized e ->
                new Event.JobReprioritized(
                        Ids.job(tree, e.getJob()), channel(e.getChannel()), e.getType(), e.getPriority());
            case JobRescheduled e ->
                new Event.JobRescheduled(Ids.job(tree, e.getJob()), channel(e.getChannel()), e.getType(), e.getEta());
            case JobMoved e ->
                new Event.JobMoved(Ids.job(tree, e.getJob()), channel(e.getChannel()), e.getType(), channel(e.getTo()));
            case MaxAttemptsSet e -> new Event.MaxAttemptsSet(Ids.job(tree, e.getJob()), e.getMaxAttempts());
            case JobPurged e -> new Event.JobPurged(Ids.job(tree, e.getJob()), channel(e.getChannel()), e.getType());
            case JobReplaced e -> replaced(tree, e);
            case DedupReleased e -> new Event.DedupReleased(e.getKey(), Ids.job(tree, e.getJob()));
            case SweepStarted e ->
                new Event.SweepStarted(
                        UuidFormat.decode(e.getSweep()),
                        ActionWire.filter(e.getFilter()),
                        ActionWire.action(e.getAction()),
                        e.getSeq());
            case SweepAdvanced e ->
                new Event.SweepAdvanced(
                        UuidFormat.decode(e.getSweep()),
                        e.getCursor(),
                        e.getLookedAt(),
                        e.getChanged(),
                        e.getEnd(),
                        e.getWaitMs());
            case TreeDropped e ->
                new Event.TreeDropped(
                        e.getChannels().stream().map(ChannelPath::parse).toList(), e.getComplete());
            default -> null;
        };
        return Optional.ofNullable(event);
    }

    private static ChannelPath channel(String path) {
        return ChannelPath.parse(path);
    }

    private static Event replaced(String tree, JobReplaced e) {
        return new Event.JobReplaced(
                Ids.job(tree, e.getJob()),
                channel(e.getChannel()),
                e.getType(),
                Ids.uuid(e.getBy()).orElse(new UUID(0, 0)),
                new Payload(JobWire.bytes(e.getPayload()), e.getContentType()),
                e.getPriority(),
                JobWire.optional(e.getEta()));
    }

    // ---- into the history

    static JobReplaced replaced(Event.JobReplaced e) {
        return new JobReplaced(
                Ids.job(e.job()),
                e.channel().text(),
                e.type(),
                UuidFormat.encode(e.by()),
                ByteBuffer.wrap(e.payload().bytes()),
                e.payload().contentType(),
                e.priority(),
                JobWire.boxed(e.eta()));
    }

    static SweepStarted started(Event.SweepStarted e) {
        return new SweepStarted(
                UuidFormat.encode(e.sweep()), ActionWire.filter(e.filter()), ActionWire.action(e.action()), e.seq());
    }

    static SweepAdvanced advanced(Event.SweepAdvanced e) {
        return new SweepAdvanced(
                UuidFormat.encode(e.sweep()), e.cursor(), e.lookedAt(), e.changed(), e.end(), e.waitMs());
    }

    static TreeDropped dropped(Event.TreeDropped e) {
        return new TreeDropped(e.channels().stream().map(ChannelPath::text).toList(), e.complete());
    }
}
