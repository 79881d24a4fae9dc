package io.sluice.core;

import java.util.Optional;

/**
 * Jobs that were submitted together, and how far they are. Hidden {@link Join joins} are not counted.
 *
 * @param id its name
 * @param description one line for people
 * @param submittedAt the partition's time when it was stored, in milliseconds since the epoch
 * @param progress its jobs by how they ended
 * @param closedAt when the last of its jobs was closed (DONE or CANCELLED); 0: not all are
 * @param sweep a command about all of it that is under way
 * @since 0.1
 */
public record Flow(
        FlowId id, String description, long submittedAt, Progress progress, long closedAt, Optional<Sweep> sweep) {

    /**
     * How far it is.
     *
     * @param total its jobs
     * @param done those that are DONE
     * @param failed those that are FAILED
     * @param cancelled those that are CANCELLED
     * @since 0.1
     */
    public record Progress(long total, long done, long failed, long cancelled) {

        /** Whether all are DONE or CANCELLED. */
        public boolean isClosed() {
            return done + cancelled == total;
        }

        /** With one more job that has not ended. */
        public Progress withOneMore() {
            return new Progress(total + 1, done, failed, cancelled);
        }

        /** With a job in another state. */
        public Progress moved(JobState from, JobState to) {
            return new Progress(
                    total,
                    done + change(JobState.DONE, from, to),
                    failed + change(JobState.FAILED, from, to),
                    cancelled + change(JobState.CANCELLED, from, to));
        }

        private static int change(JobState counted, JobState from, JobState to) {
            return (to == counted ? 1 : 0) - (from == counted ? 1 : 0);
        }
    }

    /**
     * A command about a whole flow, carried out in steps.
     *
     * @param action what is done with each job
     * @param reason why, for people
     * @param after arrival number of the last job that was looked at; 0: none yet
     * @param upTo arrival number of the last job that it is about
     * @since 0.1
     */
    public record Sweep(Action action, String reason, long after, long upTo) {

        /** Whether nothing is left to look at. */
        public boolean isOver() {
            return after >= upTo;
        }
    }

    /** What a command does with each job of a flow. */
    public enum Action {
        /** Ends it unless it is closed. */
        CANCEL,
        /** Lets it run again if it FAILED or was cancelled. */
        REQUEUE
    }

    /**
     * A job's place in its flow.
     *
     * @param seq the job's arrival number
     * @param job the job
     * @since 0.1
     */
    public record Member(long seq, JobId job) {}
}
