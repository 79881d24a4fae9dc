package io.sluice.state;

import io.sluice.core.ActiveBundle;
import io.sluice.core.ActiveBundle.Member;
import io.sluice.core.BundleId;
import io.sluice.core.Cause;
import io.sluice.core.ChannelOption;
import io.sluice.core.ChannelPath;
import io.sluice.core.Command;
import io.sluice.core.Dedup;
import io.sluice.core.Event;
import io.sluice.core.FlowId;
import io.sluice.core.Job;
import io.sluice.core.JobAction;
import io.sluice.core.JobFilter;
import io.sluice.core.JobId;
import io.sluice.core.JobState;
import io.sluice.core.JobStatus;
import io.sluice.core.Limits;
import io.sluice.core.Payload;
import io.sluice.core.Progress;
import io.sluice.core.Recorded;
import io.sluice.core.Schedule;
import io.sluice.core.StateView;
import io.sluice.core.Submission;
import io.sluice.core.Throttle;
import io.sluice.core.Timer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/** Legal events at random: each step decides on what the state says, applies what it decides, and tells it. */
final class RandomLife {

    static final List<String> TREES = List.of("main", "acme", "idle");
    static final List<ChannelPath> CHANNELS = List.of(
            ChannelPath.ROOT, new ChannelPath("root.a"), new ChannelPath("root.a.b"), new ChannelPath("root.c"));
    static final List<String> TYPES = List.of("mail", "pdf");
    static final List<String> SCHEDULES = List.of("daily", "nightly");
    static final List<String> KEYS = List.of("k1", "k2", "k3");
    static final List<String> WORKERS = List.of("w1", "w2");

    private final Random random;
    private final StoredState state;
    private final List<JobId> jobs = new ArrayList<>();
    private final RandomFlows flows;
    private final List<JobId> purged = new ArrayList<>();
    private final Set<FlowId> flowsWithGaps = new HashSet<>();
    private final Map<UUID, String> sweeps = new TreeMap<>();
    private List<Recorded> step = new ArrayList<>();
    private long now = 1_000_000;

    RandomLife(StoredState state, Random random) {
        this.state = state;
        this.random = random;
        this.flows = new RandomFlows(this, state, random);
    }

    long now() {
        return now;
    }

    /** Every job there ever was. */
    List<JobId> jobs() {
        return jobs;
    }

    /** What was decided now. */
    List<Recorded> step() {
        now += random.nextInt(40);
        step = new ArrayList<>();
        int moves = 1 + random.nextInt(4);
        for (int i = 0; i < moves; i++) {
            move();
        }
        return step;
    }

    private void move() {
        switch (random.nextInt(26)) {
            case 0, 1, 2, 3 -> submit();
            case 4, 5, 6 -> release();
            case 7 -> anyBundle().ifPresent(this::claim);
            case 8, 9, 10 -> anyBundle().ifPresent(this::outcome);
            case 11 -> anyBundle().ifPresent(random.nextBoolean() ? this::giveUp : this::giveOneBack);
            case 12 -> tick();
            case 13 -> operator();
            case 14 -> configure();
            case 15, 16 -> flows.submit();
            case 17, 18 -> flows.edges();
            case 19 -> flows.other();
            case 20 -> channels();
            case 21 -> schedule();
            // jobs
            case 22, 23 -> change();
            case 24 -> sweep();
            default -> workers();
        }
    }

    /** Every flow there ever was. */
    List<FlowId> flows() {
        return flows.all();
    }

    void record(String tree, Event event) {
        boolean isNumbered = !tree.isEmpty() && !(event instanceof Event.Soft);
        Recorded recorded =
                new Recorded(tree, isNumbered ? state.nextEventNumber(tree) : 0, now, Cause.itself(), event);
        state.apply(recorded);
        step.add(recorded);
    }

    private void submit() {
        String tree = pick(TREES.subList(0, 2));
        OptionalLong eta =
                random.nextInt(4) == 0 ? OptionalLong.of(now + random.nextInt(300) - 50) : OptionalLong.empty();
        Job job = Job.of(
                Submission.of(
                                new JobId(tree, new UUID(random.nextLong(), random.nextLong())),
                                pick(TYPES),
                                pick(CHANNELS).text(),
                                new Payload(new byte[random.nextInt(20)], "text/plain"))
                        .with(new Submission.Options(
                                random.nextInt(3) - 1,
                                eta,
                                OptionalInt.empty(),
                                Optional.empty(),
                                OptionalLong.empty(),
                                random.nextInt(5) == 0 ? OptionalLong.of(now + 200) : OptionalLong.empty(),
                                dedup()))
                        .described("", Map.of(), now),
                state.nextSeq(tree),
                now);
        jobs.add(job.id());
        record(tree, new Event.JobSubmitted(job));
    }

    private void release() {
        List<ReadyLine> lines = new ArrayList<>();
        for (String tree : state.treesWithReadyJobs()) {
            for (ChannelPath channel : state.channelsWithReadyJobs(tree)) {
                state.readyTypes(tree, channel).forEach(type -> lines.add(new ReadyLine(tree, channel, type)));
            }
        }
        if (lines.isEmpty()) {
            return;
        }
        lines.sort((a, b) -> a.toString().compareTo(b.toString()));
        ReadyLine line = pick(lines);
        BundleId bundle = new BundleId(line.tree(), state.nextEventNumber(line.tree()));
        int size = random.nextInt(8) == 0 ? 20 : 1 + random.nextInt(4);
        Optional<StateView.Ready> next = state.firstReady(line.tree(), line.channel(), line.type());
        for (int i = 0; i < size && next.isPresent(); i++) {
            JobId job = next.get().job();
            int run = state.status(job).orElseThrow().run() + 1;
            record(line.tree(), new Event.JobReleased(job, line.channel(), line.type(), run, bundle, Story.TOPIC));
            next = state.firstReady(line.tree(), line.channel(), line.type());
        }
    }

    private Optional<ActiveBundle> anyBundle() {
        List<ActiveBundle> bundles =
                jobs.stream().flatMap(job -> state.bundleOf(job).stream()).toList();
        return bundles.isEmpty() ? Optional.empty() : Optional.of(pick(bundles));
    }

    private void claim(ActiveBundle bundle) {
        String worker = pick(WORKERS);
        if (!bundle.claimants().contains(worker)) {
            record(bundle.id().tree(), new Event.BundleClaimed(bundle.id(), worker));
        } else if (bundle.claimants().size() > 1) {
            record(bundle.id().tree(), new Event.ClaimDropped(bundle.id(), worker, "in doubt"));
        }
        startNext(bundle.id());
    }

    private void startNext(BundleId id) {
        Optional<ActiveBundle> open = state.bundle(id);
        if (open.isEmpty() || open.get().isStarted() || !open.get().isClaimed()) {
            return;
        }
        Member first = open.get().members().getFirst();
        String worker = open.get().claimants().getFirst();
        JobId job = open.get().jobId(first);
        record(id.tree(), new Event.JobStarted(job, first.run(), first.attempt() + 1, id, worker));
    }

    private static Event.Run run(ActiveBundle bundle, Member member, int attempt) {
        String worker = bundle.isClaimed() ? bundle.claimants().getFirst() : "";
        return new Event.Run(
                Optional.of(bundle.id()),
                member.run(),
                attempt,
                worker,
                900_000,
                900_100,
                attempt % 2 == 0 ? "" : "line\nof " + member.run());
    }

    private void outcome(ActiveBundle bundle) {
        if (!bundle.isStarted()) {
            return;
        }
        Member first = bundle.members().getFirst();
        JobId job = bundle.jobId(first);
        if (random.nextInt(3) == 0) {
            record("", new Event.ProgressTold(job, bundle.id(), new Progress(random.nextInt(101), "row " + now)));
        }
        Event.Run run = run(bundle, first, first.attempt());
        ChannelPath channel = bundle.channel();
        String type = bundle.type();
        long later = now + random.nextInt(100) - 20;
        record(
                job.tree(),
                switch (random.nextInt(6)) {
                    case 0, 1 -> new Event.JobDone(job, channel, type, run, Optional.of("r" + now));
                    case 2 -> new Event.JobFailed(job, channel, type, run, Story.ERROR);
                    case 3 -> new Event.JobRetried(job, channel, type, run, Story.ERROR, later);
                    case 4 -> new Event.JobSnoozed(job, channel, type, run(bundle, first, first.attempt() - 1), later);
                    default -> new Event.JobCancelled(job, channel, type, run, "asked");
                });
        startNext(bundle.id());
    }

    private void giveUp(ActiveBundle bundle) {
        boolean isLost = random.nextBoolean();
        for (Member member : bundle.members()) {
            JobId job = bundle.jobId(member);
            Event.Run run = run(bundle, member, member.attempt());
            if (isLost) {
                Event.LostReason reason =
                        bundle.isClaimed() ? Event.LostReason.WORKER_LOST : Event.LostReason.UNCLAIMED;
                record(job.tree(), new Event.JobLost(job, bundle.channel(), bundle.type(), run, reason));
                if (random.nextInt(3) == 0) {
                    record(
                            job.tree(),
                            new Event.JobFailed(job, bundle.channel(), bundle.type(), idle(job), Story.ERROR));
                }
            } else {
                record(job.tree(), new Event.JobHandedBack(job, bundle.channel(), bundle.type(), run, "stopping"));
            }
        }
    }

    // ---- bundles

    /** A member from anywhere, while the others go on. */
    private void giveOneBack(ActiveBundle bundle) {
        Member member = pick(bundle.members());
        JobId job = bundle.jobId(member);
        Event.Run run = run(bundle, member, bundle.runs(member) ? member.attempt() - 1 : member.attempt());
        record(job.tree(), new Event.JobHandedBack(job, bundle.channel(), bundle.type(), run, "ran long"));
        startNext(bundle.id());
    }

    private Event.Run idle(JobId job) {
        JobStatus status = state.status(job).orElseThrow();
        return new Event.Run(Optional.empty(), status.run(), status.attempt(), status.worker(), 0, 0);
    }

    private void tick() {
        for (Timer timer : state.dueTimers(now, 1 + random.nextInt(3))) {
            record("", new Event.TimerFired(timer));
            if (timer.command() instanceof Command.DedupDue due) {
                release(due);
            }
            if (timer.command() instanceof Command.JobDue due && isDue(due)) {
                Job job = state.job(due.job()).orElseThrow();
                record(job.id().tree(), new Event.JobReady(job.id(), job.channel(), job.type()));
            }
        }
    }

    private void release(Command.DedupDue due) {
        String tree = due.job().tree();
        if (state.dedup(tree, due.key())
                .filter(entry -> entry.job().equals(due.job()) && entry.until() <= now)
                .isPresent()) {
            record(tree, new Event.DedupReleased(due.key(), due.job()));
        }
    }

    private boolean isDue(Command.JobDue due) {
        if (state.status(due.job()).isEmpty()) {
            return false;
        }
        JobStatus status = state.status(due.job()).orElseThrow();
        return status.state() == JobState.SCHEDULED && status.notBefore().orElseThrow() == due.notBefore();
    }

    private void operator() {
        if (jobs.isEmpty()) {
            return;
        }
        Job job = state.job(pick(jobs)).orElseThrow();
        JobState now = state.status(job.id()).orElseThrow().state();
        String tree = job.id().tree();
        if (now.isActive()) {
            ActiveBundle bundle = state.bundleOf(job.id()).orElseThrow();
            int run = bundle.member(job.id().uuid()).orElseThrow().run();
            record(tree, new Event.CancelAsked(job.id(), run, bundle.id(), "enough"));
        } else if (now.isEnded() && random.nextBoolean()) {
            OptionalLong later = random.nextBoolean() ? OptionalLong.empty() : OptionalLong.of(this.now + 30);
            record(tree, new Event.JobRequeued(job.id(), job.channel(), job.type(), later));
        } else if (!now.isClosed()) {
            record(tree, new Event.JobCancelled(job.id(), job.channel(), job.type(), idle(job.id()), "no"));
        }
    }

    // ---- jobs: what changes one that does not move on by itself

    private Optional<Dedup> dedup() {
        return random.nextInt(3) == 0
                ? Optional.of(
                        new Dedup(pick(KEYS), Dedup.Mode.KEEP, random.nextBoolean(), random.nextBoolean() ? 0 : 400))
                : Optional.empty();
    }

    private void change() {
        if (jobs.isEmpty()) {
            return;
        }
        JobId id = pick(jobs);
        Optional<Job> kept = state.job(id);
        if (kept.isEmpty()) {
            return;
        }
        Job job = kept.get();
        JobState is = state.status(id).orElseThrow().state();
        int most = random.nextInt(9);
        if (is.isActive()) {
            record(id.tree(), new Event.MaxAttemptsSet(id, most));
            return;
        }
        boolean waits = is == JobState.READY || is == JobState.SCHEDULED;
        OptionalLong eta = random.nextBoolean() ? OptionalLong.empty() : OptionalLong.of(now + random.nextInt(90) - 30);
        switch (random.nextInt(6)) {
            case 0 ->
                record(id.tree(), new Event.JobReprioritized(id, job.channel(), job.type(), random.nextInt(3) - 1));
            case 1 -> record(id.tree(), new Event.JobMoved(id, job.channel(), job.type(), pick(CHANNELS)));
            case 2 -> record(id.tree(), new Event.MaxAttemptsSet(id, most));
            case 3 -> {
                if (waits) {
                    record(id.tree(), new Event.JobRescheduled(id, job.channel(), job.type(), eta.orElse(0)));
                }
            }
            case 4 -> {
                if (waits) {
                    record(
                            id.tree(),
                            new Event.JobReplaced(
                                    id,
                                    job.channel(),
                                    job.type(),
                                    new UUID(1, most),
                                    new Payload(new byte[most], "text/plain"),
                                    most,
                                    eta));
                }
            }
            default -> {
                if (is.isEnded()) {
                    job.flow().ifPresent(flow -> flowsWithGaps.add(new FlowId(id.tree(), flow)));
                    record(id.tree(), new Event.JobPurged(id, job.channel(), job.type()));
                    jobs.remove(id);
                    purged.add(id);
                }
            }
        }
    }

    /** Flows of which some jobs are no longer kept: those that were closed still count. */
    Set<FlowId> flowsWithGaps() {
        return flowsWithGaps;
    }

    /** Jobs that are no longer kept. */
    List<JobId> purged() {
        return purged;
    }

    private void sweep() {
        String tree = pick(TREES);
        if (sweeps.isEmpty() || random.nextInt(3) == 0) {
            UUID id = new UUID(random.nextLong(), random.nextLong());
            sweeps.put(id, tree);
            record(tree, new Event.SweepStarted(id, JobFilter.ALL, new JobAction.Requeue(), 7));
            return;
        }
        UUID id = pick(List.copyOf(sweeps.keySet()));
        boolean last = random.nextBoolean();
        record(
                sweeps.get(id),
                new Event.SweepAdvanced(id, "0.abc" + now, now, now / 2, last ? "done" : "", random.nextInt(50)));
        if (last) {
            sweeps.remove(id);
        }
    }

    private void configure() {
        ChannelPath channel = pick(CHANNELS);
        record(
                pick(TREES),
                switch (random.nextInt(3)) {
                    case 0 -> new Event.ChannelConfigured(channel, Limits.capacity(random.nextInt(9)));
                    case 1 -> new Event.ChannelPaused(channel, "because", "ann");
                    default -> new Event.ChannelResumed(channel);
                });
    }

    // channels

    private void channels() {
        ChannelPath channel = pick(CHANNELS);
        record(
                pick(TREES),
                switch (random.nextInt(8)) {
                    case 0 -> new Event.ChannelShut(channel, now + random.nextInt(100));
                    case 1 -> new Event.TypePaused(pick(TYPES), "because", "ann");
                    case 2 -> new Event.TypeResumed(pick(TYPES));
                    case 3 ->
                        new Event.ChannelConfigured(channel, Limits.capacity(1).with(ChannelOption.SEQUENTIAL, true));
                    case 4 -> new Event.ChannelConfigured(channel, Limits.NONE.with(ChannelOption.FAIR, true));
                    case 5 -> new Event.ChannelConfigured(new ChannelPath("root.a.*"), Limits.capacity(3));
                    default ->
                        new Event.ChannelConfigured(
                                channel, Limits.NONE.with(ChannelOption.THROTTLE, new Throttle(3, 50)));
                });
        if (random.nextInt(4) == 0) {
            record("", new Event.FileConfigured("root:*:fair,a:1:throttle=2/1s\n[acme]\na:" + random.nextInt(9)));
        }
    }

    private void schedule() {
        String tree = pick(TREES);
        String id = pick(SCHEDULES);
        Optional<Schedule.Kept> kept = state.schedule(tree, id);
        OptionalLong next = random.nextBoolean() ? OptionalLong.of(now + 50) : OptionalLong.empty();
        if (kept.isEmpty() || random.nextInt(4) == 0) {
            Submission job = Submission.of(
                    new JobId(tree, new UUID(0, 0)), pick(TYPES), "root.a", new Payload(new byte[3], "text/plain"));
            record(
                    tree,
                    new Event.SchedulePut(
                            new Schedule(
                                    id,
                                    "@hourly",
                                    "UTC",
                                    job,
                                    Schedule.Overlap.ALLOW,
                                    Schedule.Misfire.SKIP,
                                    random.nextBoolean()),
                            next));
            return;
        }
        record(
                tree,
                switch (random.nextInt(4)) {
                    case 0 -> new Event.ScheduleDeleted(id);
                    case 1 -> new Event.ScheduleSkipped(id, now, Event.SkipReason.LATE, next);
                    default -> new Event.ScheduleFired(id, now, new JobId(tree, new UUID(now, 1)), next);
                });
    }

    private void workers() {
        String worker = pick(WORKERS);
        if (state.workers().containsKey(worker) && random.nextBoolean()) {
            record("", new Event.WorkerGone(worker));
        } else {
            record("", new Event.WorkerChanged(worker, random.nextInt(9), Set.of(Story.TOPIC), Set.copyOf(TYPES)));
        }
        record("", new Event.TimerSet(Timer.at(now + random.nextInt(100), new Command.WorkerDue(worker))));
        if (random.nextInt(10) == 0) {
            record("", new Event.FileConfigured("root:" + random.nextInt(9) + ",a.b:2"));
        }
    }

    private <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }
}
