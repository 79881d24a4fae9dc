package io.sluice.core;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What comes in through the one door: what people want, what workers report, and what a timer says is due. The tree that it
 * is about stands in its {@link Cause}.
 *
 * @since 0.1
 */
public sealed interface Command {

    // ---- what services and operators want

    /** Add a job. */
    record Submit(Submission job) implements Command {}

    /** End a job without running it; a running one is asked to stop first. */
    record Cancel(JobId job, String reason) implements Command {}

    /** Let an ended job run again with its attempts set back to 0. */
    record Requeue(JobId job) implements Command {}

    /** Release nothing from a channel and what is below it. */
    record Pause(String channel, String reason) implements Command {}

    /** End a pause. */
    record Resume(String channel) implements Command {}

    /** Set some of a tree's channels, by channel text. */
    record Configure(String channels) implements Command {}

    /** Set the channels that hold for every tree of this partition. */
    record ConfigureFile(String text) implements Command {}

    // ---- what workers report

    /** A worker is about to run these bundles. */
    record Claimed(String worker, List<Claim> claims) implements Command {}

    /**
     * One claim.
     *
     * @param bundle what is claimed
     * @param confirm whether the worker waits for our word before it starts
     */
    record Claim(BundleId bundle, boolean confirm) {}

    /** How jobs ended, in that order. */
    record Outcomes(String worker, List<Outcome> outcomes) implements Command {}

    /**
     * How one run ended.
     *
     * @param bundle what it ran in
     * @param job the job
     * @param run the run; any other than the current one is refused
     * @param startedAt the worker's clock at the start
     * @param finishedAt the worker's clock at the end
     * @param end how it ended
     */
    record Outcome(BundleId bundle, JobId job, int run, long startedAt, long finishedAt, End end) {}

    /** The ways in which a run ends. */
    sealed interface End {}

    /** The handler returned. */
    record Done(Optional<String> result) implements End {}

    /**
     * An error that may heal.
     *
     * @param error the error
     * @param delayMs the wait that the error asked for, in milliseconds
     * @param policy the handler's own policy, used where the job has none
     */
    record Retry(Failure error, OptionalLong delayMs, Optional<RetryPolicy> policy) implements End {}

    /** An error that will not heal. */
    record Failed(Failure error) implements End {}

    /** Later, without using an attempt; the wait is in milliseconds. */
    record Snoozed(long delayMs) implements End {}

    /** A worker gives up its claims on these bundles. */
    record HandedBack(String worker, List<BundleId> bundles, String reason) implements Command {}

    /**
     * A worker is alive.
     *
     * @param worker its id
     * @param slots how many bundles it can run at once
     * @param topics channel topics that it reads
     * @param types job types that it handles
     * @param held bundles in its hands, of every partition
     * @param stopping whether it takes no more
     */
    record Heartbeat(String worker, int slots, Set<String> topics, Set<String> types, List<Held> held, boolean stopping)
            implements Command {}

    /** A bundle in a worker's hands and the partition of its tree. */
    record Held(int partition, BundleId bundle) {}

    /** Something is due. */
    record Tick() implements Command {}

    /**
     * Comes back from the log when all reports before it have been read.
     *
     * @param worker the worker that was missing; none: the check is about bundles
     * @param lastSeen when that worker had been seen last, or when the bundles were looked at
     * @param bundles bundles whose claim or listing was missing
     */
    record LeaseCheck(Optional<String> worker, long lastSeen, List<BundleId> bundles) implements Command {}

    // ---- what a timer says

    /** A command that a timer carries. */
    sealed interface Timed extends Command {}

    /** A job's ETA or back-off is over, unless it has another by now. */
    record JobDue(JobId job, long notBefore) implements Timed {}

    /** Time to look whether a worker is still there. */
    record WorkerDue(String worker) implements Timed {}

    /** Time to look whether bundles lie unclaimed on a channel topic. */
    record TopicDue(String topic) implements Timed {}

    /** Time to look whether a release that was asked to stop is still unclaimed. */
    record ReleaseDue(BundleId bundle) implements Timed {}

    /** Time to release a type again that a worker handed back because it did not know it. */
    record TypeDue(String topic, String type) implements Timed {}
}
