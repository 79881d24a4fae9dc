package io.sluice.wire;

import io.sluice.core.ChannelPath;
import io.sluice.core.Event;
import io.sluice.core.Event.LostReason;
import io.sluice.core.Event.Run;
import io.sluice.schemas.JobCancelled;
import io.sluice.schemas.JobDone;
import io.sluice.schemas.JobFailed;
import io.sluice.schemas.JobHandedBack;
import io.sluice.schemas.JobLost;
import io.sluice.schemas.JobRetried;
import io.sluice.schemas.JobSnoozed;
import java.util.Optional;

/** Events that end a run, out of the history. */
final class RunEventReader {

    private RunEventReader() {}

    static Event event(String tree, Object change) {
        return switch (change) {
            case JobDone e -> done(tree, e);
            case JobRetried e -> retried(tree, e);
            case JobSnoozed e -> snoozed(tree, e);
            case JobFailed e -> failed(tree, e);
            case JobLost e -> lost(tree, e);
            case JobHandedBack e -> handedBack(tree, e);
            case JobCancelled e -> cancelled(tree, e);
            default -> throw new BadRecordException("an event of an unknown kind: " + change.getClass());
        };
    }

    private static Event done(String tree, JobDone e) {
        Run run = new Run(
                Ids.bundle(tree, e.getBundle()),
                e.getRun(),
                e.getAttempt(),
                e.getWorker(),
                e.getStartedAt(),
                e.getFinishedAt(),
                e.getLog());
        return new Event.JobDone(
                Ids.job(tree, e.getJob()),
                ChannelPath.parse(e.getChannel()),
                e.getType(),
                run,
                Optional.ofNullable(e.getResult()));
    }

    private static Event retried(String tree, JobRetried e) {
        Run run = new Run(
                Ids.bundle(tree, e.getBundle()),
                e.getRun(),
                e.getAttempt(),
                e.getWorker(),
                e.getStartedAt(),
                e.getFinishedAt(),
                e.getLog());
        return new Event.JobRetried(
                Ids.job(tree, e.getJob()),
                ChannelPath.parse(e.getChannel()),
                e.getType(),
                run,
                JobWire.failure(e.getError()),
                e.getNotBefore());
    }

    private static Event snoozed(String tree, JobSnoozed e) {
        Run run = new Run(
                Ids.bundle(tree, e.getBundle()),
                e.getRun(),
                e.getAttempt(),
                e.getWorker(),
                e.getStartedAt(),
                e.getFinishedAt(),
                e.getLog());
        return new Event.JobSnoozed(
                Ids.job(tree, e.getJob()), ChannelPath.parse(e.getChannel()), e.getType(), run, e.getNotBefore());
    }

    private static Event failed(String tree, JobFailed e) {
        Run run = new Run(
                Ids.bundle(tree, e.getBundle()),
                e.getRun(),
                e.getAttempt(),
                e.getWorker(),
                e.getStartedAt(),
                e.getFinishedAt(),
                e.getLog());
        return new Event.JobFailed(
                Ids.job(tree, e.getJob()),
                ChannelPath.parse(e.getChannel()),
                e.getType(),
                run,
                JobWire.failure(e.getError()));
    }

    private static Event lost(String tree, JobLost e) {
        Run run = new Run(
                Ids.bundle(tree, e.getBundle()),
                e.getRun(),
                e.getAttempt(),
                e.getWorker(),
                e.getStartedAt(),
                e.getFinishedAt());
        return new Event.JobLost(
                Ids.job(tree, e.getJob()),
                ChannelPath.parse(e.getChannel()),
                e.getType(),
                run,
                LostReason.valueOf(e.getReason()));
    }

    private static Event handedBack(String tree, JobHandedBack e) {
        Run run = new Run(
                Ids.bundle(tree, e.getBundle()),
                e.getRun(),
                e.getAttempt(),
                e.getWorker(),
                e.getStartedAt(),
                e.getFinishedAt());
        return new Event.JobHandedBack(
                Ids.job(tree, e.getJob()), ChannelPath.parse(e.getChannel()), e.getType(), run, e.getReason());
    }

    private static Event cancelled(String tree, JobCancelled e) {
        Run run = new Run(
                Ids.bundle(tree, e.getBundle()),
                e.getRun(),
                e.getAttempt(),
                e.getWorker(),
                e.getStartedAt(),
                e.getFinishedAt(),
                e.getLog());
        return new Event.JobCancelled(
                Ids.job(tree, e.getJob()), ChannelPath.parse(e.getChannel()), e.getType(), run, e.getReason());
    }
}
