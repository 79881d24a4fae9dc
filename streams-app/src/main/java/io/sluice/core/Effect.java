package io.sluice.core;

import java.util.List;
import java.util.Optional;

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
     */
    record Dispatch(
            BundleId bundle,
            ChannelPath channel,
            String type,
            String topic,
            long releasedAt,
            long leaseMs,
            List<DispatchedJob> jobs)
            implements Effect {}

    /** A job to run: the run's number, the attempt that starting it will be, and how many there may be (0 = unlimited). */
    record DispatchedJob(Job job, int run, int attempt, int maxAttempts) {}

    /** Tell a worker to stop a run: it was cancelled or taken back. */
    record TellStop(String worker, JobId job, int run, String reason) implements Effect {}

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
