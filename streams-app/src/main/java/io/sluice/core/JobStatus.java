package io.sluice.core;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * What became of a job. Times are milliseconds since the epoch, 0 where there is none.
 *
 * @param state where it is
 * @param attempt executions that count so far, the running one included
 * @param run releases so far; only ever grows
 * @param notBefore ETA or the back-off's end, while SCHEDULED
 * @param worker who ran it last; empty if nobody did
 * @param startedAt the worker's clock at its last start; while RUNNING, the partition's
 * @param finishedAt the partition's time when it ended
 * @param error of the last attempt that failed
 * @param result what the handler returned
 * @param reason why it was cancelled; empty otherwise
 * @param alone whether it was ever lost and is released alone from then on
 * @param openEdges parents that it still waits for
 * @param changes what operators changed of it
 * @param log the last lines that the handler wrote in the last run that a worker reported on, split by line breaks
 * @param impossibleEdges those of the open ones that can never be met
 * @param progress what the handler of its last run said last; soft, so no part of what events tell
 * @param tied whether it is CANCELLED because of its parents, whatever the reason says, and so comes back with them
 * @param carriedAt when it was last written again whole; 0: never
 * @since 0.1
 */
public record JobStatus(
        JobState state,
        int attempt,
        int run,
        OptionalLong notBefore,
        String worker,
        long startedAt,
        long finishedAt,
        Optional<Failure> error,
        Optional<String> result,
        String reason,
        boolean alone,
        int openEdges,
        Changes changes,
        String log,
        int impossibleEdges,
        Optional<Progress> progress,
        boolean tied,
        long carriedAt) {

    /** Of a job that is not tied to its parents and was never written again. */
    public JobStatus(
            JobState state,
            int attempt,
            int run,
            OptionalLong notBefore,
            String worker,
            long startedAt,
            long finishedAt,
            Optional<Failure> error,
            Optional<String> result,
            String reason,
            boolean alone,
            int openEdges,
            Changes changes,
            String log,
            int impossibleEdges,
            Optional<Progress> progress) {
        this(
                state,
                attempt,
                run,
                notBefore,
                worker,
                startedAt,
                finishedAt,
                error,
                result,
                reason,
                alone,
                openEdges,
                changes,
                log,
                impossibleEdges,
                progress,
                false,
                0);
    }

    /** Of a job that waits for no other in vain. */
    public JobStatus(
            JobState state,
            int attempt,
            int run,
            OptionalLong notBefore,
            String worker,
            long startedAt,
            long finishedAt,
            Optional<Failure> error,
            Optional<String> result,
            String reason,
            boolean alone,
            int openEdges,
            Changes changes,
            String log) {
        this(
                state,
                attempt,
                run,
                notBefore,
                worker,
                startedAt,
                finishedAt,
                error,
                result,
                reason,
                alone,
                openEdges,
                changes,
                log,
                0,
                Optional.empty());
    }

    /** What a job is that nothing has happened to. */
    public static JobStatus fresh(Job job) {
        if (!job.parents().isEmpty()) {
            return in(JobState.WAITING, OptionalLong.empty())
                    .withOpenEdges(job.parents().size());
        }
        JobState state = job.firstState();
        return in(state, state == JobState.SCHEDULED ? job.eta() : OptionalLong.empty());
    }

    /** What a job is to which nothing more has happened than that it is in a state. */
    public static JobStatus in(JobState state, OptionalLong notBefore) {
        return new JobStatus(
                state,
                0,
                0,
                notBefore,
                "",
                0,
                0,
                Optional.empty(),
                Optional.empty(),
                "",
                false,
                0,
                Changes.NONE,
                "",
                0,
                Optional.empty());
    }

    /** With another error, or none. */
    public JobStatus withError(Optional<Failure> last) {
        return but(draft -> draft.error = last);
    }

    /** To be released alone from now on. */
    public JobStatus toBeAlone() {
        return but(draft -> draft.alone = true);
    }

    /** With that many parents that it waits for. */
    public JobStatus withOpenEdges(int open) {
        return but(draft -> draft.openEdges = open);
    }

    /** With that many parents that it waits for, and that many of them in vain. */
    public JobStatus withEdges(int open, int impossible) {
        return but(draft -> {
            draft.openEdges = open;
            draft.impossibleEdges = impossible;
        });
    }

    /** Cancelled by the rules because of its parents, or as if it had been: it comes back with them. */
    public JobStatus tiedToParents() {
        return but(draft -> draft.tied = true);
    }

    /** Whether the rules cancelled it because a parent that it was not needed after is DONE. */
    public boolean isNotNeeded() {
        return tied && reason.equals(Edge.NOT_NEEDED);
    }

    /** With another reason for its end. */
    public JobStatus withReason(String why) {
        return but(draft -> draft.reason = why);
    }

    /** With what operators changed. */
    public JobStatus with(Changes changed) {
        return but(draft -> draft.changes = changed);
    }

    /** With what its handler wrote. */
    public JobStatus withLog(String lines) {
        return but(draft -> draft.log = lines);
    }

    /** With how far its last run said that it was, if it said anything. */
    public JobStatus with(Optional<Progress> told) {
        return but(draft -> draft.progress = told);
    }

    /** Written again whole at that time; 0: as if it never was. */
    public JobStatus carried(long at) {
        return but(draft -> draft.carriedAt = at);
    }

    private JobStatus but(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return draft.status();
    }

    /** What changes between one status and the next; the rest is copied in this one place. */
    private static final class Draft {
        private final JobStatus before;
        private Optional<Failure> error;
        private String reason;
        private boolean alone;
        private int openEdges;
        private Changes changes;
        private String log;
        private int impossibleEdges;
        private Optional<Progress> progress;
        private boolean tied;
        private long carriedAt;

        private Draft(JobStatus before) {
            this.before = before;
            error = before.error;
            reason = before.reason;
            alone = before.alone;
            openEdges = before.openEdges;
            changes = before.changes;
            log = before.log;
            impossibleEdges = before.impossibleEdges;
            progress = before.progress;
            tied = before.tied;
            carriedAt = before.carriedAt;
        }

        private JobStatus status() {
            return new JobStatus(
                    before.state,
                    before.attempt,
                    before.run,
                    before.notBefore,
                    before.worker,
                    before.startedAt,
                    before.finishedAt,
                    error,
                    before.result,
                    reason,
                    alone,
                    openEdges,
                    changes,
                    log,
                    impossibleEdges,
                    progress,
                    tied,
                    carriedAt);
        }
    }
}
