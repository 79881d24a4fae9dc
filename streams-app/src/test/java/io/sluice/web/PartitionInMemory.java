package io.sluice.web;

import io.sluice.core.BundleId;
import io.sluice.core.Cause;
import io.sluice.core.Command;
import io.sluice.core.Failure;
import io.sluice.core.FlowId;
import io.sluice.core.JobAction;
import io.sluice.core.JobFilter;
import io.sluice.core.JobId;
import io.sluice.core.Parent;
import io.sluice.core.Payload;
import io.sluice.core.Progress;
import io.sluice.core.Schedule;
import io.sluice.core.Scheduler;
import io.sluice.core.Submission;
import io.sluice.cron.CronCalendar;
import io.sluice.state.InMemoryStore;
import io.sluice.state.OrderedReads;
import io.sluice.state.StoredState;
import io.sluice.streams.PartitionListener;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** A partition whose state the rules make, with one worker that does as it is told. */
public final class PartitionInMemory {

    /** When everything happens that is not {@linkplain #later later}: 2026-01-01T00:00:00Z. */
    public static final long NOW = 1_767_225_600_000L;

    private static final String WORKER = "worker-1";

    private final InMemoryStore store = new InMemoryStore();
    private final int number;
    private final StoredState state;
    private final Scheduler scheduler;
    private PartitionListener listener = PartitionListener.Opening.NONE.opened(0, store);
    private int submitted;
    private long now = NOW;

    /** An empty one. */
    public PartitionInMemory(int number) {
        this.number = number;
        this.state = StoredState.open(store, 4);
        this.scheduler = new Scheduler(state, new Scheduler.Settings(number, 15_000), new CronCalendar());
    }

    /** What people ask about it. */
    public Queries queries() {
        return new Queries(number, store, scheduler.softFacts());
    }

    /** Its state, to be read. */
    public OrderedReads store() {
        return store;
    }

    /** From now on that one is told what is decided. */
    public void tells(PartitionListener other) {
        listener = other;
    }

    /** The channels of every tree. */
    public PartitionInMemory file(String text) {
        send("", new Command.ConfigureFile(text));
        return this;
    }

    /** One more job with JSON of its number. */
    public JobId submit(String tree, String channel) {
        return submit(
                tree,
                channel,
                new Payload(("{\"n\":" + submitted + "}").getBytes(StandardCharsets.UTF_8), "application/json"));
    }

    /** One more job. */
    public JobId submit(String tree, String channel, Payload payload) {
        submitted++;
        JobId id = new JobId(tree, new UUID(0x0192_0000_0000_7000L + number, 0x8000_0000_0000_0000L + submitted));
        send(
                tree,
                new Command.Submit(Submission.of(id, "greet", channel, payload)
                        .described("greeting " + submitted, Map.of("user", "ann"), NOW - 5)));
        return id;
    }

    /** A job that is not to start before. */
    public JobId submitForLater(String tree, long eta) {
        submitted++;
        JobId id = new JobId(tree, new UUID(0x0192_0000_0000_7000L + number, 0x8000_0000_0000_0000L + submitted));
        send(
                tree,
                new Command.Submit(Submission.of(id, "greet", "root", new Payload(new byte[0], "text/plain"))
                        .with(Submission.Options.NONE.withEta(eta).withMaxAttempts(3))
                        .described("", Map.of(), NOW)));
        return id;
    }

    /** A flow of two jobs and one behind them, through a join. */
    public FlowId flow(String tree) {
        FlowId flow = new FlowId(tree, new UUID(0x0192_0000_0000_7000L + number, 0x9000_0000_0000_0000L + submitted));
        Submission first = member(tree, "root");
        Submission second = member(tree, "root");
        Submission join = new Submission(
                        new JobId(tree, new UUID(7, submitted)),
                        "sluice.join",
                        "root",
                        first.payload(),
                        Submission.Options.NONE,
                        List.of(),
                        Optional.empty(),
                        Optional.empty(),
                        "",
                        Map.of(),
                        NOW)
                .after(List.of(after(first), after(second)));
        Submission last = member(tree, "root").after(List.of(after(join)));
        send(tree, new Command.SubmitFlow(flow, "month's end", List.of(first, second, join, last)));
        return flow;
    }

    private static Parent after(Submission job) {
        return new Parent(job.id().uuid(), Parent.On.DONE);
    }

    private Submission member(String tree, String channel) {
        submitted++;
        JobId id = new JobId(tree, new UUID(0x0192_0000_0000_7000L + number, 0x8000_0000_0000_0000L + submitted));
        return Submission.of(id, "greet", channel, new Payload(new byte[0], "text/plain"))
                .described("greeting " + submitted, Map.of(), NOW);
    }

    /** Pauses a channel. */
    public void pause(String tree, String channel, String reason) {
        send(tree, new Command.Pause(channel, reason));
    }

    /** Sets channels of a tree live. */
    public void configure(String tree, String channels) {
        send(tree, new Command.Configure(channels));
    }

    /** A worker says that it is there. */
    public void worker() {
        worker(WORKER);
    }

    /** One more worker says that it is there. */
    public void worker(String id) {
        send("", new Command.Heartbeat(id, 4, Set.of("sluice.channel.root"), Set.of("greet"), List.of(), false));
    }

    /** Releases what may be released. */
    public void release() {
        listener.decided(scheduler.release(now, 100));
    }

    /** The worker runs a released job, which ends like that. */
    public void run(JobId job, Command.End end) {
        run(job, 1, end);
    }

    /** The worker runs that run of a released job, which ends like that. */
    public void run(JobId job, int run, Command.End end) {
        BundleId bundle = state.bundleOf(job).orElseThrow().id();
        send(job.tree(), new Command.Claimed(WORKER, List.of(new Command.Claim(bundle, false))));
        send(
                job.tree(),
                new Command.Outcomes(WORKER, List.of(new Command.Outcome(bundle, job, run, NOW - 20, NOW - 10, end))));
    }

    /** The worker takes a released job and gives it back. */
    public void handBack(JobId job) {
        BundleId bundle = state.bundleOf(job).orElseThrow().id();
        send(job.tree(), new Command.Claimed(WORKER, List.of(new Command.Claim(bundle, false))));
        send(job.tree(), new Command.HandedBack(WORKER, List.of(bundle), "it stops"));
    }

    /** The worker begins with a released job and says how far it is. */
    public void begin(JobId job, Progress progress) {
        BundleId bundle = state.bundleOf(job).orElseThrow().id();
        send(job.tree(), new Command.Claimed(WORKER, List.of(new Command.Claim(bundle, false))));
        send(job.tree(), new Command.Progressed(WORKER, bundle, job, 1, progress));
    }

    /** A job that runs ends, after its handler wrote that. */
    public void end(JobId job, Command.End end, String log) {
        BundleId bundle = state.bundleOf(job).orElseThrow().id();
        send(
                job.tree(),
                new Command.Outcomes(
                        WORKER, List.of(new Command.Outcome(bundle, job, 1, NOW - 20, NOW - 10, end, log))));
    }

    /** Submits a job, runs it, and it fails. */
    public JobId failed(String tree, String channel) {
        JobId job = submit(tree, channel);
        release();
        run(
                job,
                new Command.Failed(
                        new Failure("java.io.IOException", "disk full", "java.io.IOException: disk full\n\tat A.b")));
        return job;
    }

    /** A schedule that is due each hour. */
    public void schedule(String tree, String id) {
        Submission job = Submission.of(
                new JobId(tree, new UUID(0, 0)),
                "greet",
                "root.shop",
                new Payload("{\"n\":1}".getBytes(StandardCharsets.UTF_8), "application/json"));
        send(
                tree,
                new Command.PutSchedule(new Schedule(
                        id, "@hourly", "Europe/Berlin", job, Schedule.Overlap.SKIP, Schedule.Misfire.ONCE, true)));
    }

    /** A schedule's job is submitted now. */
    public void trigger(String tree, String id) {
        send(tree, new Command.TriggerSchedule(id));
    }

    /** A sweep that cancels all is accepted. */
    public void sweep(String tree) {
        submitted++;
        send(tree, new Command.Sweep(JobFilter.ALL, new JobAction.Cancel("all", false)));
    }

    /** Time goes on. */
    public void later(long millis) {
        now += millis;
        send("", new Command.Tick());
    }

    /** Whatever else somebody sends. */
    public void send(String tree, Command command) {
        listener.decided(scheduler.handle(command, new Cause(tree, Optional.of(new UUID(1, submitted)), "ann"), now));
        if (command instanceof Command.Heartbeat beat) {
            listener.heard(beat, now);
        }
    }
}
