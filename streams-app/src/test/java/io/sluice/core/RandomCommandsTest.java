package io.sluice.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.state.InMemoryStore;
import io.sluice.state.StoredState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random commands, and after every step what must always hold. A seed that failed becomes a named example below; {@code 0}
 * draws a new one, which is printed.
 */
class RandomCommandsTest {

    private static final String IMPORT_TOPIC = "sluice.channel.root.d";
    private static final String[] CHANNELS = {"", "root.a", "root.a.b", "root.c", "root.d", "root.d.e", "root.new"};
    private static final String[] WORKERS = {"w1", "w2", "w3"};
    private static final String[] TREES = {"main", "acme"};

    private final World world = new World();
    private final Map<JobId, Integer> lastRun = new HashMap<>();
    private final List<JobId> jobs = new ArrayList<>();
    private final Map<String, Set<BundleId>> forgotten = new HashMap<>();
    private RandomGenerator random;

    @ParameterizedTest
    @ValueSource(longs = {0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8})
    void whatever_happens_the_invariants_hold(long given) {
        long seed = given != 0 ? given : System.nanoTime();
        System.out.println("random commands, seed " + seed);
        random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        world.channels("root:6,root.a:2,root.a.b:1,root.c:3,root.d:2:topic");
        for (int step = 0; step < 1_500; step++) {
            Map<String, Integer> seatsBefore = seats();
            int events = world.events.size();
            String what = doSomething();
            try {
                check(seatsBefore, events);
            } catch (AssertionError e) {
                throw new AssertionError("seed " + seed + ", step " + step + " (" + what + "): " + e.getMessage(), e);
            }
        }
        assertThat(world.events(Event.JobDone.class))
                .as("the test must get somewhere")
                .hasSizeGreaterThan(20);
        assertThat(world.events(Event.JobLost.class)).isNotEmpty();
        checkFold();
        drain();
    }

    // ---- what can happen

    private String doSomething() {
        int dice = random.nextInt(100);
        if (dice < 25) {
            return submit();
        }
        if (dice < 45) {
            return claim();
        }
        if (dice < 68) {
            return outcome();
        }
        if (dice < 72) {
            return handBack();
        }
        if (dice < 76) {
            return onAJob("cancel", id -> new Command.Cancel(id, "random"));
        }
        if (dice < 79) {
            return onAJob("requeue", Command.Requeue::new);
        }
        if (dice < 82) {
            return channel();
        }
        if (dice < 92) {
            return beat(WORKERS[random.nextInt(WORKERS.length)]);
        }
        if (dice < 96) {
            world.advance(random.nextLong(random.nextBoolean() ? 200 : 40_000));
            return "advance";
        }
        if (dice < 99) {
            world.readBack();
            return "read back";
        }
        world.restart();
        return "restart";
    }

    private String submit() {
        String tree = TREES[random.nextInt(8) / 7];
        JobId id = random.nextInt(20) == 0 && !jobs.isEmpty()
                ? any(jobs)
                : new JobId(tree, new UUID(random.nextLong(), random.nextLong()));
        jobs.add(id);
        world.submit(id.toString(), asked -> {
            World.Asked job = new World.Asked(id)
                    .type(random.nextInt(4) == 0 ? "u" : "t")
                    .channel(CHANNELS[random.nextInt(CHANNELS.length)])
                    .priority(random.nextInt(-1, 3));
            if (random.nextInt(4) == 0) {
                job.eta(world.now + random.nextLong(-1_000, 10_000));
            }
            if (random.nextInt(3) == 0) {
                job.maxAttempts(random.nextInt(0, 3));
            }
            return random.nextInt(2) == 0 ? job.retry(new RetryPolicy.Fixed(random.nextLong(500))) : job;
        });
        return "submit " + id;
    }

    private String claim() {
        List<ActiveBundle> open = open();
        if (open.isEmpty()) {
            return "nothing to claim";
        }
        ActiveBundle bundle = any(open);
        if (bundle.isClaimed() && random.nextInt(6) != 0) {
            return "claimed already";
        }
        String worker = WORKERS[random.nextInt(WORKERS.length)];
        forgotten.getOrDefault(worker, new HashSet<>()).remove(bundle.id());
        world.command(
                bundle.id().tree(),
                new Command.Claimed(worker, List.of(new Command.Claim(bundle.id(), random.nextBoolean()))));
        return "claim " + bundle.id();
    }

    private String outcome() {
        List<ActiveBundle> open = open().stream()
                .filter(bundle -> bundle.isClaimed() || random.nextInt(9) == 0)
                .toList();
        if (open.isEmpty()) {
            return "nothing runs";
        }
        ActiveBundle bundle = any(open);
        ActiveBundle.Member member = bundle.members().getFirst();
        String worker = bundle.isClaimed() && random.nextInt(9) != 0 ? any(bundle.claimants()) : WORKERS[0];
        int run = random.nextInt(12) == 0 ? member.run() - 1 : member.run();
        Command.End end = switch (random.nextInt(8)) {
            case 0 -> World.broken("boom");
            case 1, 2 -> World.retryable("net");
            case 3 -> new Command.Snoozed(random.nextLong(300));
            default -> new Command.Done(Optional.of("ok"));
        };
        boolean stale =
                run != member.run() || bundle.isClaimed() && !bundle.claimants().contains(worker);
        JobStatus before = world.state.status(bundle.jobId(member)).orElseThrow();
        world.command(
                bundle.id().tree(),
                new Command.Outcomes(
                        worker,
                        List.of(new Command.Outcome(
                                bundle.id(), bundle.jobId(member), run, world.now, world.now, end))));
        if (stale) {
            assertThat(world.state.status(bundle.jobId(member)))
                    .as("stale changes nothing")
                    .contains(before);
        }
        return "outcome of " + bundle.id();
    }

    private String handBack() {
        List<ActiveBundle> open =
                open().stream().filter(ActiveBundle::isClaimed).toList();
        if (open.isEmpty()) {
            return "nothing to hand back";
        }
        ActiveBundle bundle = any(open);
        world.command(
                bundle.id().tree(),
                new Command.HandedBack(
                        any(bundle.claimants()),
                        List.of(bundle.id()),
                        random.nextInt(3) == 0 ? UnknownTypes.REASON : "stop"));
        return "hand back " + bundle.id();
    }

    private String onAJob(String what, java.util.function.Function<JobId, Command> command) {
        if (jobs.isEmpty()) {
            return "no job yet";
        }
        JobId id = any(jobs);
        world.command(id.tree(), command.apply(id));
        return what + " " + id;
    }

    private String channel() {
        String path = CHANNELS[random.nextInt(1, CHANNELS.length)];
        Command command = switch (random.nextInt(4)) {
            case 0 -> new Command.Pause(path, "random");
            case 1 -> new Command.Configure(path + ":" + random.nextInt(4));
            default -> new Command.Resume(path);
        };
        world.command(any(List.of(TREES)), command);
        return command.toString();
    }

    /** Now and then a worker forgets a bundle, or says nothing of all it holds. */
    private String beat(String worker) {
        List<BundleId> held = new ArrayList<>();
        for (ActiveBundle bundle : world.state.claimedBy(worker)) {
            if (random.nextInt(30) == 0) {
                forgotten.computeIfAbsent(worker, any -> new HashSet<>()).add(bundle.id());
            }
            if (!forgotten.getOrDefault(worker, Set.of()).contains(bundle.id())) {
                held.add(bundle.id());
            }
        }
        Set<String> topics = worker.equals("w3") ? Set.of(IMPORT_TOPIC) : Set.of(World.ROOT_TOPIC);
        Set<String> types = worker.equals("w2") ? Set.of("t", "u") : Set.of("t");
        world.beat(worker, 3, topics, types, held.toArray(BundleId[]::new));
        return "heartbeat of " + worker;
    }

    // ---- what must hold

    private void check(Map<String, Integer> seatsBefore, int eventsBefore) {
        checkSeats(seatsBefore);
        checkRuns(eventsBefore);
        checkNobodyWaitsInFrontOfOpenGates();
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
            if (recorded.event() instanceof Event.JobReleased released) {
                Integer before = lastRun.put(released.job(), released.run());
                assertThat(released.run()).isEqualTo(before == null ? 1 : before + 1);
            }
        }
    }

    private void checkNobodyWaitsInFrontOfOpenGates() {
        for (JobId id : new HashSet<>(jobs)) {
            JobStatus status = world.state.status(id).orElseThrow();
            if (status.state() != JobState.READY) {
                continue;
            }
            Job job = world.state.job(id).orElseThrow();
            boolean open = ChannelTree.upwards(job.channel()).stream().allMatch(path -> isOpen(id.tree(), path));
            String topic = "sluice.channel." + world.state.channels(id.tree()).topicOf(job.channel());
            boolean runs = world.state.workers().values().stream()
                    .anyMatch(worker ->
                            worker.topics().contains(topic) && worker.types().contains(job.type()));
            if (open && runs && world.state.unclaimed(topic).isEmpty()) {
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
        return Gate.firstShut(new Gate.Situation(
                        path,
                        world.state.channels(tree).limits(path),
                        world.state.pause(tree, path),
                        world.state.seats(tree, path)))
                .isEmpty();
    }

    /** Another state that is made of the events alone is the same. */
    private void checkFold() {
        StoredState fold = StoredState.open(new InMemoryStore(), 4);
        for (Recorded recorded : world.events) {
            fold.apply(recorded);
            fold.land();
        }
        for (JobId id : jobs) {
            assertThat(fold.job(id)).isEqualTo(world.state.job(id));
            assertThat(fold.status(id)).isEqualTo(world.state.status(id));
            assertThat(fold.bundleOf(id)).isEqualTo(world.state.bundleOf(id));
        }
        for (String tree : TREES) {
            assertThat(fold.channels(tree)).isEqualTo(world.state.channels(tree));
            assertThat(fold.nextSeq(tree)).isEqualTo(world.state.nextSeq(tree));
            assertThat(fold.nextEventNumber(tree)).isEqualTo(world.state.nextEventNumber(tree));
        }
    }

    /** With everything open and workers that do their work, every job ends: nothing was lost on the way. */
    private void drain() {
        for (String tree : TREES) {
            for (String path : CHANNELS) {
                world.command(tree, new Command.Resume(path));
                world.command(tree, new Command.Configure((path.isEmpty() ? "root" : path) + ":5"));
            }
        }
        forgotten.clear();
        for (int round = 0; round < 20_000 && unfinished() > 0; round++) {
            beatAll();
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
        }
        assertThat(unfinished()).isZero();
        assertThat(seats()).isEmpty();
    }

    private void beatAll() {
        world.beat("w1", 9, Set.of(World.ROOT_TOPIC, IMPORT_TOPIC), Set.of("t", "u"));
        world.beat("w2", 9, Set.of(World.ROOT_TOPIC, IMPORT_TOPIC), Set.of("t", "u"));
    }

    private long unfinished() {
        return new HashSet<>(jobs)
                .stream()
                        .filter(id ->
                                world.state.status(id).orElseThrow().state().isUnfinished())
                        .count();
    }

    private List<ActiveBundle> open() {
        List<ActiveBundle> open = new ArrayList<>();
        Set<BundleId> seen = new HashSet<>();
        for (JobId id : jobs) {
            world.state.bundleOf(id).filter(bundle -> seen.add(bundle.id())).ifPresent(open::add);
        }
        return open;
    }

    private Map<String, Integer> seats() {
        Map<String, Integer> seats = new TreeMap<>();
        for (String tree : TREES) {
            Set<ChannelPath> paths = new HashSet<>();
            for (String path : CHANNELS) {
                paths.addAll(ChannelTree.upwards(ChannelPath.parse(path)));
            }
            for (ChannelPath path : paths) {
                int taken = world.state.seats(tree, path);
                if (taken > 0) {
                    seats.put(tree + "/" + path, taken);
                }
            }
        }
        return seats;
    }

    private <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
