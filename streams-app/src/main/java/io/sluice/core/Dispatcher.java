package io.sluice.core;

import io.sluice.core.ActiveBundle.Member;
import io.sluice.core.Contest.Candidate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Releases READY jobs: while a channel topic can take more, the best job of the tree whose turn it is. Trees that share a
 * partition take turns; within a tree the order is strict.
 */
final class Dispatcher {

    private final State state;
    private final Roster roster;
    private final UnknownTypes unknown;
    private final RunTimes runTimes;
    private final long leaseMs;
    private final Map<String, Contest> contests = new HashMap<>();
    /** By channel topic: the trees that can release something to it, the one whose turn it is first. */
    private final Map<String, LinkedHashSet<String>> turns = new HashMap<>();

    private boolean allStale = true;
    private long now;

    Dispatcher(State state, Roster roster, UnknownTypes unknown, RunTimes runTimes, long leaseMs) {
        this.state = state;
        this.roster = roster;
        this.unknown = unknown;
        this.runTimes = runTimes;
        this.leaseMs = leaseMs;
    }

    // ---- what changed

    /** Another set of types can be run, limits of all trees changed, or a step was taken back: look at everything anew. */
    void forget() {
        allStale = true;
    }

    /** Takes in what was recorded. */
    void follow(List<Recorded> recorded, long at) {
        now = at;
        if (allStale) {
            return;
        }
        for (Recorded one : recorded) {
            follow(one.tree(), one.event());
        }
    }

    private void follow(String tree, Event event) {
        switch (event) {
            case Event.OfJob about -> {
                Contest contest = contest(tree);
                contest.headChanged(about.channel(), about.type());
                if (touchesSeats(about)) {
                    contest.seatsChanged(about.channel());
                }
                contest.prune(about.channel());
                takesPart(tree, contest);
            }
            case Event.ChannelConfigured configured -> renew(tree);
            case Event.ChannelPaused paused -> seatsChanged(tree, paused.channel());
            case Event.ChannelResumed resumed -> seatsChanged(tree, resumed.channel());
            case Event.FileConfigured text -> forget();
            case Event.JobDuplicate none -> {}
            case Event.JobStarted none -> {}
            case Event.CancelAsked none -> {}
            case Event.BundleClaimed none -> {}
            case Event.ClaimDropped none -> {}
            case Event.CommandRejected none -> {}
            case Event.NothingChanged none -> {}
            case Event.Soft none -> {}
        }
    }

    private static boolean touchesSeats(Event.OfJob about) {
        return switch (about) {
            case Event.JobSubmitted e -> false;
            case Event.JobReady e -> false;
            case Event.JobRequeued e -> false;
            case Event.JobReleased e -> true;
            case Event.JobDone e -> true;
            case Event.JobRetried e -> true;
            case Event.JobSnoozed e -> true;
            case Event.JobFailed e -> true;
            case Event.JobLost e -> true;
            case Event.JobHandedBack e -> true;
            case Event.JobCancelled e -> e.run().bundle().isPresent();
        };
    }

    private void seatsChanged(String tree, ChannelPath channel) {
        contest(tree).seatsChanged(channel);
        contest(tree).prune(channel);
        takesPart(tree, contest(tree));
    }

    private void renew(String tree) {
        contests.remove(tree);
        takesPart(tree, contest(tree));
    }

    private Contest contest(String tree) {
        return contests.computeIfAbsent(tree, name -> new Contest(name, state, this::canRun));
    }

    private boolean canRun(String topic, String type) {
        return roster.handles(topic, type) && !unknown.isWaiting(topic, type, now);
    }

    /** Puts the tree in the turns of the topics that it can release to; those it cannot are left when their turn comes. */
    private void takesPart(String tree, Contest contest) {
        for (String topic : contest.topics()) {
            turns.computeIfAbsent(topic, any -> new LinkedHashSet<>()).add(tree);
        }
    }

    // ---- release

    /** Releases at most {@code max} jobs; tells whether there was more to release. */
    boolean release(Journal journal, int max) {
        now = journal.now();
        if (allStale) {
            contests.clear();
            turns.clear();
            allStale = false;
            state.treesWithReadyJobs().forEach(this::renew);
        }
        Room room = new Room();
        int released = 0;
        Optional<Turn> turn = next(room);
        while (turn.isPresent() && released < max) {
            release(turn.get(), journal);
            room.take(turn.get().job().topic());
            released++;
            turn = next(room);
        }
        turn.ifPresent(left -> takesPart(left.tree(), contest(left.tree())));
        return turn.isPresent();
    }

    /** A tree whose turn it is, and its best job. */
    private record Turn(String tree, Candidate job) {}

    private Optional<Turn> next(Room room) {
        for (Map.Entry<String, LinkedHashSet<String>> waiting : turns.entrySet()) {
            if (!room.isLeft(waiting.getKey())) {
                continue;
            }
            while (!waiting.getValue().isEmpty()) {
                String tree = waiting.getValue().removeFirst();
                Optional<Candidate> best = best(contest(tree), room);
                if (best.isPresent()) {
                    return Optional.of(new Turn(tree, best.get()));
                }
            }
        }
        return Optional.empty();
    }

    /** The best of a tree among all topics that can take more: they may share a seat. */
    private static Optional<Candidate> best(Contest contest, Room room) {
        return contest.topics().stream()
                .filter(room::isLeft)
                .flatMap(topic -> contest.best(topic).stream())
                .min(Candidate::compareTo);
    }

    private void release(Turn turn, Journal journal) {
        Candidate first = turn.job();
        JobId id = first.ready().job();
        Job job = state.job(id).orElseThrow();
        BundleId bundle = new BundleId(turn.tree(), state.nextEventNumber(turn.tree()));
        JobStatus before = state.status(id).orElseThrow();
        Event.JobReleased event =
                new Event.JobReleased(id, first.channel(), first.type(), before.run() + 1, bundle, first.topic());
        journal.record(turn.tree(), event);
        ActiveBundle active = state.bundle(bundle).orElseThrow();
        List<Effect.DispatchedJob> jobs = new ArrayList<>();
        for (Member member : active.members()) {
            jobs.add(new Effect.DispatchedJob(job, member.run(), member.attempt() + 1, maxAttempts(job)));
        }
        journal.send(new Effect.Dispatch(
                bundle, first.channel(), first.type(), first.topic(), journal.now(), leaseMs, jobs));
        follow(turn.tree(), event);
    }

    private int maxAttempts(Job job) {
        return job.maxAttempts().orElseGet(() -> state.channels(job.id().tree()).maxAttempts(job.channel()));
    }

    // ---- the gate WORKERS

    /**
     * How many more bundles each channel topic may take in this step, so that what is released is close to what runs: at most
     * as many of this partition may lie unclaimed as its share of the free slots, but one always while a worker reads the
     * topic. Where runs are short, of all slots: they are free again before the bundle is there.
     */
    private final class Room {
        private final Map<String, Integer> left = new HashMap<>();

        boolean isLeft(String topic) {
            return left.computeIfAbsent(topic, this::count) > 0;
        }

        void take(String topic) {
            left.merge(topic, -1, Integer::sum);
        }

        private int count(String topic) {
            if (!roster.reads(topic)) {
                return 0;
            }
            int slots = runTimes.areShort(topic) ? roster.slots(topic) : roster.freeSlots(topic);
            int share = Math.max(1, slots / roster.partitionsAtWork());
            return share - state.unclaimed(topic).size();
        }
    }
}
