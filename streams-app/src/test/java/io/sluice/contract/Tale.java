package io.sluice.contract;

import io.sluice.contract.Engine.Release;
import io.sluice.contract.Engine.Seen;
import io.sluice.core.BundleId;
import io.sluice.core.Command;
import io.sluice.core.Event;
import io.sluice.core.FlowId;
import io.sluice.core.JobAction;
import io.sluice.core.JobFilter;
import io.sluice.core.JobId;
import io.sluice.core.Join;
import io.sluice.core.Parent;
import io.sluice.core.Payload;
import io.sluice.core.Recorded;
import io.sluice.core.Submission;
import io.sluice.core.Submission.Options;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * One scenario on one engine: a tree of its own, a job type of its own and so a worker of its own, which does what the scenario
 * says and nothing by itself. Jobs go by names that mean something in the scenario.
 */
final class Tale {

    /** Runs take long, as far as the scheduler knows: so each is released alone. */
    private static final long LONG_MS = 1_000;

    private final Engine engine;
    private final String tree = "tale-" + UUID.randomUUID().toString().substring(0, 8);
    private final TaleWorker worker;
    private final Map<JobId, String> names = new HashMap<>();
    private final Map<String, Release> held = new HashMap<>();
    private final Set<JobId> probes = new HashSet<>();

    Tale(Engine engine) {
        this.engine = engine;
        this.worker = new TaleWorker(engine, tree);
    }

    // ---- given

    Tale channels(String text) {
        return command(new Command.Configure(text));
    }

    /** There is a worker, for the tale's own type and these. */
    Tale worker(int slots, String... kinds) {
        Set<String> types = new HashSet<>(Set.of(tree));
        Stream.of(kinds).map(this::type).forEach(types::add);
        worker.starts(slots, types);
        return this;
    }

    /** It is silent from now on; the next one is another. */
    Tale workerDies() {
        worker.dies();
        return this;
    }

    /** What the channels file says from now on, beside 64 seats for everybody: entries of this tree. */
    Tale file(String entries) {
        engine.channelsFile(tree, "root:64\n[" + tree + "]\n" + entries);
        return this;
    }

    Tale command(Command command) {
        engine.command(tree, command);
        return this;
    }

    Tale submit(String channel, String... jobs) {
        for (String job : jobs) {
            submit(job, asked -> asked.withChannel(channel));
        }
        return this;
    }

    Tale submit(String job, UnaryOperator<Submission> how) {
        return command(new Command.Submit(how.apply(asked(job))));
    }

    Tale submit(String job, Options options) {
        return submit(job, asked -> asked.with(options));
    }

    /** Jobs of a type of their own. */
    Tale submitOf(String kind, String... jobs) {
        for (String job : jobs) {
            command(new Command.Submit(Submission.of(id(job), type(kind), "", payload("{}"))));
        }
        return this;
    }

    /** A type beside the tale's own. */
    String type(String kind) {
        return tree + "-" + kind;
    }

    Submission asked(String job) {
        return Submission.of(id(job), tree, "", payload("{}"));
    }

    static Payload payload(String json) {
        return new Payload(json.getBytes(StandardCharsets.UTF_8), "application/json");
    }

    Tale on(String job, JobAction action) {
        return command(new Command.OnJob(id(job), action));
    }

    Tale requeue(String job) {
        return on(job, new JobAction.Requeue());
    }

    Tale cancel(String job) {
        return on(job, new JobAction.Cancel("ordered twice", false));
    }

    JobId id(String job) {
        byte[] name = (tree + " " + job).getBytes(StandardCharsets.UTF_8);
        JobId id = new JobId(tree, UUID.nameUUIDFromBytes(name));
        names.put(id, job);
        return id;
    }

    String tree() {
        return tree;
    }

    long now() {
        return engine.now();
    }

    // ---- flows

    FlowId flow() {
        return new FlowId(tree, id("the flow").uuid());
    }

    Tale flow(Submission... jobs) {
        return command(new Command.SubmitFlow(flow(), "a flow", List.of(jobs)));
    }

    /** A job that waits for others to be DONE. */
    Submission job(String job, String... parents) {
        return asked(job).after(Stream.of(parents).map(this::after).toList());
    }

    /** A hidden join behind those: what a group that follows a group goes through. */
    Submission join(String name, String... parents) {
        return Submission.of(id(name), Join.TYPE, "", payload("null"))
                .after(Stream.of(parents).map(this::after).toList());
    }

    /** A job that waits for another to fail. */
    Submission onFailure(String job, String parent) {
        return asked(job).after(List.of(new Parent(id(parent).uuid(), Parent.On.FAILURE)));
    }

    // ---- the worker

    /** Takes and claims the next release; answers which job it is. */
    String next() {
        await("another release", () -> worker.fresh().isPresent());
        Release release = worker.fresh().orElseThrow();
        worker.take(release);
        String job = names.getOrDefault(release.job(), release.job().toString());
        held.put(job, release);
        return job;
    }

    /** Takes that many. */
    List<String> next(int many) {
        List<String> jobs = new ArrayList<>();
        for (int i = 0; i < many; i++) {
            jobs.add(next());
        }
        return jobs;
    }

    Tale done(String... jobs) {
        for (String job : jobs) {
            end(job, Ends.done());
        }
        return this;
    }

    Tale end(String job, Command.End end) {
        return repeat(held.get(job), end);
    }

    /** What the worker got of a job. */
    Release held(String job) {
        return held.get(job);
    }

    /** Reports an outcome of that run, current or not. */
    Tale repeat(Release release, Command.End end) {
        worker.report(release, LONG_MS, end);
        return this;
    }

    /** The run is done after no time that a clock would tell. */
    Tale quicklyDone(String job) {
        worker.report(held.get(job), 0, Ends.done());
        return this;
    }

    Tale handBack(String job) {
        worker.handBack(held.get(job));
        return this;
    }

    /** Runs whatever is released until that many have run; answers them in their order. */
    List<String> run(int many) {
        List<String> ran = new ArrayList<>();
        for (int i = 0; i < many; i++) {
            String job = next();
            ran.add(job);
            done(job);
        }
        return ran;
    }

    /** The handler returned, and submitted these. */
    Command.End doneSubmitting(String... jobs) {
        return new Command.Done(
                Optional.empty(),
                Stream.of(jobs)
                        .map(job -> new Command.Submitted(asked(job), false))
                        .toList());
    }

    /** Waiting for a job to be done. */
    Parent after(String job) {
        return new Parent(id(job).uuid(), Parent.On.DONE);
    }

    // ---- time

    /** Lets that many milliseconds go by, by the scheduler's clock: an ETA that nobody waits for comes. */
    Tale passes(long millis) {
        JobId clock = id("clock " + UUID.randomUUID());
        Submission alarm = Submission.of(clock, type("clock"), "", payload("null"));
        command(new Command.Submit(alarm.with(Options.NONE.withEta(engine.now() + millis))));
        await(
                millis + " ms",
                () -> events(Event.JobReady.class).stream()
                        .anyMatch(ready -> ready.job().equals(clock)));
        return this;
    }

    private void await(String what, BooleanSupplier holds) {
        engine.await(what, () -> {
            worker.beatIfDue();
            return holds.getAsBoolean();
        });
    }

    // ---- then

    /** What people see of a job that is kept. */
    Seen seen(String job) {
        return engine.seen(id(job)).orElseThrow(() -> new AssertionError("job " + job + " is not kept"));
    }

    boolean isKept(String job) {
        return engine.seen(id(job)).isPresent();
    }

    /** What a dry run answers. */
    long count(JobFilter filter) {
        return engine.count(tree, filter);
    }

    /** When a job was released last. */
    long releasedAt(String job) {
        return engine.events(tree).stream()
                .filter(recorded -> recorded.event() instanceof Event.JobReleased released
                        && released.job().equals(id(job)))
                .reduce((first, second) -> second)
                .orElseThrow(() -> new AssertionError("job " + job + " was not released"))
                .at();
    }

    /** When the events of a kind happened. */
    List<Long> times(Class<? extends Event> kind) {
        return engine.events(tree).stream()
                .filter(recorded -> kind.isInstance(recorded.event()))
                .map(Recorded::at)
                .toList();
    }

    /** The events of a kind, once there are that many. */
    <E extends Event> List<E> await(Class<E> kind, int many) {
        await(many + " " + kind.getSimpleName(), () -> events(kind).size() >= many);
        return events(kind);
    }

    <E extends Event> List<E> events(Class<E> kind) {
        return engine.events(tree).stream()
                .map(Recorded::event)
                .filter(kind::isInstance)
                .map(kind::cast)
                .toList();
    }

    /** The refusals, once there are that many. */
    List<Event.CommandRejected> refused(int many) {
        await(many + " refusals", () -> refusals().size() >= many);
        return refusals();
    }

    private List<Event.CommandRejected> refusals() {
        return events(Event.CommandRejected.class).stream()
                .filter(refusal -> refusal.job().filter(probes::contains).isEmpty())
                .toList();
    }

    /** Nothing more is released although all that was sent has been taken in, commands and reports. */
    Tale nothingIsReleased() {
        int before = engine.released(tree).size();
        JobId probe = new JobId(tree, UUID.randomUUID());
        probes.add(probe);
        command(new Command.OnJob(probe, new JobAction.Requeue()));
        Command.Outcome stale =
                new Command.Outcome(new BundleId(tree, Long.MAX_VALUE), probe, 1, 0, 0, new Command.Snoozed(0));
        engine.report(tree, new Command.Outcomes("nobody", List.of(stale)));
        await(
                "the answers to both probes",
                () -> events(Event.CommandRejected.class).stream()
                                .filter(refusal -> refusal.job().equals(Optional.of(probe)))
                                .count()
                        == 2);
        if (engine.released(tree).size() != before || worker.fresh().isPresent()) {
            throw new AssertionError("something was released: " + worker.fresh());
        }
        return this;
    }
}
