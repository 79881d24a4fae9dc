package io.sluice.core;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;

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

    /**
     * So many of those jobs are about to be asked for, one after the other: they may be read together. Changes no answer.
     *
     * @param count how many, from the first one
     */
    void readAhead(String tree, ChannelPath channel, String type, int count);

    /** How many READY jobs of a channel and type there are. */
    long readyCount(String tree, ChannelPath channel, String type);

    /** How many READY jobs of exactly this channel stand before that place, all types together; at most {@code limit}. */
    int readyBefore(String tree, ChannelPath channel, Place place, int limit);

    /** How many bundles of this channel and everything below it are open. */
    int seats(String tree, ChannelPath channel);

    // channels: what gates and turns look at

    /** How many of those bundles lie unclaimed on a channel topic. */
    int unclaimed(String tree, ChannelPath channel);

    /** How many bundles of exactly this channel are open. */
    int ownSeats(String tree, ChannelPath channel);

    /** FAILED jobs of this channel and everything below it. */
    int failed(String tree, ChannelPath channel);

    /** Releases of late of this channel and everything below it, as far as it is throttled. */
    Tokens tokens(String tree, ChannelPath channel);

    /** Until when a job had exactly this channel shut; 0: never. */
    long shutUntil(String tree, ChannelPath channel);

    /** When a channel was served last, if its parent or itself is fair. */
    Served served(String tree, ChannelPath channel);

    /** The pause of a job type. */
    Optional<Pause> typePause(String tree, String type);

    /** Channels of the tree in which SCHEDULED jobs wait. */
    Collection<ChannelPath> channelsWithScheduledJobs(String tree);

    /** The first SCHEDULED job of a channel in the order of {@link Place}, whatever it waits for. */
    Optional<Ready> firstScheduled(String tree, ChannelPath channel);

    /** The first READY job of each priority of a channel and type. Its cost grows with the number of priorities. */
    List<Ready> firstReadyOfEachPriority(String tree, ChannelPath channel, String type);

    /**
     * When a channel was served last: numbers of events of its tree, 0 = never.
     *
     * @param at as a child of a fair channel
     * @param ownAt its own jobs, as a child of itself
     */
    record Served(long at, long ownAt) {

        /** Never. */
        public static final Served NEVER = new Served(0, 0);
    }

    /** A job that waits, and its place. */
    record Ready(Place place, JobId job) {}

    /** Who paused a channel, when and why. */
    record Pause(String reason, String by, long at) {

        /** Whether the scheduler itself paused it because releasing threw. */
        public boolean isBug() {
            return by.equals(Bug.BY) && reason.startsWith(Bug.MARK);
        }
    }

    // ---- bundles

    /** An open bundle. */
    Optional<ActiveBundle> bundle(BundleId id);

    /** The open bundle that a job without an outcome is in. */
    Optional<ActiveBundle> bundleOf(JobId job);

    /** Bundles of this partition that lie unclaimed on a channel topic, oldest first; a view, so record nothing while reading it. */
    Collection<ActiveBundle> unclaimed(String topic);

    /** How many those are by job type, none of them 0; a view as well. */
    Map<String, Integer> unclaimedByType(String topic);

    /** Bundles of this partition that a worker has claimed; a view, so record nothing while reading it. */
    Collection<ActiveBundle> claimedBy(String worker);

    /** Workers of which there is a claim on an open bundle. */
    Set<String> claimants();

    // ---- flows

    /** A flow, if a job of it is kept. */
    Optional<Flow> flow(FlowId id);

    /** Jobs of a flow in the order of their arrival, those behind the arrival number {@code after}; at most {@code limit}. */
    List<Flow.Member> members(FlowId id, long after, int limit);

    /** Whether any job of the tree waits, or has waited, for another. */
    boolean hasEdges(String tree);

    /** What waits for a job, in the order of the children's ids, those behind {@code after}; at most {@code limit}. */
    List<Edge> edges(JobId parent, Optional<UUID> after, int limit);

    /** The edge between two jobs. */
    Optional<Edge> edge(JobId parent, UUID child);

    /** What a job waits for beyond what it was submitted with. */
    List<Parent> addedParents(JobId child);

    /** Whether the edges of a job are being gone through in steps, and how far that is. */
    Optional<Cascade> cascade(JobId parent);

    /** The job that the children of another one wait for as well. */
    Optional<JobId> holder(JobId job);

    /** How far the steps through the edges of a job are: the last child that was looked at. */
    record Cascade(Optional<UUID> after) {}

    // ---- schedules

    /** A schedule of a tree and how far it is. */
    Optional<Schedule.Kept> schedule(String tree, String id);

    /** The first schedules of a tree, in the order of their ids. */
    List<String> schedules(String tree, int limit);
    // ---- dedup, retention, sweeps

    /** The job that took a dedup key last, whether it still holds it or not. */
    Optional<DedupEntry> dedup(String tree, String key);

    /** Keys of a tree that some job took, at most {@code limit}, in their order behind {@code after}; empty: from the first. */
    List<String> dedupKeys(String tree, String after, int limit);

    /** When the current timer of a channel comes or came that looks for jobs kept long enough; 0: there never was one. */
    long purgeAt(String tree, ChannelPath channel, boolean failed);

    /** Closed or FAILED jobs of exactly this channel, the first to end first; at most {@code limit}, or one batch of them. */
    EndedPage ended(String tree, ChannelPath channel, boolean failed, Since since, int limit);

    /** A sweep that is at work. */
    Optional<Sweep> sweep(String tree, UUID id);

    /**
     * A page of the jobs of a tree in channels and states that a filter names, and of its type where that costs nothing.
     * Where they stand decides, so a job that moves meanwhile may come twice or not at all.
     *
     * @param cursor where the page before ended; empty: at the beginning
     * @param limit about that many
     */
    Walk walk(String tree, JobFilter filter, String cursor, int limit);

    /** The first tree, in the order of their names, behind that name; empty: the first of all. */
    Optional<String> treeAfter(String name);

    /** Channels of the tree of which something is kept, in the order of their paths, behind that path. */
    List<ChannelPath> channelsAfter(String tree, String path, int limit);

    /** Who took a dedup key last, and until when it is held at any rate; 0: only as long as that job's state says. */
    record DedupEntry(JobId job, long until) {}

    /** An ended job and when it ended. */
    record Ended(JobId job, long at) {}

    /** Some ended jobs, and where the next page begins; none: these were the last. */
    record EndedPage(List<Ended> jobs, Optional<Since> next) {}

    /**
     * Where ended jobs are read from: many may end in one millisecond.
     *
     * @param at none that ended earlier
     * @param after none up to where a page before ended; empty: all of that time
     */
    record Since(long at, String after) {

        /** From the first on. */
        public static final Since EVER = new Since(0, "");
    }

    /** Some jobs, and the cursor of the next page; none: these were the last. */
    record Walk(List<JobId> jobs, Optional<String> next) {}

    // ---- what is written again

    /** Trees that were not dropped and have no timer of a walk over what lives there. Its cost grows with the number of trees. */
    List<String> treesWithoutWalk();

    /** When the timer of the walk over what lives in a tree comes; 0: there is none. */
    long carryAt(String tree);

    /** When the timer comes that writes the counters of channels that changed; 0: there is none. */
    long countersAt(String tree);

    /** Channels of a tree of which anything changed since they were last written whole, at most {@code limit}. */
    List<ChannelPath> uncarriedChannels(String tree, int limit);

    /** What is kept of a tree, to be written again. */
    Whole whole(String tree);

    /** When the channels file was last written again; 0: never, or there is none. */
    long fileCarriedAt();

    /** What is kept of a tree, as the events that say it; page by page, behind what was the last one of the page before. */
    interface Whole {

        /** Whether nothing lives there but numbers. */
        boolean isEmpty();

        /** Jobs in the order of their ids. */
        List<KeptJob> jobs(Optional<UUID> after, int limit);

        /** Flows in the order of their ids. */
        List<Event.FlowCarried> flows(Optional<UUID> after, int limit);

        /** Schedules in the order of their ids. */
        List<Event.ScheduleCarried> schedules(String after, int limit);

        /** Dedup keys. */
        Event.DedupCarried dedupKeys(String after, int limit);

        /** Sweeps in the order of their ids. */
        List<Event.SweepCarried> sweeps(Optional<UUID> after, int limit);

        /** Steps through edges, in the order of the parents' ids. */
        List<Event.CascadeCarried> cascades(Optional<UUID> after, int limit);

        /** A channel of which something is kept. */
        Event.ChannelCarried channel(ChannelPath path);

        /** The tree itself. */
        Event.TreeCarried tree(long since);

        /** The channels file of the partition; none: none came yet. */
        Optional<Event.FileCarried> file();
    }

    /** A job as it was accepted, and its status as it is stored: of an active one what it was before its release. */
    record KeptJob(Job submitted, JobStatus status) {

        /** When it was last written whole. */
        public long writtenAt() {
            return Math.max(submitted.arrivedAt(), status.carriedAt());
        }
    }

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
