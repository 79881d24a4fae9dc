package io.sluice.core;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;

/**
 * What changed. Recording an event is the change; the state is a fold of events.
 *
 * <p>All but {@link Soft} ones go to the log. The tree, the number and the time stand in {@link Recorded}.
 *
 * @since 0.1
 */
public sealed interface Event {

    /** An event about one job, which may change what its channel can release next. */
    sealed interface OfJob extends Event {
        /** The job. */
        JobId job();
        /** Its channel. */
        ChannelPath channel();
        /** Its type. */
        String type();
    }

    /** Changes what is kept about workers, timers and the progress of runs: stored, but no part of the history. */
    sealed interface Soft extends Event {}

    // ---- jobs

    /** A job was stored: SCHEDULED if its ETA lies ahead, else READY. */
    record JobSubmitted(Job submitted) implements OfJob {
        @Override
        public JobId job() {
            return submitted.id();
        }

        @Override
        public ChannelPath channel() {
            return submitted.channel();
        }

        @Override
        public String type() {
            return submitted.type();
        }
    }

    /** A submission was not stored because {@code existing} is there. */
    record JobDuplicate(JobId job, JobId existing) implements Event {}

    /** SCHEDULED → READY. */
    record JobReady(JobId job, ChannelPath channel, String type) implements OfJob {}

    /** READY → RELEASED, as one more member of that bundle. */
    record JobReleased(JobId job, ChannelPath channel, String type, int run, BundleId bundle, String topic)
            implements OfJob {}

    /** RELEASED → RUNNING; the attempt counts. */
    record JobStarted(JobId job, int run, int attempt, BundleId bundle, String worker) implements Event {}

    /** RUNNING → DONE. */
    record JobDone(JobId job, ChannelPath channel, String type, Run run, Optional<String> result) implements OfJob {}

    /** RUNNING → SCHEDULED, or READY if there is nothing to wait for. */
    record JobRetried(JobId job, ChannelPath channel, String type, Run run, Failure error, long notBefore)
            implements OfJob {}

    /** RUNNING → SCHEDULED without using an attempt. */
    record JobSnoozed(JobId job, ChannelPath channel, String type, Run run, long notBefore) implements OfJob {}

    /** → FAILED. */
    record JobFailed(JobId job, ChannelPath channel, String type, Run run, Failure error) implements OfJob {}

    /** RELEASED or RUNNING → READY: the run was given up. */
    record JobLost(JobId job, ChannelPath channel, String type, Run run, LostReason reason) implements OfJob {}

    /** RELEASED or RUNNING → READY: given back by its last claimant, no attempt used. */
    record JobHandedBack(JobId job, ChannelPath channel, String type, Run run, String reason) implements OfJob {}

    /** A RELEASED or RUNNING job was asked to stop. */
    record CancelAsked(JobId job, int run, BundleId bundle, String reason) implements Event {}

    /** Any unfinished or FAILED → CANCELLED. */
    record JobCancelled(JobId job, ChannelPath channel, String type, Run run, String reason) implements OfJob {}

    /** DONE, FAILED or CANCELLED → READY, or SCHEDULED if its ETA lies ahead. */
    record JobRequeued(JobId job, ChannelPath channel, String type, OptionalLong notBefore) implements OfJob {}

    /**
     * The run that an event is about.
     *
     * @param bundle the open bundle that it was released in; none: the job was not active
     * @param run its number
     * @param attempt executions that count, up to and with this one
     * @param worker who ran it; empty if nobody did
     * @param startedAt the worker's clock at the start, 0 if unknown
     * @param finishedAt the worker's clock at the end, 0 if unknown
     * @param log the last lines that its handler wrote, split by line breaks; empty unless its worker reported on it
     */
    record Run(
            Optional<BundleId> bundle,
            int run,
            int attempt,
            String worker,
            long startedAt,
            long finishedAt,
            String log) {

        /** A run whose handler wrote nothing, or of which nobody reported what it wrote. */
        public Run(Optional<BundleId> bundle, int run, int attempt, String worker, long startedAt, long finishedAt) {
            this(bundle, run, attempt, worker, startedAt, finishedAt, "");
        }
    }

    /** Why a run was given up. */
    enum LostReason {
        /** Its worker sent no heartbeat for a lease time. */
        WORKER_LOST,
        /** Its worker lives but did not list it for a lease time. */
        NOT_LISTED,
        /** Nobody claimed it for a lease time although workers had room. */
        UNCLAIMED
    }

    // ---- bundles

    /** A worker claimed a bundle. */
    record BundleClaimed(BundleId bundle, String worker) implements Event {}

    /** One of several claims on a bundle ended. */
    record ClaimDropped(BundleId bundle, String worker, String reason) implements Event {}

    // ---- channels

    /** A channel's own limits in this tree were set. */
    record ChannelConfigured(ChannelPath channel, Limits limits) implements Event {}

    /** A channel was paused. */
    record ChannelPaused(ChannelPath channel, String reason, String by) implements Event {}

    /** A channel's pause ended. */
    record ChannelResumed(ChannelPath channel) implements Event {}

    /** The channels of every tree of this partition were set. Belongs to no tree. */
    record FileConfigured(String text) implements Event {}

    /**
     * The trees were spread over more partitions: what a tree did before stands where it lived among {@code from}. Belongs to no
     * tree, and changes nothing by itself: whoever folds a partition's events goes on with the trees that live there now.
     */
    record PartitionsGrown(int from, int to) implements Event {}

    /** A job said that its channel has reached a limit elsewhere: nothing of it is released before that time. */
    record ChannelShut(ChannelPath channel, long until) implements Event {}

    /** A job type was paused in the whole tree. */
    record TypePaused(String type, String reason, String by) implements Event {}

    /** A job type's pause ended. */
    record TypeResumed(String type) implements Event {}

    // ---- refusals

    /** A command or report was refused; nothing changed. */
    record CommandRejected(Optional<JobId> job, RejectionCode code, String reason) implements Event {}

    /** A command was carried out, and there was nothing to change: whoever sent it waits for a verdict. */
    record NothingChanged() implements Event {}

    // ---- flows

    /** A flow was stored; its jobs follow. */
    record FlowSubmitted(FlowId flow, String description) implements Event {}

    /** WAITING → SCHEDULED: no parent is left to wait for, but its ETA lies ahead. */
    record JobScheduled(JobId job, ChannelPath channel, String type, long notBefore) implements OfJob {}

    /**
     * What some children of a job may expect of it has changed.
     *
     * @param gone whether the job is no longer kept: then these edges go with it
     */
    record EdgesChanged(JobId parent, Edge.State state, List<UUID> children, boolean gone) implements Event {

        /** Of a job that is kept. */
        public EdgesChanged(JobId parent, Edge.State state, List<UUID> children) {
            this(parent, state, children, false);
        }
    }

    /** Jobs that wait already wait for {@code parent} as well; or, where they do so by now, for more of it than before. */
    record EdgesAdded(JobId parent, Parent.On on, List<UUID> children) implements Event {}

    /** A run submitted a job, {@code by}, that the children of its own job have to wait for as well. */
    record ChildrenHeld(JobId job, JobId by) implements Event {}

    /**
     * The edges of a job with many children are gone through in steps, and one step is over.
     *
     * @param after the last child that was looked at; none: it begins, or begins anew
     * @param finished whether this was the last step
     */
    record CascadeAdvanced(JobId parent, Optional<UUID> after, boolean finished) implements Event {}

    /** A cancelled job will come back with the parents that hold it, whoever cancelled it. */
    record JobTied(JobId job) implements Event {}

    /** A command about a whole flow began, or a step of it is over. */
    record FlowSwept(FlowId flow, Flow.Sweep sweep) implements Event {}
    // ---- schedules

    /** A schedule was put or switched; {@code next} is the slot that it waits for. */
    record SchedulePut(Schedule schedule, OptionalLong next) implements Event {}

    /** A schedule was taken away. */
    record ScheduleDeleted(String schedule) implements Event {}

    /**
     * A slot fired, or somebody triggered it, and {@code next} is waited for.
     *
     * @param job what was submitted; where its dedup key is held, the job that counts as the last one instead
     */
    record ScheduleFired(String schedule, long slot, JobId job, OptionalLong next) implements Event {}

    /** A slot, or all late ones up to it, did not fire; {@code next} is waited for. */
    record ScheduleSkipped(String schedule, long slot, SkipReason reason, OptionalLong next) implements Event {}

    /** Why a slot did not fire. */
    enum SkipReason {
        /** The last job is unfinished. */
        OVERLAP,
        /** It came too late. */
        LATE
    }

    // ---- jobs that are changed by hand, by a twin, or forgotten

    /** A job that is with no worker got another priority. */
    record JobReprioritized(JobId job, ChannelPath channel, String type, int priority) implements OfJob {}

    /** READY ↔ SCHEDULED, or another time: a job that waits got another earliest start; a past one means now. */
    record JobRescheduled(JobId job, ChannelPath channel, String type, long eta) implements OfJob {}

    /** A job that is with no worker left {@code channel} for another. */
    record JobMoved(JobId job, ChannelPath channel, String type, ChannelPath to) implements OfJob {}

    /** A job got another bound on its executions; 0 = unlimited. */
    record MaxAttemptsSet(JobId job, int most) implements Event {}

    /** DONE, FAILED or CANCELLED → gone. */
    record JobPurged(JobId job, ChannelPath channel, String type) implements OfJob {}

    /** A job that waits took over what a later submission with its dedup key, {@code by}, brought. */
    record JobReplaced(
            JobId job, ChannelPath channel, String type, UUID by, Payload payload, int priority, OptionalLong eta)
            implements OfJob {}

    /** The window of a dedup key is over, and the job that held it is no longer kept. */
    record DedupReleased(String key, JobId job) implements Event {}

    /** A sweep was accepted; jobs with a higher arrival number are left alone. */
    record SweepStarted(UUID sweep, JobFilter filter, JobAction action, long seq) implements Event {}

    /**
     * A sweep did a step, or ended.
     *
     * @param cursor where the next step begins; empty: at the beginning
     * @param lookedAt jobs looked at so far
     * @param changed jobs of these that were changed
     * @param end empty: it goes on; {@code done}: it is through; {@code cancelled}: it was ended before
     * @param waitMs how long until the next step
     */
    record SweepAdvanced(UUID sweep, String cursor, long lookedAt, long changed, String end, long waitMs)
            implements Event {

        /** Whether no step follows. */
        public boolean isLast() {
            return !end.isEmpty();
        }
    }

    /** Channels of a dropped tree were forgotten, as far as no newer jobs are in them; {@code complete}: these were the last. */
    record TreeDropped(List<ChannelPath> channels, boolean complete) implements Event {}

    // ---- measured

    /**
     * How long jobs of one type in one channel waited and ran since the last such event, in one hour. The rules never look inside.
     *
     * @param type empty: of several types
     * @param hour when the hour began
     * @param waits from arrival or ETA to the first release
     * @param runs by the worker's clock
     */
    record TimesMeasured(ChannelPath channel, String type, long hour, Payload waits, Payload runs) implements Event {}

    // ---- what lives is written again whole, so that the events of some days hold all of it

    /** Changes nothing: says how something is that lives longer than its events stay on the log. */
    sealed interface Carried extends Event {}

    /**
     * A job as it is kept.
     *
     * @param submitted as it was accepted, whatever an operator changed
     * @param status what became of it; of an active one what it was before its release
     * @param edges what it waits for
     * @param holder the job that its children wait for as well
     * @param bundle the open bundle that it is in, which was carried before; none: it is not active
     */
    record JobCarried(
            Job submitted, JobStatus status, List<Incoming> edges, Optional<UUID> holder, Optional<BundleId> bundle)
            implements Carried {

        /** The job. */
        public JobId job() {
            return submitted.id();
        }
    }

    /**
     * An edge, as its child knows it.
     *
     * @param added whether the child waits for that parent although it was submitted without it
     */
    record Incoming(UUID parent, Parent.On on, Edge.State state, boolean added) {}

    /** An open bundle as it is kept, without progress. */
    record BundleCarried(ActiveBundle bundle) implements Carried {}

    /** A flow as it is kept; {@code members} of it are, hidden joins too. */
    record FlowCarried(Flow flow, long members) implements Carried {}

    /** A schedule and how far it is. */
    record ScheduleCarried(Schedule.Kept kept) implements Carried {}

    /**
     * All dedup keys of a tree in a stretch of their order.
     *
     * @param after the stretch begins behind that one; empty: with the first
     * @param complete whether it goes to the end; else it ends with the last of these
     */
    record DedupCarried(String after, boolean complete, List<DedupKey> keys) implements Carried {}

    /** Who took a dedup key last, and until when it is held at any rate. */
    record DedupKey(String key, UUID job, long until) {}

    /** A sweep that is at work. */
    record SweepCarried(Sweep sweep) implements Carried {}

    /** How far the steps through the edges of a job are. */
    record CascadeCarried(JobId parent, Optional<UUID> after) implements Carried {}

    /**
     * What is kept about a channel itself; how many jobs stand in it follows from the jobs.
     *
     * @param own its own entry in this tree
     * @param ownSince how many channels files there had been when that was set
     * @param served when it was served last
     */
    record ChannelCarried(
            ChannelPath channel,
            Sums sums,
            Optional<Limits> own,
            long ownSince,
            Optional<StateView.Pause> pause,
            Tokens tokens,
            long shutUntil,
            StateView.Served served)
            implements Carried {}

    /**
     * What a channel's own jobs came to since ever.
     *
     * @param waits first releases
     * @param waitedMs how long their jobs had waited from arrival or ETA on, all together
     */
    record Sums(long done, long failed, long retried, long cancelled, long waits, long waitedMs) {}

    /** The channels file of the partition, how many there were, and which one last changed an entry. Belongs to no tree. */
    record FileCarried(String text, long number, Map<ChannelFile.Name, Long> since) implements Carried {}

    /**
     * All that lives in the tree was written whole at that time or later.
     *
     * @param nextSeq the arrival number of its next job
     * @param pausedTypes the pauses of job types
     * @param dropped whether nothing is left of it but its numbers
     */
    record TreeCarried(long since, long nextSeq, Map<String, StateView.Pause> pausedTypes, boolean dropped)
            implements Carried {}

    // ---- soft

    /** A run said how far it is. */
    record ProgressTold(JobId job, BundleId bundle, Progress progress) implements Soft {}

    /** A worker is new or says something else about itself than before. */
    record WorkerChanged(String worker, int slots, Set<String> topics, Set<String> types) implements Soft {}

    /** A worker stopped or was lost. */
    record WorkerGone(String worker) implements Soft {}

    /** A timer was set. */
    record TimerSet(Timer timer) implements Soft {}

    /** A timer's time came. */
    record TimerFired(Timer timer) implements Soft {}
}
