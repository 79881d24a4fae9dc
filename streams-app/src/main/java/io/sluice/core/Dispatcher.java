package io.sluice.core;

import io.sluice.core.Contest.Candidate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Releases READY jobs: while a channel topic can take more, the best job of the tree whose turn it is. Trees that share a
 * partition take turns; within a tree the order is strict.
 */
final class Dispatcher {

    /** How many lines of READY jobs one step looks at anew. */
    private static final int LINES_A_STEP = 500;

    private final State state;
    private final Workforce workforce;
    private final Bundling bundling;
    private final long leaseMs;
    private final Map<String, Contest> contests = new HashMap<>();
    /** By channel topic: the trees that can release something to it, the one whose turn it is first. */
    private final Map<String, LinkedHashSet<String>> turns = new HashMap<>();

    /** Trees whose contest is not complete yet. */
    private final LinkedHashSet<String> building = new LinkedHashSet<>();

    private final Map<Where, Long> looks = new LinkedHashMap<>();
    private Optional<Where> releasing = Optional.empty();
    private boolean allStale = true;
    private long now;

    /** A channel of a tree. */
    record Where(String tree, ChannelPath channel) {}

    Dispatcher(State state, Workforce workforce, RunTimes runTimes, Scheduler.Settings settings) {
        this.state = state;
        this.workforce = workforce;
        this.bundling = new Bundling(state, runTimes, settings.bundles());
        this.leaseMs = settings.leaseMs();
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
            // Two channels, each of which may have another first job now.
            case Event.JobMoved moved -> {
                headChanged(tree, moved.channel(), moved.type());
                headChanged(tree, moved.to(), moved.type());
            }
            case Event.OfJob about -> {
                Contest contest = contest(tree);
                contest.headChanged(about.channel(), about.type());
                if (touchesSeats(about)) {
                    contest.gatesChanged(about.channel());
                }
                changed(tree, contest, about.channel());
            }
            case Event.ChannelConfigured configured -> configured(tree, configured.channel());
            case Event.ChannelPaused paused -> gatesChanged(tree, paused.channel());
            case Event.ChannelResumed resumed -> gatesChanged(tree, resumed.channel());
            case Event.FileConfigured text -> forget();
            case Event.PartitionsGrown none -> {}
            case Event.TimesMeasured none -> {}
            case Event.JobDuplicate none -> {}
            case Event.JobStarted none -> {}
            case Event.CancelAsked none -> {}
            case Event.BundleClaimed claimed ->
                state.bundle(claimed.bundle()).ifPresent(bundle -> claimed(tree, bundle.channel()));
            case Event.ClaimDropped none -> {}
            case Event.CommandRejected none -> {}
            case Event.NothingChanged none -> {}
            case Event.SchedulePut none -> {}
            case Event.ScheduleDeleted none -> {}
            case Event.ScheduleFired none -> {}
            case Event.ScheduleSkipped none -> {}
            // jobs
            case Event.MaxAttemptsSet none -> {}
            case Event.DedupReleased none -> {}
            case Event.SweepStarted none -> {}
            case Event.SweepAdvanced none -> {}
            case Event.TreeDropped dropped -> renew(tree);
            case Event.Carried none -> {}
            case Event.Soft none -> {}
            // flows: what they make of a job is an event of its own
            case Event.FlowSubmitted none -> {}
            case Event.EdgesChanged none -> {}
            case Event.EdgesAdded none -> {}
            case Event.ChildrenHeld none -> {}
            case Event.CascadeAdvanced none -> {}
            case Event.JobTied none -> {}
            case Event.FlowSwept none -> {}
            // channels
            case Event.ChannelShut shut -> gatesChanged(tree, shut.channel());
            case Event.TypePaused none -> {
                // It leaves the contest when it is about to win.
            }
            case Event.TypeResumed resumed -> renew(tree);
        }
    }

    private void headChanged(String tree, ChannelPath channel, String type) {
        Contest contest = contest(tree);
        contest.headChanged(channel, type);
        changed(tree, contest, channel);
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
            case Event.JobScheduled e -> false;
            // jobs
            case Event.JobReprioritized e -> false;
            case Event.JobRescheduled e -> false;
            case Event.JobMoved e -> false;
            case Event.JobPurged e -> false;
            case Event.JobReplaced e -> false;
        };
    }

    private void gatesChanged(String tree, ChannelPath channel) {
        Contest contest = contest(tree);
        contest.gatesChanged(channel);
        changed(tree, contest, channel);
    }

    /** A throttled channel has no more than one bundle unclaimed. */
    private void claimed(String tree, ChannelPath channel) {
        if (!state.channels(tree).throttled(channel).isEmpty()) {
            gatesChanged(tree, channel);
        }
    }

    private void configured(String tree, ChannelPath channel) {
        if (contest(tree).takeLimits(channel)) {
            changed(tree, contest(tree), channel);
        } else {
            renew(tree);
        }
    }

    private void changed(String tree, Contest contest, ChannelPath channel) {
        contest.prune(channel);
        takesPart(tree, contest);
        if (contest.isIdle()) {
            contests.remove(tree);
        }
    }

    private void renew(String tree) {
        contests.remove(tree);
        takesPart(tree, contest(tree));
    }

    /** A channel's time has come. */
    void due(Where where, long at) {
        now = at;
        if (!allStale && contests.containsKey(where.tree())) {
            gatesChanged(where.tree(), where.channel());
        }
    }

    /** Channels to be looked at again, and when. */
    Map<Where, Long> takeLooks() {
        Map<Where, Long> taken = Map.copyOf(looks);
        looks.clear();
        return taken;
    }

    private Contest contest(String tree) {
        Contest known = contests.get(tree);
        if (known != null) {
            return known;
        }
        Contest contest = new Contest(tree, state, around);
        contests.put(tree, contest);
        if (!contest.isComplete()) {
            building.add(tree);
        }
        return contest;
    }

    private final Contest.Surroundings around = new Contest.Surroundings() {
        @Override
        public boolean canRun(String tree, String topic, String type) {
            return workforce.canRun(tree, topic, type, now);
        }

        @Override
        public long now() {
            return now;
        }

        @Override
        public void lookAgain(String tree, ChannelPath channel, long at) {
            looks.merge(new Where(tree, channel), at, Math::min);
        }
    };

    /** Puts the tree in the turns of the topics that it can release to; those it cannot are left when their turn comes. */
    private void takesPart(String tree, Contest contest) {
        for (String topic : contest.topics()) {
            turns.computeIfAbsent(topic, any -> new LinkedHashSet<>()).add(tree);
        }
    }

    // ---- release

    /** Releases {@code max} jobs and what goes with the last of them; tells whether there was more to release. */
    boolean release(Journal journal, int max) {
        now = journal.now();
        if (allStale) {
            contests.clear();
            turns.clear();
            building.clear();
            building.addAll(state.treesWithReadyJobs());
            allStale = false;
        }
        build();
        Room room = new Room();
        int released = 0;
        Optional<Turn> turn = next(room);
        while (turn.isPresent() && released < max) {
            releasing =
                    Optional.of(new Where(turn.get().tree(), turn.get().job().channel()));
            released += release(turn.get(), room, journal);
            releasing = Optional.empty();
            room.take(turn.get().job());
            turn = next(room);
        }
        turn.ifPresent(left -> takesPart(left.tree(), contest(left.tree())));
        return turn.isPresent() || !building.isEmpty();
    }

    /** The channel whose job was being released when the last step threw. */
    Optional<Where> takeReleasing() {
        Optional<Where> taken = releasing;
        releasing = Optional.empty();
        return taken;
    }

    private void build() {
        int left = LINES_A_STEP;
        while (left > 0 && !building.isEmpty()) {
            String tree = building.getFirst();
            Contest contest = contest(tree);
            left -= 1 + contest.lookAt(left);
            if (contest.isComplete()) {
                building.remove(tree);
                takesPart(tree, contest);
            }
            if (contest.isIdle()) {
                contests.remove(tree);
            }
        }
    }

    /** A tree whose turn it is, and its best job. */
    private record Turn(String tree, Candidate job) {}

    private Optional<Turn> next(Room room) {
        for (Map.Entry<String, LinkedHashSet<String>> waiting : turns.entrySet()) {
            if (waiting.getValue().isEmpty() || !room.isLeft(waiting.getKey())) {
                continue;
            }
            while (!waiting.getValue().isEmpty()) {
                String tree = waiting.getValue().removeFirst();
                Optional<Candidate> best = best(tree, contest(tree), room);
                if (best.isPresent()) {
                    return Optional.of(new Turn(tree, best.get()));
                }
            }
        }
        return Optional.empty();
    }

    /** The best of a tree among all topics that can take more: they may share a seat. */
    private Optional<Candidate> best(String tree, Contest contest, Room room) {
        Optional<Candidate> best = contest.best(room::isLeft);
        while (best.isPresent() && !canRun(tree, best.get())) {
            // Its type was paused, or handed back as unknown, since it came in; what pays for it is the event that
            // brings it back.
            contest.headChanged(best.get().channel(), best.get().type());
            best = contest.best(room::isLeft);
        }
        return best;
    }

    private boolean canRun(String tree, Candidate job) {
        return around.canRun(tree, job.topic(), job.type());
    }

    /** Releases one bundle; answers how many jobs are in it. */
    private int release(Turn turn, Room room, Journal journal) {
        Candidate first = turn.job();
        BundleId bundle = new BundleId(turn.tree(), state.nextEventNumber(turn.tree()));
        Contest contest = contest(turn.tree());
        Bundling.Stretch stretch = bundling.begin(new Bundling.Offer(
                turn.tree(),
                first,
                room.spareSlots(first.topic()),
                othersInTurn(turn),
                path -> contest.rivals(path, room::isLeft),
                contest.tokens(first.channel(), Bundling.MOST_JOBS),
                contest.rival(first)));
        List<Effect.DispatchedJob> jobs = new ArrayList<>();
        Optional<Effect.DispatchedJob> next = stretch.take(first.ready());
        while (next.isPresent()) {
            Effect.DispatchedJob job = next.get();
            jobs.add(job);
            journal.record(turn.tree(), released(job, first, bundle));
            next = state.firstReady(turn.tree(), first.channel(), first.type()).flatMap(stretch::take);
        }
        journal.send(new Effect.Dispatch(
                bundle,
                first.channel(),
                first.type(),
                first.topic(),
                journal.now(),
                leaseMs,
                jobs,
                state.channels(turn.tree()).isSequential(first.channel())));
        // One seat was taken and one line moved on, however many jobs it were.
        follow(turn.tree(), released(jobs.getLast(), first, bundle));
        return jobs.size();
    }

    private int othersInTurn(Turn turn) {
        LinkedHashSet<String> waiting = turns.getOrDefault(turn.job().topic(), new LinkedHashSet<>());
        return waiting.size() - (waiting.contains(turn.tree()) ? 1 : 0);
    }

    private static Event.JobReleased released(Effect.DispatchedJob job, Candidate first, BundleId bundle) {
        return new Event.JobReleased(job.job().id(), first.channel(), first.type(), job.run(), bundle, first.topic());
    }

    // ---- the gate WORKERS

    /** How many more bundles each channel topic may take in this step, and how many of its slots are still without one. */
    private final class Room {
        private final Map<String, Integer> left = new HashMap<>();
        private final Map<String, Integer> spare = new HashMap<>();

        boolean isLeft(String topic) {
            return left(topic) > 0;
        }

        int left(String topic) {
            return left.computeIfAbsent(topic, workforce::room);
        }

        int spareSlots(String topic) {
            return spare.computeIfAbsent(topic, workforce::spareSlots);
        }

        void take(Candidate job) {
            left.merge(job.topic(), -workforce.takes(job.topic(), job.type()), Integer::sum);
            spare.merge(job.topic(), -1, Integer::sum);
        }
    }
}
