package io.sluice.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/** What people, services and workers may do to a {@link World}, drawn by lot. */
final class RandomCommands {

    private static final String IMPORT_TOPIC = Invariants.IMPORT_TOPIC;
    private static final String[] CHANNELS = Invariants.CHANNELS.toArray(String[]::new);
    private static final String[] WORKERS = {"w1", "w2", "w3"};
    private static final String[] TREES = Invariants.TREES.toArray(String[]::new);

    private final World world;
    private final List<JobId> jobs;
    private final Invariants invariants;
    private final RandomFlowCommands flows;
    private final RandomGenerator random;
    private final Map<String, Set<BundleId>> forgotten = new HashMap<>();

    RandomCommands(World world, Invariants invariants, RandomFlowCommands flows, RandomGenerator random) {
        this.world = world;
        this.jobs = invariants.jobs;
        this.invariants = invariants;
        this.flows = flows;
        this.random = random;
    }

    /** Does something; answers what. */
    String doSomething() {
        if (random.nextInt(10) == 0) {
            return flows.doSomething();
        }
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
            return onAJob(
                    "cancel", id -> new Command.OnJob(id, new JobAction.Cancel("random", random.nextInt(4) == 0)));
        }
        if (dice < 79) {
            return onAJob("requeue", id -> new Command.OnJob(id, new JobAction.Requeue()));
        }
        if (dice < 82) {
            return switch (random.nextInt(4)) {
                case 0 -> channel();
                case 1 -> channelOptions();
                default -> jobAction();
            };
        }
        if (dice < 92) {
            return beat(WORKERS[random.nextInt(WORKERS.length)]);
        }
        if (dice < 96) {
            world.advance(random.nextLong(random.nextBoolean() ? 200 : 40_000));
            return "advance";
        }
        if (dice < 98) {
            world.readBack();
            return "read back";
        }
        if (dice < 99) {
            return random.nextInt(4) == 0 ? treeOrPartition() : schedule();
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
            if (random.nextInt(6) == 0) {
                job.expires(world.now + random.nextLong(8_000));
            }
            if (random.nextInt(3) == 0) {
                job.dedup(new Dedup(
                        "k" + random.nextInt(3),
                        random.nextBoolean() ? Dedup.Mode.KEEP : Dedup.Mode.REPLACE,
                        random.nextBoolean(),
                        random.nextBoolean() ? 0 : 5_000));
            }
            if (random.nextInt(3) == 0) {
                job.maxAttempts(random.nextInt(0, 3));
            }
            return random.nextInt(2) == 0 ? job.retry(new RetryPolicy.Fixed(random.nextLong(500))) : job;
        });
        return "submit " + id;
    }

    // ---- jobs

    private String jobAction() {
        if (random.nextInt(12) == 0) {
            JobFilter filter = new JobFilter(
                    random.nextBoolean()
                            ? Optional.empty()
                            : Optional.of(ChannelPath.parse(CHANNELS[random.nextInt(CHANNELS.length)])),
                    random.nextBoolean() ? Optional.empty() : Optional.of("u"),
                    Set.of(),
                    Optional.empty(),
                    random.nextInt(2_000));
            JobAction action = action();
            world.command(any(List.of(TREES)), new Command.Sweep(filter, action));
            return "sweep " + action;
        }
        JobAction action = action();
        return onAJob(action.toString(), id -> new Command.OnJob(id, action));
    }

    private JobAction action() {
        return switch (random.nextInt(7)) {
            case 0 -> new JobAction.SetDone(Optional.empty());
            case 1 -> new JobAction.Delete();
            case 2 -> new JobAction.Reprioritize(random.nextInt(-1, 3));
            case 3 -> new JobAction.Reschedule(world.now + random.nextLong(-1_000, 10_000));
            case 4 -> new JobAction.Move(CHANNELS[random.nextInt(CHANNELS.length)]);
            case 5 -> new JobAction.SetMaxAttempts(random.nextInt(4));
            default -> new JobAction.Cancel("random", random.nextBoolean());
        };
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
        ActiveBundle.Member member = random.nextInt(9) == 0
                ? any(bundle.members())
                : bundle.members().getFirst();
        String worker = bundle.isClaimed() && random.nextInt(9) != 0 ? any(bundle.claimants()) : WORKERS[0];
        int run = random.nextInt(12) == 0 ? member.run() - 1 : member.run();
        Command.End end = switch (random.nextInt(8)) {
            case 0 -> World.broken("boom");
            case 1, 2 -> World.retryable("net");
            case 3 ->
                random.nextBoolean()
                        ? new Command.Snoozed(random.nextLong(300))
                        : new Command.RateLimited(random.nextLong(300));
            default -> flows.done(bundle.jobId(member));
        };
        String log = random.nextBoolean() ? "" : "line " + world.now;
        if (random.nextInt(3) == 0) {
            Progress progress = new Progress(random.nextInt(100), "row " + world.now);
            world.command(
                    bundle.id().tree(),
                    new Command.Progressed(worker, bundle.id(), bundle.jobId(member), run, progress));
        }
        boolean stale =
                run != member.run() || bundle.isClaimed() && !bundle.claimants().contains(worker);
        JobStatus before = world.state.status(bundle.jobId(member)).orElseThrow();
        world.command(
                bundle.id().tree(),
                new Command.Outcomes(
                        worker,
                        List.of(new Command.Outcome(
                                bundle.id(), bundle.jobId(member), run, world.now, world.now, end, log))));
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
        if (random.nextBoolean()) {
            return handBackJobs(bundle);
        }
        world.command(
                bundle.id().tree(),
                new Command.HandedBack(
                        any(bundle.claimants()),
                        List.of(bundle.id()),
                        random.nextInt(3) == 0 ? UnknownTypes.REASON : "stop"));
        return "hand back " + bundle.id();
    }

    // ---- bundles

    /** Now and then of a run that is not the current one. */
    private String handBackJobs(ActiveBundle bundle) {
        List<Command.Unstarted> unstarted = bundle.members().stream()
                .filter(member -> random.nextBoolean())
                .map(member ->
                        new Command.Unstarted(bundle.id(), bundle.jobId(member), member.run() - random.nextInt(9) / 8))
                .toList();
        world.command(
                bundle.id().tree(), new Command.HandedBack(any(bundle.claimants()), List.of(), "rest", unstarted));
        return "hand back jobs of " + bundle.id() + ": " + unstarted;
    }

    private String onAJob(String what, Function<JobId, Command> command) {
        if (jobs.isEmpty()) {
            return "no job yet";
        }
        JobId id = any(jobs);
        world.command(id.tree(), command.apply(id));
        return what + " " + id;
    }

    private String schedule() {
        String tree = any(List.of(TREES));
        String id = random.nextBoolean() ? "poll" : "nightly";
        Command command = switch (random.nextInt(6)) {
            case 0 -> new Command.DeleteSchedule(id);
            case 1 -> new Command.TriggerSchedule(id);
            case 2 -> new Command.SwitchSchedule(id, random.nextBoolean());
            default -> new Command.PutSchedule(schedule(tree, id));
        };
        world.command(tree, command);
        return command.toString();
    }

    /** The file, a sweep that is at work, or now and then a whole tree. */
    private String treeOrPartition() {
        List<Event.SweepStarted> sweeps = world.events(Event.SweepStarted.class);
        int dice = random.nextInt(8);
        if (dice < 3) {
            Command command = new Command.ConfigureFile(
                    random.nextBoolean() ? Life.FILE : Life.FILE + ",root.c.x:" + random.nextInt(1, 4));
            world.command("", command);
            return command.toString();
        }
        if (dice < 7 && !sweeps.isEmpty()) {
            world.command(
                    any(List.of(TREES)),
                    new Command.CancelSweep(sweeps.getLast().sweep()));
            return "cancel a sweep";
        }
        world.command("acme", new Command.DropTree("random"));
        return "drop acme";
    }

    private Schedule schedule(String tree, String id) {
        Submission job = Submission.of(
                new JobId(tree, new UUID(0, 0)),
                "t",
                CHANNELS[random.nextInt(CHANNELS.length)],
                new Payload(new byte[0], "text/plain"));
        return new Schedule(
                id,
                random.nextInt(9) == 0 ? "never" : random.nextBoolean() ? "every 7s" : "*/2 * * * *",
                "Europe/Berlin",
                job,
                any(List.of(Schedule.Overlap.values())),
                any(List.of(Schedule.Misfire.values())),
                random.nextInt(4) != 0);
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

    // channels

    /** Options come and go: an entry that is set again without them loses them. */
    private String channelOptions() {
        String path = CHANNELS[random.nextInt(1, CHANNELS.length)];
        Command command = switch (random.nextInt(9)) {
            case 0, 1, 2 -> new Command.Configure(path + ":1:sequential");
            case 3 -> new Command.Configure(path + ":*:throttle=" + random.nextInt(1, 9) + "/2s");
            case 4 -> new Command.Configure(path + ":*:throttle=4/1s:burst=" + random.nextInt(1, 5) + ":weight=2");
            case 5 -> new Command.Configure("root:6:fair");
            case 6 -> new Command.Configure(random.nextBoolean() ? "root:6:aging=1s" : "root:6");
            case 7 -> new Command.Pause("", "random", random.nextBoolean() ? "u" : "t");
            default -> new Command.Configure("root.d.*:2:weight=3");
        };
        world.command(any(List.of(TREES)), command);
        if (command instanceof Command.Pause pause && random.nextInt(4) != 0) {
            world.command("main", new Command.Resume("", pause.type()));
            world.command("acme", new Command.Resume("", pause.type()));
        }
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

    private List<ActiveBundle> open() {
        return invariants.open();
    }

    private <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
