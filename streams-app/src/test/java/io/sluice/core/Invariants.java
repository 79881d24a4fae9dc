package io.sluice.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.state.Comparison;
import io.sluice.state.Fold;
import io.sluice.state.InMemoryStore;
import io.sluice.state.StoredState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What must hold of a {@link World} after every step, whatever was done to it, and of a whole life at its end. */
final class Invariants {

    private static final int ASKED_EVERY = 20;

    static final String IMPORT_TOPIC = "sluice.channel.root.d";
    static final List<String> TREES = List.of("main", "acme");
    static final List<String> CHANNELS = List.of("", "root.a", "root.a.b", "root.c", "root.d", "root.d.e", "root.new");

    private static final Set<ChannelPath> PATHS = CHANNELS.stream()
            .flatMap(path -> ChannelTree.upwards(ChannelPath.parse(path)).stream())
            .collect(Collectors.toSet());

    /** Jobs that there are or were. */
    final List<JobId> jobs;

    private final World world;
    private final RandomFlowCommands flows;
    private final Map<JobId, Integer> lastRun = new HashMap<>();
    private final Set<JobId> known = new HashSet<>();
    private final Set<JobId> unfinished = new LinkedHashSet<>();
    private Map<String, Integer> seatsBefore = Map.of();
    private int bundled;
    private int wholeFromTheMiddle;
    private int eventsBefore;
    private int followed;
    private int asked;

    /** Events about jobs, so far. */
    private int moved;

    Invariants(World world, List<JobId> jobs, RandomFlowCommands flows) {
        this.world = world;
        this.jobs = jobs;
        this.flows = flows;
    }

    /** How many jobs were released together with another. */
    int bundled() {
        return bundled;
    }

    // ---- after every step

    void check() {
        follow();
        flows.gather();
        checkSeats(seatsBefore);
        checkRuns(eventsBefore);
        checkBundles(eventsBefore);
        checkNobodyWaitsInFrontOfOpenGates();
        checkEverybodyKnowsWhy();
        flows.check();
        checkNobodyOvertook(eventsBefore);
        seatsBefore = seats();
        eventsBefore = world.events.size();
    }

    /** Which jobs there are and which of them are unfinished, so that a look at all of them is a look at few. */
    void follow() {
        for (Recorded recorded : world.events.subList(followed, world.events.size())) {
            if (recorded.event() instanceof Event.OfJob about) {
                moved++;
                JobId id = about.job();
                if (known.add(id) && !jobs.contains(id)) {
                    jobs.add(id);
                }
                if (world.state
                        .status(id)
                        .filter(status -> status.state().isUnfinished())
                        .isPresent()) {
                    unfinished.add(id);
                } else {
                    unfinished.remove(id);
                }
            }
        }
        followed = world.events.size();
    }

    /** Seats are the recount of the open bundles, and never grow beyond the capacity. */
    private void checkSeats(Map<String, Integer> before) {
        Map<String, Integer> recount = new TreeMap<>();
        for (ActiveBundle bundle : open()) {
            ChannelTree.upwards(bundle.channel())
                    .forEach(path -> recount.merge(bundle.id().tree() + "/" + path, 1, Integer::sum));
        }
        Map<String, Integer> seats = seats();
        assertThat(seats).isEqualTo(recount);
        seats.forEach((where, taken) -> {
            String[] parts = where.split("/");
            Limits limits = world.state.channels(parts[0]).limits(new ChannelPath(parts[1]));
            int most = limits.capacity().orElse(Integer.MAX_VALUE);
            assertThat(taken).as(where).isLessThanOrEqualTo(Math.max(most, before.getOrDefault(where, 0)));
        });
    }

    /** A job has one live run at most, runs only grow, and only what was released is started. */
    private void checkRuns(int eventsBefore) {
        Set<JobId> active = new HashSet<>();
        for (ActiveBundle bundle : open()) {
            for (ActiveBundle.Member member : bundle.members()) {
                assertThat(active.add(bundle.jobId(member)))
                        .as("two live runs of %s", member.job())
                        .isTrue();
            }
        }
        for (Recorded recorded : world.events.subList(eventsBefore, world.events.size())) {
            if (recorded.event() instanceof Event.JobPurged purged) {
                // Its id may come again, as another job.
                lastRun.remove(purged.job());
            }
            if (recorded.event() instanceof Event.JobReleased released) {
                Integer before = lastRun.put(released.job(), released.run());
                assertThat(released.run()).isEqualTo(before == null ? 1 : before + 1);
            }
        }
    }

    /** Every job that is not finished is told what keeps it; each is asked every few steps, or the test would take minutes. */
    private void checkEverybodyKnowsWhy() {
        Why why = world.scheduler.why(world.now);
        asked++;
        for (JobId id : unfinished) {
            if (Math.floorMod(id.hashCode() + asked, ASKED_EVERY) != 0) {
                continue;
            }
            Why.Answer answer = why.ask(id).orElseThrow();
            assertThat(answer.sentence()).startsWith(id.toString());
            switch (answer.state()) {
                case WAITING, READY, SCHEDULED ->
                    assertThat(answer.obstacles()).as(answer.sentence()).isNotEmpty();
                case RELEASED, RUNNING ->
                    assertThat(answer.obstacles()).as(answer.sentence()).isEmpty();
                case DONE, FAILED, CANCELLED -> throw new AssertionError("it has ended: " + answer.sentence());
            }
        }
    }

    private void checkNobodyWaitsInFrontOfOpenGates() {
        Set<List<String>> looked = new HashSet<>();
        for (JobId id : unfinished) {
            if (world.state.status(id).orElseThrow().state() != JobState.READY) {
                continue;
            }
            Job job = world.state.job(id).orElseThrow();
            // The gates say the same to all jobs of a line.
            if (!looked.add(List.of(id.tree(), job.channel().text(), job.type()))) {
                continue;
            }
            boolean open = ChannelTree.upwards(job.channel()).stream().allMatch(path -> isOpen(id.tree(), path));
            String topic = "sluice.channel." + world.state.channels(id.tree()).topicOf(job.channel());
            boolean runs = world.state.workers().values().stream()
                    .anyMatch(worker ->
                            worker.topics().contains(topic) && worker.types().contains(job.type()));
            boolean held =
                    isHeld(job) || world.state.typePause(id.tree(), job.type()).isPresent();
            if (open && runs && !held && world.state.unclaimed(topic).isEmpty()) {
                assertThat(isShutForAMoment(topic, job.type()))
                        .as("%s is READY in %s, all gates are open and nothing lies unclaimed", id, job.channel())
                        .isTrue();
            }
        }
    }

    /** A type that was handed back as unknown has a timer that lets it in again. */
    private boolean isShutForAMoment(String topic, String type) {
        return world.state.dueTimers(Long.MAX_VALUE, 10_000).stream()
                .anyMatch(timer -> timer.command().equals(new Command.TypeDue(topic, type)));
    }

    private boolean isOpen(String tree, ChannelPath path) {
        return Gate.firstShut(Gate.Situation.of(
                        world.state, tree, path, world.state.channels(tree).limits(path), world.now))
                .isEmpty();
    }

    // ---- bundles

    /** Jobs of one channel and type, in their order at the release, those that go alone alone; nothing behind the first runs. */
    private void checkBundles(int eventsBefore) {
        Map<BundleId, List<Event.JobReleased>> released = new HashMap<>();
        for (Recorded recorded : world.events.subList(eventsBefore, world.events.size())) {
            if (recorded.event() instanceof Event.JobReleased event) {
                released.computeIfAbsent(event.bundle(), first -> new ArrayList<>())
                        .add(event);
            }
        }
        released.forEach((id, events) -> {
            bundled += events.size() - 1;
            assertThat(events)
                    .extracting(event -> event.channel() + " " + event.type())
                    .containsOnly(events.getFirst().channel() + " "
                            + events.getFirst().type());
            List<Job> members = events.stream()
                    .map(event -> world.state.job(event.job()).orElseThrow())
                    .toList();
            assertThat(members).extracting(Job::place).isSorted();
            if (events.size() > 1) {
                assertThat(members).noneMatch(this::goesAlone);
            }
        });
        for (ActiveBundle bundle : open()) {
            assertThat(bundle.members()).isNotEmpty();
            assertThat(bundle.members().stream().filter(bundle::runs)).hasSize(bundle.isStarted() ? 1 : 0);
        }
    }

    private boolean goesAlone(Job job) {
        return world.state.status(job.id()).orElseThrow().alone()
                || job.maxAttempts().orElse(5) == 1;
    }

    // ---- sequential channels

    /** Whether a job of a sequential subtree goes before this one, or is FAILED; none: it is in no such subtree. */
    private boolean isHeld(Job job) {
        String tree = job.id().tree();
        Optional<ChannelPath> top = world.state.channels(tree).sequential(job.channel());
        return top.isPresent()
                && jobs.stream()
                        .filter(id -> id.tree().equals(tree))
                        .flatMap(id -> world.state.job(id).stream())
                        .filter(other -> ChannelTree.upwards(other.channel()).contains(top.get()))
                        .anyMatch(other -> holds(other, job));
    }

    private boolean holds(Job other, Job job) {
        JobState state = world.state.status(other.id()).orElseThrow().state();
        boolean waits = state == JobState.SCHEDULED || state == JobState.READY;
        return state == JobState.FAILED || waits && other.place().compareTo(job.place()) < 0;
    }

    /** In a sequential subtree nothing overtakes. */
    private void checkNobodyOvertook(int eventsBefore) {
        for (Recorded recorded : List.copyOf(world.events.subList(eventsBefore, world.events.size()))) {
            if (recorded.event() instanceof Event.JobReleased released) {
                assertThat(world.state.job(released.job()).filter(this::isHeld).isPresent())
                        .as("%s was released although another of its sequential channel holds it", released)
                        .isFalse();
            }
        }
    }

    // ---- at the end

    /** Another state that is made of the events alone is the same. */
    void checkFold() {
        InMemoryStore folded = world.folded();
        StoredState fold = StoredState.open(folded, 4);
        for (JobId id : jobs) {
            assertThat(fold.job(id)).isEqualTo(world.state.job(id));
            // How far runs say that they are is soft.
            assertThat(fold.status(id)).isEqualTo(world.state.status(id).map(is -> is.with(Optional.empty())));
            assertThat(fold.bundleOf(id)).isEqualTo(world.state.bundleOf(id).map(ActiveBundle::withoutProgress));
            flows.checkFold(fold, id);
        }
        for (String tree : TREES) {
            assertThat(fold.schedule(tree, "poll")).isEqualTo(world.state.schedule(tree, "poll"));
            assertThat(fold.schedule(tree, "nightly")).isEqualTo(world.state.schedule(tree, "nightly"));
            for (int key = 0; key < 3; key++) {
                assertThat(fold.dedup(tree, "k" + key)).isEqualTo(world.state.dedup(tree, "k" + key));
            }
            assertThat(fold.channels(tree)).isEqualTo(world.state.channels(tree));
            for (String path : CHANNELS) {
                ChannelPath channel = ChannelPath.parse(path);
                assertThat(fold.tokens(tree, channel)).isEqualTo(world.state.tokens(tree, channel));
                assertThat(fold.served(tree, channel)).isEqualTo(world.state.served(tree, channel));
                assertThat(fold.shutUntil(tree, channel)).isEqualTo(world.state.shutUntil(tree, channel));
                assertThat(fold.failed(tree, channel)).isEqualTo(world.state.failed(tree, channel));
            }
            assertThat(fold.nextSeq(tree)).isEqualTo(world.state.nextSeq(tree));
            assertThat(fold.nextEventNumber(tree)).isEqualTo(world.state.nextEventNumber(tree));
        }
        List<Comparison.Difference> differences = new ArrayList<>();
        new Comparison(world.store, folded).differences(differences::add);
        assertThat(differences).isEmpty();
    }

    /**
     * Other states that are made of the events from some point on are the same as soon as all that lives was written again, and stay
     * so.
     */
    void checkFoldFromTheMiddle() {
        InMemoryStore all = new InMemoryStore();
        Fold whole = new Fold(all, 4);
        List<LateFold> late = new ArrayList<>();
        for (int number = 0; number < world.events.size(); number++) {
            // The moves differ from life to life, and so does where that falls.
            if (number % (1 + world.events.size() / 6) == 17) {
                late.add(new LateFold(number));
            }
            Recorded recorded = world.events.get(number);
            whole.apply(recorded);
            for (LateFold one : late) {
                if (one.completes(recorded)) {
                    whole.land();
                    one.checkLike(all);
                }
            }
        }
        whole.land();
        late.forEach(one -> one.checkLike(all));
    }

    /** A state made of the events from one on. */
    private final class LateFold {

        private final InMemoryStore store = new InMemoryStore();
        private final Fold fold = new Fold(store, 4);
        private final Set<String> known = new HashSet<>();
        private final int begin;

        LateFold(int begin) {
            this.begin = begin;
        }

        boolean completes(Recorded recorded) {
            boolean completes = fold.completes(recorded);
            fold.apply(recorded);
            if (completes) {
                known.add(recorded.tree());
                wholeFromTheMiddle++;
            }
            return completes;
        }

        void checkLike(InMemoryStore all) {
            fold.land();
            List<Comparison.Difference> differences = new ArrayList<>();
            new Comparison(all, store).differences(difference -> {
                if (known.contains(difference.tree()) || difference.tree().isEmpty() && !known.isEmpty()) {
                    differences.add(difference);
                }
            });
            assertThat(differences).as("events from the " + begin + "th on").isEmpty();
        }
    }

    /** How many trees were known whole from events that began in the middle. */
    int wholeFromTheMiddle() {
        return wholeFromTheMiddle;
    }

    /** With everything open and workers that do their work, every job ends: nothing was lost on the way. */
    void drain() {
        for (String tree : TREES) {
            world.command(tree, new Command.Resume("", "t")).command(tree, new Command.Resume("", "u"));
            world.command(tree, new Command.DeleteSchedule("poll"));
            world.command(tree, new Command.DeleteSchedule("nightly"));
            for (String path : CHANNELS) {
                world.command(tree, new Command.Resume(path));
                world.command(tree, new Command.Configure((path.isEmpty() ? "root" : path) + ":5"));
            }
        }
        int quiet = 0;
        while (unfinished() > 0 && quiet < patience()) {
            int before = moved;
            beatAll();
            flows.requeueFailedParents();
            for (ActiveBundle bundle : open()) {
                String worker = bundle.isClaimed() ? bundle.claimants().getFirst() : "w2";
                ActiveBundle.Member first = bundle.members().getFirst();
                world.command(
                        bundle.id().tree(),
                        new Command.Outcomes(
                                worker,
                                List.of(new Command.Outcome(
                                        bundle.id(),
                                        bundle.jobId(first),
                                        first.run(),
                                        0,
                                        0,
                                        new Command.Done(Optional.empty())))));
            }
            world.advance(3_000).readBack();
            follow();
            quiet = moved > before ? 0 : quiet + 1;
        }
        assertThat(unfinished()).isZero();
        assertThat(seats()).isEmpty();
    }

    /** So many rounds without a move: a job may wait for its time, up to an hour, and a lost worker for its lease. */
    private int patience() {
        boolean waitsForItsTime = unfinished.stream()
                .flatMap(id -> world.state.status(id).stream())
                .anyMatch(status -> status.notBefore().orElse(0) > world.now);
        return waitsForItsTime ? 1_300 : 50;
    }

    private void beatAll() {
        world.beat("w1", 9, Set.of(World.ROOT_TOPIC, IMPORT_TOPIC), Set.of("t", "u"));
        world.beat("w2", 9, Set.of(World.ROOT_TOPIC, IMPORT_TOPIC), Set.of("t", "u"));
    }

    private long unfinished() {
        follow();
        return unfinished.size();
    }

    List<ActiveBundle> open() {
        List<ActiveBundle> open = new ArrayList<>();
        Set<BundleId> seen = new HashSet<>();
        for (JobId id : unfinished) {
            world.state.bundleOf(id).filter(bundle -> seen.add(bundle.id())).ifPresent(open::add);
        }
        return open;
    }

    private Map<String, Integer> seats() {
        Map<String, Integer> seats = new TreeMap<>();
        for (String tree : TREES) {
            for (ChannelPath path : PATHS) {
                int taken = world.state.seats(tree, path);
                if (taken > 0) {
                    seats.put(tree + "/" + path, taken);
                }
            }
        }
        return seats;
    }
}
