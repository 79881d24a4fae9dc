package io.sluice.core;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;

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

    /** Add a job that cannot be one: it is refused with those words. */
    record Unfit(JobId job, String why) implements Command {}

    /** Do something to a job that is there. */
    record OnJob(JobId job, JobAction action) implements Command {}

    /**
     * Release nothing from a channel and what is below it, or no job of a type.
     *
     * @param channel the channel; of a pause by type it is empty or root, for that holds for the whole tree
     * @param reason why, for people
     * @param type the job type; empty: whatever there is
     */
    record Pause(String channel, String reason, String type) implements Command {

        /** A pause of all types. */
        public Pause(String channel, String reason) {
            this(channel, reason, "");
        }
    }

    /** End a pause: of a channel or, if one is named, of a job type. */
    record Resume(String channel, String type) implements Command {

        /** Ends the pause of a channel. */
        public Resume(String channel) {
            this(channel, "");
        }
    }

    /** Set some of a tree's channels, by channel text. */
    record Configure(String channels) implements Command {}

    /** Set the channels that hold for every tree of this partition. */
    record ConfigureFile(String text) implements Command {}

    // ---- flows

    /** Add jobs that wait for each other, all or none of them. */
    record SubmitFlow(FlowId flow, String description, List<Submission> jobs) implements Command {}

    /** Add jobs of which one cannot be a job: the flow is refused with those words. */
    record UnfitFlow(FlowId flow, String why) implements Command {}

    /** End all jobs of a flow that are unfinished or FAILED. */
    record CancelFlow(FlowId flow, String reason) implements Command {}

    /** Let all jobs of a flow that FAILED or were cancelled run again. */
    record RequeueFlow(FlowId flow) implements Command {}

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
     * @param log what the handler wrote, split by line breaks; the last 100 lines of it, at most 32 KiB
     */
    record Outcome(BundleId bundle, JobId job, int run, long startedAt, long finishedAt, End end, String log) {

        private static final int LONGEST_LOG = 32 * 1024;
        private static final int MOST_LINES = 100;

        /** Cuts a log that is too long. */
        public Outcome {
            log = Cut.lastLines(Cut.end(log, LONGEST_LOG), MOST_LINES);
        }

        /** The handler wrote nothing. */
        public Outcome(BundleId bundle, JobId job, int run, long startedAt, long finishedAt, End end) {
            this(bundle, job, run, startedAt, finishedAt, end, "");
        }
    }

    /** How far a running job is; what is about another run than the current one, or from another worker, is passed over. */
    record Progressed(String worker, BundleId bundle, JobId job, int run, Progress progress) implements Command {}

    /** The ways in which a run ends. */
    sealed interface End {}

    /**
     * The handler returned.
     *
     * @param result what it returned; of more than 64 KiB the beginning
     * @param submitted jobs that exist exactly if this outcome counts
     */
    record Done(Optional<String> result, List<Submitted> submitted) implements End {

        private static final int LONGEST_RESULT = 64 * 1024;

        /** Cuts a result that is too long. */
        public Done {
            result = result.map(text -> Cut.beginning(text, LONGEST_RESULT));
        }

        /** Submitted nothing. */
        public Done(Optional<String> result) {
            this(result, List.of());
        }
    }

    /** A job that a handler submits, and whether the children of its own job have to wait for it as well. */
    record Submitted(Submission job, boolean holdsChildren) {}

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

    /**
     * A worker gives up its claims on these bundles.
     *
     * @param worker its id
     * @param bundles given up with all that has no outcome yet
     * @param reason why, for people
     * @param jobs single runs that it will not start, of bundles that it goes on with
     */
    record HandedBack(String worker, List<BundleId> bundles, String reason, List<Unstarted> jobs) implements Command {

        /** Whole bundles. */
        public HandedBack(String worker, List<BundleId> bundles, String reason) {
            this(worker, bundles, reason, List.of());
        }
    }

    /** A run of a bundle's job that was not started. */
    record Unstarted(BundleId bundle, JobId job, int run) {}
    /** Later, without using an attempt, and nothing of the channel before that; the wait is in milliseconds. */
    record RateLimited(long delayMs) implements End {}

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

    /** Write down what was measured. Of the scheduler itself; no record says it. */
    record WriteTimes(ChannelPath channel, String type, long hour, Payload waits, Payload runs) implements Command {}

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

    // ---- schedules

    /** Add a schedule, or put it in place of the one of the same id. */
    record PutSchedule(Schedule schedule) implements Command {}

    /** Put a schedule that cannot be one: it is refused with those words. */
    record UnfitSchedule(String id, String why) implements Command {}

    /** Take a schedule away; what it has submitted stays. */
    record DeleteSchedule(String id) implements Command {}

    /** Submit a schedule's job now. */
    record TriggerSchedule(String id) implements Command {}

    /** Switch a schedule on or off. */
    record SwitchSchedule(String id, boolean enabled) implements Command {}

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

    // flows

    /** Time for the next step through the edges of a job with many children. */
    record CascadeDue(JobId parent) implements Timed {}

    /** Time for the next step of a command about a whole flow. */
    record FlowDue(FlowId flow) implements Timed {}
    /** Time to look whether a throttled or shut channel is open again. */
    record ChannelDue(String tree, ChannelPath channel) implements Timed {}
    /** A slot of a schedule, unless it waits for another one by now. */
    record ScheduleDue(String tree, String id, long slot) implements Timed {}
    // ---- jobs

    /** Do something to all jobs that a filter lets through, step by step; if it names no state, to the usual ones. */
    record Sweep(JobFilter filter, JobAction action) implements Command {}

    /** Do something to many jobs, but what or to which does not read: it is refused with those words. */
    record UnfitSweep(String why) implements Command {}

    /** End a sweep before it is through. */
    record CancelSweep(UUID sweep) implements Command {}

    /** Cancel and delete the tree's jobs, then forget its channels; step by step. */
    record DropTree(String reason) implements Command {}

    /** Time for a job not to be worth starting any more, unless it expires at another time by now. */
    record ExpireDue(JobId job, long expires) implements Timed {}

    /** The window of a dedup key is over; the job that held it was not kept as long. */
    record DedupDue(String key, JobId job) implements Timed {}

    /**
     * Time to look which jobs of a channel have been kept long enough.
     *
     * @param failed whether it is about FAILED jobs instead of closed ones
     * @param due when; a channel whose current timer is due at another time has had this one replaced
     * @param from jobs that ended earlier are gone or have a timer of their own
     * @param after where the step before ended, if it went over jobs that ended at that very time; else empty
     */
    record PurgeDue(String tree, ChannelPath channel, boolean failed, long due, long from, String after)
            implements Timed {}

    /** Time to look whether one job has been kept long enough, if it is still the one that ended then. */
    record PurgeJobDue(JobId job, long finishedAt) implements Timed {}

    /**
     * Time to look at the channels whose jobs may be kept for another time now.
     *
     * @param tree whose channels
     * @param after the last channel that was looked at; empty: it begins
     * @param others whether the trees behind it come next
     */
    record RetentionDue(String tree, String after, boolean others) implements Timed {}

    /** Time for the next step of a sweep. */
    record SweepDue(String tree, UUID sweep) implements Timed {}

    // ---- what is written again

    /**
     * Time for the next step of the walk over what lives in a tree.
     *
     * @param began when the walk began; 0: it begins
     * @param since no later than what was looked at and left was last written whole
     * @param part where it is
     * @param after the last one of that part that was looked at; empty: none
     */
    record CarryDue(String tree, long began, long since, CarryPart part, String after) implements Timed {}

    /** What a walk goes over, in this order: counters come after the jobs that they count. */
    enum CarryPart {
        JOBS,
        FLOWS,
        SCHEDULES,
        DEDUP_KEYS,
        SWEEPS,
        CASCADES,
        CHANNELS
    }

    /** Time to write the counters of channels that changed. */
    record CountersDue(String tree) implements Timed {}
}
