package io.sluice.core;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The state of a partition as the rules may read it. Everything that was applied shows, landed or not.
 *
 * <p>No method's cost grows with the number of waiting jobs.
 *
 * @since 0.1
 */
public interface StateView {

    // ---- jobs

    /** A job as it was accepted, if it is kept. */
    Optional<Job> job(JobId id);

    /** What became of it: of a RELEASED or RUNNING one out of its bundle, of a fresh one out of its submission. */
    Optional<JobStatus> status(JobId id);

    // ---- trees

    /** The arrival number for the tree's next job, from 1. */
    long nextSeq(String tree);

    /** The number for the tree's next event, from 1. */
    long nextEventNumber(String tree);

    /** Trees with at least one READY job. */
    Collection<String> treesWithReadyJobs();

    // ---- channels

    /** The text of the channels file that this partition keeps; empty at first. */
    String fileText();

    /** A tree's channels: the file's entries and its own over them. */
    ChannelTree channels(String tree);

    /** The pause of exactly this channel. */
    Optional<Pause> pause(String tree, ChannelPath channel);

    /** Channels of the tree in which READY jobs wait. */
    Collection<ChannelPath> channelsWithReadyJobs(String tree);

    /** Types of which READY jobs wait in exactly this channel. */
    Set<String> readyTypes(String tree, ChannelPath channel);

    /** The first READY job of a channel and type in the order of {@link Place}. */
    Optional<Ready> firstReady(String tree, ChannelPath channel, String type);

    /** How many bundles of this channel and everything below it are open. */
    int seats(String tree, ChannelPath channel);

    /** A READY job and its place. */
    record Ready(Place place, JobId job) {}

    /** Who paused a channel, when and why. */
    record Pause(String reason, String by, long at) {}

    // ---- bundles

    /** An open bundle. */
    Optional<ActiveBundle> bundle(BundleId id);

    /** The open bundle that a job without an outcome is in. */
    Optional<ActiveBundle> bundleOf(JobId job);

    /** Bundles of this partition that lie unclaimed on a channel topic, oldest first; a view, so record nothing while reading it. */
    Collection<ActiveBundle> unclaimed(String topic);

    /** Bundles of this partition that a worker has claimed; a view, so record nothing while reading it. */
    Collection<ActiveBundle> claimedBy(String worker);

    // ---- workers and timers

    /** What live workers last said about themselves, by id. */
    Map<String, WorkerFacts> workers();

    /** The earliest timers that are due at {@code now} or before, at most {@code limit}. */
    List<Timer> dueTimers(long now, int limit);

    /** When the earliest timer is due. */
    OptionalLong nextDue();

    /** What a worker said about itself: slots, channel topics that it reads, job types that it handles. */
    record WorkerFacts(int slots, Set<String> topics, Set<String> types) {}
}
