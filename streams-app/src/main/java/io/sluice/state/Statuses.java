package io.sluice.state;

import io.sluice.core.ActiveBundle;
import io.sluice.core.ActiveBundle.Member;
import io.sluice.core.Event;
import io.sluice.core.Event.Run;
import io.sluice.core.Failure;
import io.sluice.core.JobState;
import io.sluice.core.JobStatus;
import java.util.Optional;
import java.util.OptionalLong;

/** The status that follows from the one before and an event. */
final class Statuses {

    /** Nothing to keep. */
    static final JobStatus BEFORE_FIRST_RUN = JobStatus.in(JobState.READY, OptionalLong.empty());

    private Statuses() {}

    /**
     * What an event says beyond the run.
     *
     * @param state where the job is now
     * @param finishedAt when it ended; 0: it has not
     */
    private record Turn(
            JobState state,
            OptionalLong notBefore,
            long finishedAt,
            Optional<Failure> error,
            Optional<String> result,
            String reason) {

        static Turn to(JobState state, long finishedAt, Optional<Failure> error) {
            return new Turn(state, OptionalLong.empty(), finishedAt, error, Optional.empty(), "");
        }
    }

    static JobStatus done(JobStatus before, Event.JobDone event, long at) {
        return after(
                before,
                event.run(),
                new Turn(JobState.DONE, OptionalLong.empty(), at, before.error(), event.result(), ""));
    }

    static JobStatus cancelled(JobStatus before, Event.JobCancelled event, long at) {
        JobStatus after = after(
                before,
                event.run(),
                new Turn(
                        JobState.CANCELLED,
                        OptionalLong.empty(),
                        at,
                        before.error(),
                        Optional.empty(),
                        event.reason()));
        // It may have been cancelled without its worker's word.
        return event.run().log().isEmpty() ? after.withLog(before.log()) : after;
    }

    static JobStatus failed(JobStatus before, Event.JobFailed event, long at) {
        return after(before, event.run(), Turn.to(JobState.FAILED, at, Optional.of(event.error())));
    }

    /** READY, or SCHEDULED, once more. */
    static JobStatus afterRun(JobStatus before, Run run, OptionalLong notBefore) {
        return after(before, run, new Turn(waitsAs(notBefore), notBefore, 0, before.error(), Optional.empty(), ""));
    }

    /** READY once more, after a run that nobody reported on: what its handler wrote is not known. */
    static JobStatus givenUp(JobStatus before, Run run) {
        return afterRun(before, run, OptionalLong.empty()).withLog(before.log());
    }

    private static JobState waitsAs(OptionalLong notBefore) {
        return notBefore.isPresent() ? JobState.SCHEDULED : JobState.READY;
    }

    /** The same attempt, run and error, but READY or SCHEDULED. */
    static JobStatus waiting(JobStatus before, OptionalLong notBefore) {
        Run same = new Run(Optional.empty(), before.run(), before.attempt(), "", 0, 0);
        return afterRun(before, same, notBefore);
    }

    static JobStatus requeued(JobStatus before, OptionalLong notBefore) {
        Run again = new Run(Optional.empty(), before.run(), 0, "", 0, 0);
        return afterRun(before, again, notBefore);
    }

    /** The same once more, but with parents that it waits for. */
    static JobStatus waitingForParents(JobStatus before) {
        Run again = new Run(Optional.empty(), before.run(), 0, "", 0, 0);
        return after(
                before,
                again,
                new Turn(JobState.WAITING, OptionalLong.empty(), 0, before.error(), Optional.empty(), ""));
    }

    /** Who ran it last and when stays as it was if the event is about no run that somebody had. */
    private static JobStatus after(JobStatus before, Run run, Turn turn) {
        boolean hasRun = run.bundle().isPresent() && !run.worker().isEmpty();
        return new JobStatus(
                turn.state(),
                run.attempt(),
                run.run(),
                turn.notBefore(),
                hasRun ? run.worker() : before.worker(),
                hasRun && run.startedAt() > 0 ? run.startedAt() : before.startedAt(),
                turn.finishedAt(),
                turn.error(),
                turn.result(),
                turn.reason(),
                before.alone(),
                before.openEdges(),
                before.changes(),
                hasRun ? run.log() : before.log(),
                before.impossibleEdges(),
                before.progress(),
                false,
                before.carriedAt());
    }

    /** The status of a job in an open bundle; {@code before} is what is stored, from before its release. */
    static JobStatus active(ActiveBundle bundle, Member member, JobStatus before) {
        boolean runs = bundle.runs(member);
        return new JobStatus(
                runs ? JobState.RUNNING : JobState.RELEASED,
                member.attempt(),
                member.run(),
                OptionalLong.empty(),
                bundle.claimants().isEmpty() ? "" : bundle.claimants().getFirst(),
                runs ? bundle.startedAt() : 0,
                0,
                before.error(),
                Optional.empty(),
                "",
                before.alone(),
                before.openEdges(),
                before.changes(),
                before.log(),
                before.impossibleEdges(),
                member.progress(),
                false,
                before.carriedAt());
    }
}
