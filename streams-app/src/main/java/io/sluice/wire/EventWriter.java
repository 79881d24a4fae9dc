package io.sluice.wire;

import io.sluice.core.ChannelText;
import io.sluice.core.Event;
import io.sluice.core.Event.Run;
import io.sluice.schemas.BundleClaimed;
import io.sluice.schemas.CancelAsked;
import io.sluice.schemas.ChannelConfigured;
import io.sluice.schemas.ChannelPaused;
import io.sluice.schemas.ChannelResumed;
import io.sluice.schemas.ClaimDropped;
import io.sluice.schemas.CommandRejected;
import io.sluice.schemas.FileConfigured;
import io.sluice.schemas.JobCancelled;
import io.sluice.schemas.JobDone;
import io.sluice.schemas.JobDuplicate;
import io.sluice.schemas.JobFailed;
import io.sluice.schemas.JobHandedBack;
import io.sluice.schemas.JobLost;
import io.sluice.schemas.JobReady;
import io.sluice.schemas.JobReleased;
import io.sluice.schemas.JobRequeued;
import io.sluice.schemas.JobRetried;
import io.sluice.schemas.JobSnoozed;
import io.sluice.schemas.JobStarted;
import io.sluice.schemas.JobSubmitted;
import io.sluice.schemas.NothingChanged;

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
            case Event.ChannelPaused e -> new ChannelPaused(e.channel().text(), e.reason());
            case Event.ChannelResumed e -> new ChannelResumed(e.channel().text());
            case Event.FileConfigured e -> new FileConfigured(e.text());
            case Event.NothingChanged e -> new NothingChanged();
            case Event.CommandRejected e ->
                new CommandRejected(e.job().map(Ids::job).orElse(null), e.code().name(), e.reason());
            case Event.Soft e -> throw new IllegalArgumentException("no part of the history: " + e);
        };
    }

    private static Object ofJob(Event.OfJob event) {
        return switch (event) {
            case Event.JobSubmitted e ->
                new JobSubmitted(JobWire.spec(e.submitted()), e.submitted().seq());
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
                Ids.number(run.bundle()));
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
                run.finishedAt());
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
                run.finishedAt());
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
                run.finishedAt());
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
                run.finishedAt());
    }
}
