package io.sluice.wire;

import io.sluice.core.ChannelPath;
import io.sluice.core.ChannelText;
import io.sluice.core.Event;
import io.sluice.core.Event.Run;
import io.sluice.schemas.BundleClaimed;
import io.sluice.schemas.CancelAsked;
import io.sluice.schemas.ChannelConfigured;
import io.sluice.schemas.ChannelPaused;
import io.sluice.schemas.ChannelResumed;
import io.sluice.schemas.ChannelShut;
import io.sluice.schemas.ChildrenHeld;
import io.sluice.schemas.ClaimDropped;
import io.sluice.schemas.CommandRejected;
import io.sluice.schemas.DedupReleased;
import io.sluice.schemas.FileConfigured;
import io.sluice.schemas.FlowSubmitted;
import io.sluice.schemas.JobCancelled;
import io.sluice.schemas.JobDone;
import io.sluice.schemas.JobDuplicate;
import io.sluice.schemas.JobFailed;
import io.sluice.schemas.JobHandedBack;
import io.sluice.schemas.JobLost;
import io.sluice.schemas.JobMoved;
import io.sluice.schemas.JobPurged;
import io.sluice.schemas.JobReady;
import io.sluice.schemas.JobReleased;
import io.sluice.schemas.JobReprioritized;
import io.sluice.schemas.JobRequeued;
import io.sluice.schemas.JobRescheduled;
import io.sluice.schemas.JobRetried;
import io.sluice.schemas.JobSnoozed;
import io.sluice.schemas.JobStarted;
import io.sluice.schemas.JobSubmitted;
import io.sluice.schemas.JobTied;
import io.sluice.schemas.MaxAttemptsSet;
import io.sluice.schemas.NothingChanged;
import io.sluice.schemas.PartitionsGrown;
import io.sluice.schemas.ScheduleDeleted;

/** One event as it stands in the history. Longer than others because there is one case an event. */
final class EventWriter {

    private EventWriter() {}

    static Object change(Event event) {
        return switch (event) {
            case Event.OfJob e -> ofJob(e);
            case Event.JobDuplicate e -> new JobDuplicate(Ids.job(e.job()), Ids.job(e.existing()));
            case Event.JobStarted e ->
                new JobStarted(
                        Ids.job(e.job()),
                        e.run(),
                        e.attempt(),
                        e.worker(),
                        e.bundle().number());
            case Event.CancelAsked e ->
                new CancelAsked(
                        Ids.job(e.job()), e.run(), e.reason(), e.bundle().number());
            case Event.BundleClaimed e -> new BundleClaimed(e.bundle().number(), e.worker());
            case Event.ClaimDropped e -> new ClaimDropped(e.bundle().number(), e.worker(), e.reason());
            case Event.ChannelConfigured e ->
                new ChannelConfigured(e.channel().text(), ChannelText.entry(e.channel(), e.limits()));
            // Who paused it stands beside the changes: it is who caused them.
            case Event.ChannelPaused e -> new ChannelPaused(e.channel().text(), e.reason(), "");
            case Event.ChannelResumed e -> new ChannelResumed(e.channel().text(), "");
            case Event.FileConfigured e -> new FileConfigured(e.text());
            case Event.TimesMeasured e -> TimesWire.measured(e);
            case Event.PartitionsGrown e -> new PartitionsGrown(e.from(), e.to());
            case Event.NothingChanged e -> new NothingChanged();
            // jobs
            case Event.MaxAttemptsSet e -> new MaxAttemptsSet(Ids.job(e.job()), e.most());
            case Event.DedupReleased e -> new DedupReleased(e.key(), Ids.job(e.job()));
            case Event.SweepStarted e -> ChangeEventWire.started(e);
            case Event.SweepAdvanced e -> ChangeEventWire.advanced(e);
            case Event.TreeDropped e -> ChangeEventWire.dropped(e);
            case Event.Carried e -> CarriedWriter.change(e);
            case Event.CommandRejected e ->
                new CommandRejected(e.job().map(Ids::job).orElse(null), e.code().name(), e.reason());
            case Event.SchedulePut e -> ScheduleWire.change(e);
            case Event.ScheduleDeleted e -> new ScheduleDeleted(e.schedule());
            case Event.ScheduleFired e -> ScheduleWire.change(e);
            case Event.ScheduleSkipped e -> ScheduleWire.change(e);
            case Event.Soft e -> throw new IllegalArgumentException("no part of the history: " + e);
            // flows
            case Event.FlowSubmitted e -> new FlowSubmitted(FlowWire.flow(e.flow()), e.description());
            case Event.EdgesChanged e -> FlowWire.change(e);
            case Event.EdgesAdded e -> FlowWire.change(e);
            case Event.ChildrenHeld e -> new ChildrenHeld(Ids.job(e.job()), Ids.job(e.by()));
            case Event.CascadeAdvanced e -> FlowWire.change(e);
            case Event.JobTied e -> new JobTied(Ids.job(e.job()));
            case Event.FlowSwept e -> FlowWire.change(e);
            // channels
            case Event.ChannelShut e -> new ChannelShut(e.channel().text(), e.until());
            case Event.TypePaused e -> new ChannelPaused(ChannelPath.ROOT.text(), e.reason(), e.type());
            case Event.TypeResumed e -> new ChannelResumed(ChannelPath.ROOT.text(), e.type());
        };
    }

    private static Object ofJob(Event.OfJob event) {
        return switch (event) {
            case Event.JobSubmitted e ->
                new JobSubmitted(
                        JobWire.spec(e.submitted().asked()), e.submitted().seq());
            case Event.JobReady e -> new JobReady(Ids.job(e.job()), e.channel().text(), e.type());
            case Event.JobReleased e ->
                new JobReleased(
                        Ids.job(e.job()),
                        e.channel().text(),
                        e.type(),
                        e.run(),
                        e.bundle().number(),
                        e.topic());
            case Event.JobRequeued e ->
                new JobRequeued(Ids.job(e.job()), e.channel().text(), e.type(), JobWire.boxed(e.notBefore()));
            case Event.JobDone e -> done(e, e.run());
            case Event.JobRetried e -> retried(e, e.run());
            case Event.JobSnoozed e -> snoozed(e, e.run());
            case Event.JobFailed e -> failed(e, e.run());
            case Event.JobLost e -> lost(e, e.run());
            case Event.JobHandedBack e -> handedBack(e, e.run());
            case Event.JobCancelled e -> cancelled(e, e.run());
            case Event.JobScheduled e -> FlowWire.change(e);
            // jobs
            case Event.JobReprioritized e ->
                new JobReprioritized(Ids.job(e.job()), e.channel().text(), e.type(), e.priority());
            case Event.JobRescheduled e ->
                new JobRescheduled(Ids.job(e.job()), e.channel().text(), e.type(), e.eta());
            case Event.JobMoved e -> new JobMoved(Ids.job(e.job()), e.channel().text(), e.type(), e.to().text());
            case Event.JobPurged e ->
                new JobPurged(Ids.job(e.job()), e.channel().text(), e.type());
            case Event.JobReplaced e -> ChangeEventWire.replaced(e);
        };
    }

    private static JobDone done(Event.JobDone e, Run run) {
        return new JobDone(
                Ids.job(e.job()),
                e.channel().text(),
                e.type(),
                run.run(),
                run.attempt(),
                run.worker(),
                run.startedAt(),
                run.finishedAt(),
                e.result().orElse(null),
                Ids.number(run.bundle()),
                run.log());
    }

    private static JobRetried retried(Event.JobRetried e, Run run) {
        return new JobRetried(
                Ids.job(e.job()),
                e.channel().text(),
                e.type(),
                run.run(),
                run.attempt(),
                run.worker(),
                JobWire.error(e.error()),
                e.notBefore(),
                Ids.number(run.bundle()),
                run.startedAt(),
                run.finishedAt(),
                run.log());
    }

    private static JobSnoozed snoozed(Event.JobSnoozed e, Run run) {
        return new JobSnoozed(
                Ids.job(e.job()),
                e.channel().text(),
                e.type(),
                run.run(),
                run.worker(),
                e.notBefore(),
                Ids.number(run.bundle()),
                run.attempt(),
                run.startedAt(),
                run.finishedAt(),
                run.log());
    }

    private static JobFailed failed(Event.JobFailed e, Run run) {
        return new JobFailed(
                Ids.job(e.job()),
                e.channel().text(),
                e.type(),
                run.run(),
                run.attempt(),
                run.worker(),
                JobWire.error(e.error()),
                Ids.number(run.bundle()),
                run.startedAt(),
                run.finishedAt(),
                run.log());
    }

    private static JobLost lost(Event.JobLost e, Run run) {
        return new JobLost(
                Ids.job(e.job()),
                e.channel().text(),
                e.type(),
                run.run(),
                run.worker(),
                e.reason().name(),
                Ids.number(run.bundle()),
                run.attempt(),
                run.startedAt(),
                run.finishedAt());
    }

    private static JobHandedBack handedBack(Event.JobHandedBack e, Run run) {
        return new JobHandedBack(
                Ids.job(e.job()),
                e.channel().text(),
                e.type(),
                run.run(),
                run.worker(),
                e.reason(),
                Ids.number(run.bundle()),
                run.attempt(),
                run.startedAt(),
                run.finishedAt());
    }

    private static JobCancelled cancelled(Event.JobCancelled e, Run run) {
        return new JobCancelled(
                Ids.job(e.job()),
                e.channel().text(),
                e.type(),
                run.run(),
                e.reason(),
                Ids.number(run.bundle()),
                run.attempt(),
                run.worker(),
                run.startedAt(),
                run.finishedAt(),
                run.log());
    }
}
