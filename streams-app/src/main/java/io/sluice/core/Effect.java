package io.sluice.core;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * What the shell has to send because of what was decided. Leaves in the same transaction as the events.
 *
 * @since 0.1
 */
public sealed interface Effect {

    /**
     * Put a bundle on its channel topic.
     *
     * @param bundle its name
     * @param channel the channel of its jobs
     * @param type their type
     * @param topic the channel topic
     * @param releasedAt the partition's time
     * @param leaseMs lease time, in milliseconds
     * @param jobs its jobs in their order
     * @param sequential whether the rest is to be handed back when a job of it ends other than DONE
     */
    record Dispatch(
            BundleId bundle,
            ChannelPath channel,
            String type,
            String topic,
            long releasedAt,
            long leaseMs,
            List<DispatchedJob> jobs,
            boolean sequential)
            implements Effect {}

    /**
     * A job to run.
     *
     * @param job the job
     * @param run the run's number
     * @param attempt the attempt that starting it will be
     * @param maxAttempts how many there may be, 0 = unlimited
     * @param parents what its parents returned
     * @param timeoutMs how long an execution may take, in milliseconds, 0 = no limit
     */
    record DispatchedJob(Job job, int run, int attempt, int maxAttempts, Results parents, long timeoutMs) {

        /** A job without parents. */
        public DispatchedJob(Job job, int run, int attempt, int maxAttempts) {
            this(job, run, attempt, maxAttempts, Results.NONE, 0);
        }
    }

    /**
     * What a job's parents returned.
     *
     * @param byParent by the parent's id; one that returned nothing is not in it
     * @param leftOut whether there was more than can go along, so that nothing does
     */
    record Results(Map<UUID, String> byParent, boolean leftOut) {

        /** Of a job without parents. */
        public static final Results NONE = new Results(Map.of(), false);

        /** About as many bytes as they take. */
        long size() {
            return byParent.values().stream().mapToLong(String::length).sum();
        }
    }

    /** Tell a worker to stop a run: it was cancelled or taken back. */
    record TellStop(String worker, JobId job, int run, String reason) implements Effect {}

    /** Tell a worker not to start a job of a bundle; if it runs already, to stop it. */
    record TellDrop(String worker, JobId job, int run, String reason) implements Effect {}

    /** Tell a worker whether it may start, or go on with, a bundle. */
    record TellConfirmed(String worker, BundleId bundle, Optional<String> refusal) implements Effect {}

    /** Write this to the partition's own reports, to be decided when it is read back. */
    record WriteLeaseCheck(Command.LeaseCheck check) implements Effect {}

    /**
     * A timer's command threw and was taken back: a bug to be looked into.
     *
     * @param timer the timer
     * @param cause what was thrown
     * @param givenUp whether it will not be tried again
     */
    record TimerFailed(Timer timer, RuntimeException cause, boolean givenUp) implements Effect {}
}
