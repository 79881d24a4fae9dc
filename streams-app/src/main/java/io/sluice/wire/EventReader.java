package io.sluice.wire;

import io.sluice.core.BundleId;
import io.sluice.core.Cause;
import io.sluice.core.ChannelPath;
import io.sluice.core.ChannelText;
import io.sluice.core.Event;
import io.sluice.core.Job;
import io.sluice.core.Limits;
import io.sluice.core.Recorded;
import io.sluice.core.RejectionCode;
import io.sluice.schemas.BundleClaimed;
import io.sluice.schemas.BundleReleased;
import io.sluice.schemas.CancelAsked;
import io.sluice.schemas.ChannelConfigured;
import io.sluice.schemas.ChannelPaused;
import io.sluice.schemas.ChannelResumed;
import io.sluice.schemas.ChannelShut;
import io.sluice.schemas.ClaimDropped;
import io.sluice.schemas.CommandRejected;
import io.sluice.schemas.FileConfigured;
import io.sluice.schemas.JobDuplicate;
import io.sluice.schemas.JobReady;
import io.sluice.schemas.JobReleased;
import io.sluice.schemas.JobRequeued;
import io.sluice.schemas.JobStarted;
import io.sluice.schemas.JobSubmitted;
import io.sluice.schemas.NothingChanged;
import io.sluice.schemas.PartitionsGrown;
import io.sluice.schemas.ScheduleDeleted;
import io.sluice.schemas.ScheduleFired;
import io.sluice.schemas.SchedulePut;
import io.sluice.schemas.ScheduleSkipped;
import io.sluice.schemas.TimesMeasured;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Events out of the history. */
final class EventReader {

    private EventReader() {}

    static List<Recorded> read(Optional<byte[]> key, io.sluice.schemas.Event record) {
        String tree = key.isEmpty() ? "" : Ids.tree(key, "Event");
        Cause cause = new Cause(tree, Ids.uuid(record.getCommand()), record.getBy());
        List<Recorded> events = new ArrayList<>();
        for (Object change : record.getChanges()) {
            for (Event event : events(tree, record, change)) {
                // What belongs to no tree is not counted: all of it has the number 0.
                long number = record.getNumber() == 0 ? 0 : record.getNumber() + events.size();
                events.add(new Recorded(tree, number, record.getAt(), cause, event));
            }
        }
        return List.copyOf(events);
    }

    private static List<Event> events(String tree, io.sluice.schemas.Event record, Object change) {
        return change instanceof BundleReleased released
                ? ReleaseWire.events(tree, released)
                : List.of(event(tree, record, change));
    }

    private static Event event(String tree, io.sluice.schemas.Event record, Object change) {
        return switch (change) {
            case JobSubmitted e ->
                new Event.JobSubmitted(Job.of(JobWire.submission(tree, e.getJob()), e.getSeq(), record.getAt()));
            case JobDuplicate e -> new Event.JobDuplicate(Ids.job(tree, e.getJob()), Ids.job(tree, e.getExisting()));
            case JobReady e ->
                new Event.JobReady(Ids.job(tree, e.getJob()), ChannelPath.parse(e.getChannel()), e.getType());
            case JobReleased e -> released(tree, e);
            case JobStarted e ->
                new Event.JobStarted(
                        Ids.job(tree, e.getJob()),
                        e.getRun(),
                        e.getAttempt(),
                        new BundleId(tree, e.getBundle()),
                        e.getWorker());
            case CancelAsked e ->
                new Event.CancelAsked(
                        Ids.job(tree, e.getJob()), e.getRun(), new BundleId(tree, e.getBundle()), e.getReason());
            case JobRequeued e ->
                new Event.JobRequeued(
                        Ids.job(tree, e.getJob()),
                        ChannelPath.parse(e.getChannel()),
                        e.getType(),
                        JobWire.optional(e.getNotBefore()));
            case BundleClaimed e -> new Event.BundleClaimed(new BundleId(tree, e.getBundle()), e.getWorker());
            case ClaimDropped e ->
                new Event.ClaimDropped(new BundleId(tree, e.getBundle()), e.getWorker(), e.getReason());
            case CommandRejected e -> rejected(tree, e);
            case NothingChanged e -> new Event.NothingChanged();
            case ChannelConfigured e -> configured(e);
            case ChannelPaused e -> paused(e, record.getBy());
            case ChannelResumed e ->
                e.getType().isEmpty()
                        ? new Event.ChannelResumed(ChannelPath.parse(e.getChannel()))
                        : new Event.TypeResumed(e.getType());
            case FileConfigured e -> new Event.FileConfigured(e.getText());
            case TimesMeasured e -> TimesWire.measured(e);
            case PartitionsGrown e -> new Event.PartitionsGrown(e.getFrom(), e.getTo());
            case ChannelShut e -> new Event.ChannelShut(ChannelPath.parse(e.getChannel()), e.getUntil());
            case SchedulePut e -> ScheduleWire.event(tree, e);
            case ScheduleDeleted e -> new Event.ScheduleDeleted(e.getSchedule());
            case ScheduleFired e -> ScheduleWire.event(tree, e);
            case ScheduleSkipped e -> ScheduleWire.event(e);
            default ->
                CarriedReader.event(tree, change)
                        .or(() -> ChangeEventWire.event(tree, change))
                        .orElseGet(() -> FlowWire.event(tree, change));
        };
    }

    private static Event released(String tree, JobReleased e) {
        return new Event.JobReleased(
                Ids.job(tree, e.getJob()),
                ChannelPath.parse(e.getChannel()),
                e.getType(),
                e.getRun(),
                new BundleId(tree, e.getBundle()),
                e.getTopic());
    }

    private static Event rejected(String tree, CommandRejected e) {
        return new Event.CommandRejected(
                Optional.ofNullable(e.getJob()).map(job -> Ids.job(tree, job)),
                RejectionCode.valueOf(e.getCode()),
                e.getReason());
    }

    private static Event paused(ChannelPaused e, String by) {
        return e.getType().isEmpty()
                ? new Event.ChannelPaused(ChannelPath.parse(e.getChannel()), e.getReason(), by)
                : new Event.TypePaused(e.getType(), e.getReason(), by);
    }

    private static Event configured(ChannelConfigured e) {
        Map<ChannelPath, Limits> entry = ChannelText.parse(e.getEntry());
        ChannelPath channel = ChannelPath.declared(e.getChannel());
        if (!entry.keySet().equals(Set.of(channel))) {
            throw new BadRecordException("a ChannelConfigured of " + channel + " with the entry \"" + e.getEntry()
                    + "\" of another channel");
        }
        return new Event.ChannelConfigured(channel, entry.get(channel));
    }
}
