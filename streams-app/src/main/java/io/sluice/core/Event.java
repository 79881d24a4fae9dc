package io.sluice.core;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

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

    /** Changes what is kept about workers and timers: stored, but no part of the history. */
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
     */
    record Run(Optional<BundleId> bundle, int run, int attempt, String worker, long startedAt, long finishedAt) {}

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

    // ---- refusals

    /** A command or report was refused; nothing changed. */
    record CommandRejected(Optional<JobId> job, RejectionCode code, String reason) implements Event {}

    /** A command was carried out, and there was nothing to change: whoever sent it waits for a verdict. */
    record NothingChanged() implements Event {}

    // ---- soft

    /** A worker is new or says something else about itself than before. */
    record WorkerChanged(String worker, int slots, Set<String> topics, Set<String> types) implements Soft {}

    /** A worker stopped or was lost. */
    record WorkerGone(String worker) implements Soft {}

    /** A timer was set. */
    record TimerSet(Timer timer) implements Soft {}

    /** A timer's time came. */
    record TimerFired(Timer timer) implements Soft {}
}
