package io.sluice.core;

import io.sluice.core.Command.Held;
import io.sluice.cron.CronCalendar;
import io.sluice.state.InMemoryStore;
import io.sluice.state.Reads;
import io.sluice.state.Rearming;
import io.sluice.state.StoredState;
import io.sluice.state.TreeRow;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * A partition in memory, with a clock that is turned by hand: commands go in through the door, events and what was sent can
 * be looked at. Every command is followed by releasing, as the shell does. A lease check that was written comes back when
 * {@link #readBack} is called.
 */
final class World {

    static final String ROOT_TOPIC = "sluice.channel.root";
    static final long LEASE = 15_000;

    InMemoryStore store = new InMemoryStore();
    final List<Recorded> events = new ArrayList<>();
    final List<Effect> effects = new ArrayList<>();
    final List<Command.LeaseCheck> checks = new ArrayList<>();
    StoredState state;
    Scheduler scheduler;
    long now = 1_000_000;
    private boolean together;
    int step = 500;
    /** What was done, to be done again. */
    final List<Step> steps = new ArrayList<>();

    /** Kinds of commands, actions, outcomes and events that there were, timers included; events only if they are noted. */
    final Set<Class<?>> kinds = new HashSet<>();

    private Carry carry = Carry.NEVER;
    private UnaryOperator<State> bug = UnaryOperator.identity();
    private Optional<WhyAgreement> agreement = Optional.empty();
    private final Map<BundleId, Step.Run> runs = new HashMap<>();
    private final Map<Step.Run, BundleId> bundles = new HashMap<>();

    World() {
        start();
    }

    /** The instance goes away and another takes over what is stored. */
    void restart() {
        steps.add(new Step.Restart());
        start();
        // A new owner wakes up at once.
        releaseAll();
    }

    /** All instances go away, and the state of others is made of the events alone. */
    World rebuild() {
        store = folded();
        Rearming.all(store);
        restart();
        return this;
    }

    /** Another state that is made of the events alone. */
    InMemoryStore folded() {
        InMemoryStore folded = new InMemoryStore();
        StoredState fold = StoredState.open(folded, 4);
        for (Recorded recorded : events) {
            fold.apply(recorded);
            fold.land();
        }
        return folded;
    }

    private void start() {
        state = StoredState.open(store, 4);
        scheduler = new Scheduler(
                bug.apply(state),
                new Scheduler.Settings(0, LEASE, together, thrown -> true, carry),
                new CronCalendar(),
                step);
    }

    /** From now on the rules see the state through that. */
    World planting(UnaryOperator<State> planted) {
        bug = planted;
        start();
        return this;
    }

    /** From now on each release is foretold. */
    World foretold() {
        agreement = Optional.of(new WhyAgreement(this));
        return this;
    }

    // ---- bundles

    /** From now on very short jobs are released together, as they are everywhere but in tests of something else. */
    World bundling() {
        together = true;
        start();
        return this;
    }

    /** From now on what lives is written again within that time. */
    World carrying(long withinMs) {
        carry = new Carry(withinMs);
        start();
        return this;
    }

    /** Steps through edges, flows and sweeps are that short, so that a test need not make thousands of jobs. */
    World inStepsOf(int jobs) {
        step = jobs;
        start();
        return this;
    }

    /** A run of the type in that channel takes that long, as the scheduler sees it. */
    World runsTake(long millis, String channel, String type) {
        String name = "probe " + events.size();
        submit(name, job -> job.channel(channel).type(type));
        return took(millis, name);
    }

    /** The job ends as DONE after that many milliseconds of the worker's clock. */
    World took(long millis, String job) {
        ActiveBundle bundle = bundleOf(job);
        String worker = bundle.isClaimed() ? bundle.claimants().getFirst() : "w";
        Command.Done done = new Command.Done(Optional.empty());
        return command(new Command.Outcomes(
                worker,
                List.of(new Command.Outcome(bundle.id(), id(job), status(job).run(), now, now + millis, done))));
    }

    // ---- commands

    World channels(String text) {
        return command("", new Command.ConfigureFile(text));
    }

    World command(String tree, Command command) {
        steps.add(Step.of(tree, command, runs));
        return handle(tree, command);
    }

    private World handle(String tree, Command command) {
        note(command);
        take(scheduler.handle(command, new Cause(tree, Optional.empty(), "test"), now));
        releaseAll();
        return this;
    }

    World command(Command command) {
        return command("main", command);
    }

    private void releaseAll() {
        Output output;
        do {
            agreement.ifPresent(WhyAgreement::beforeRelease);
            output = release();
            take(output);
            Output released = output;
            agreement.ifPresent(why -> why.afterRelease(released));
        } while (output.more());
    }

    private Output release() {
        try {
            return scheduler.release(now, 2);
        } catch (RuntimeException thrown) {
            Output pause = scheduler.releaseThrew(thrown, now);
            if (pause.events().isEmpty()) {
                throw thrown;
            }
            return pause;
        }
    }

    private void take(Output output) {
        events.addAll(output.events());
        output.events().forEach(this::remember);
        for (Effect effect : output.effects()) {
            effects.add(effect);
            if (effect instanceof Effect.WriteLeaseCheck write) {
                checks.add(write.check());
            }
        }
    }

    private void note(Command command) {
        kinds.add(command.getClass());
        switch (command) {
            case Command.OnJob c -> kinds.add(c.action().getClass());
            case Command.Sweep c -> kinds.add(c.action().getClass());
            case Command.Outcomes c ->
                c.outcomes().forEach(one -> kinds.add(one.end().getClass()));
            default -> {}
        }
    }

    /** An event was applied: also one that is nobody's business outside the partition, which does not come out. */
    void note(Event event) {
        kinds.add(event.getClass());
        switch (event) {
            case Event.TimerFired fired -> kinds.add(fired.timer().command().getClass());
            case Event.SweepStarted sweep -> kinds.add(sweep.action().getClass());
            default -> {}
        }
    }

    /** Each bundle by a run that was released in it. */
    private void remember(Recorded recorded) {
        if (recorded.event() instanceof Event.JobReleased released) {
            Step.Run run = new Step.Run(released.job(), released.run());
            runs.putIfAbsent(released.bundle(), run);
            bundles.put(run, released.bundle());
        }
    }

    /** The bundle of a run; one that is not there if that run was never released. */
    BundleId bundleOf(Step.Run run) {
        return bundles.getOrDefault(run, new BundleId(run.job().tree(), 0));
    }

    /** Lets time pass; timers fire when they are due. */
    World advance(long millis) {
        steps.add(new Step.Advance(millis));
        long until = now + millis;
        while (scheduler.nextWakeup().orElse(Long.MAX_VALUE) <= until) {
            now = Math.max(now, scheduler.nextWakeup().getAsLong());
            kinds.add(Command.Tick.class);
            take(scheduler.tick(now));
            releaseAll();
        }
        now = until;
        return this;
    }

    /** The lease checks that were written come back through the log. */
    World readBack() {
        steps.add(new Step.ReadBack());
        List<Command.LeaseCheck> written = List.copyOf(checks);
        checks.clear();
        written.forEach(check -> handle("", check));
        return this;
    }

    // ---- workers

    World worker(String id, int slots, String... types) {
        return beat(id, slots, Set.of(ROOT_TOPIC), types.length == 0 ? Set.of("t") : Set.of(types));
    }

    World beat(String id, int slots, Set<String> topics, Set<String> types, BundleId... held) {
        List<Held> all = new ArrayList<>();
        for (BundleId bundle : held) {
            all.add(new Held(0, bundle));
        }
        return command("", new Command.Heartbeat(id, slots, topics, types, all, false));
    }

    World claim(String worker, String... jobs) {
        for (String job : jobs) {
            command(new Command.Claimed(
                    worker, List.of(new Command.Claim(bundleOf(job).id(), false))));
        }
        return this;
    }

    World done(String worker, String job) {
        return end(worker, job, new Command.Done(Optional.empty()));
    }

    World end(String worker, String job, Command.End end) {
        return outcome(worker, bundleOf(job).id(), id(job), status(job).run(), end);
    }

    World outcome(String worker, BundleId bundle, JobId job, int run, Command.End end) {
        return command(new Command.Outcomes(worker, List.of(new Command.Outcome(bundle, job, run, now - 1, now, end))));
    }

    static Command.Retry retryable(String message) {
        return new Command.Retry(
                new Failure("java.io.IOException", message, ""), OptionalLong.empty(), Optional.empty());
    }

    static Command.Failed broken(String message) {
        return new Command.Failed(new Failure("java.lang.IllegalStateException", message, "trace"));
    }

    // ---- jobs

    /** The id behind a short name. */
    static JobId id(String name) {
        return new JobId("main", UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)));
    }

    World submit(String... names) {
        for (String name : names) {
            submit(name, asked -> asked);
        }
        return this;
    }

    World submit(String name, UnaryOperator<Asked> how) {
        Asked asked = how.apply(new Asked(id(name)));
        return command(asked.id.tree(), new Command.Submit(asked.submission()));
    }

    // ---- jobs: what is done to those that are there

    World on(String name, JobAction action) {
        return command(id(name).tree(), new Command.OnJob(id(name), action));
    }

    /** A job that failed for good. */
    World failed(String name) {
        return submit(name).claim("w", name).end("w", name, broken("boom"));
    }

    Job job(String name) {
        return state.job(id(name)).orElseThrow();
    }

    boolean isKept(String name) {
        return state.job(id(name)).isPresent();
    }

    /** Those that people see in the list of trees. */
    List<String> trees() {
        return new Reads(store).trees(100, "").stream().map(TreeRow::name).toList();
    }

    /** The words of the last refusal. */
    String refusal() {
        return ((Event.CommandRejected) lastEvent()).reason();
    }

    // ----

    JobStatus status(String name) {
        return state.status(id(name)).orElseThrow();
    }

    JobState stateOf(String name) {
        return status(name).state();
    }

    ActiveBundle bundleOf(String name) {
        return state.bundleOf(id(name)).orElseThrow();
    }

    // ---- flows

    static FlowId flowId(String name) {
        return new FlowId("main", id(name).uuid());
    }

    /** A job that waits for others to be DONE. */
    static Asked job(String name, String... parents) {
        Asked asked = new Asked(id(name));
        for (String parent : parents) {
            asked.after(parent, Parent.On.DONE);
        }
        return asked;
    }

    /** A hidden join of those jobs. */
    static Asked join(String name, String... parents) {
        return job(name, parents).type(Join.TYPE);
    }

    World flow(String name, Asked... jobs) {
        return command(new Command.SubmitFlow(
                flowId(name), "", Stream.of(jobs).map(Asked::submission).toList()));
    }

    /** What a run submits. */
    static Command.Done submitting(Command.Submitted... submitted) {
        return new Command.Done(Optional.empty(), List.of(submitted));
    }

    Flow.Progress progress(String flow) {
        return state.flow(flowId(flow)).orElseThrow().progress();
    }

    /** Runs a job that is RELEASED to its end. */
    World run(String job, Command.End end) {
        return claim("w", job).end("w", job, end);
    }

    World run(String... jobs) {
        for (String job : jobs) {
            run(job, new Command.Done(Optional.empty()));
        }
        return this;
    }

    World requeue(String job) {
        return command(new Command.OnJob(id(job), new JobAction.Requeue()));
    }

    World cancel(String job) {
        return command(new Command.OnJob(id(job), new JobAction.Cancel("not wanted", false)));
    }

    /** Short names of the jobs that were released since the last call, in their order. */
    List<String> released(String... candidates) {
        List<String> names = new ArrayList<>();
        for (Effect effect : effects) {
            if (effect instanceof Effect.Dispatch dispatch) {
                dispatch.jobs().forEach(job -> names.add(nameOf(job.job().id(), candidates)));
            }
        }
        effects.removeIf(Effect.Dispatch.class::isInstance);
        return names;
    }

    private static String nameOf(JobId id, String... candidates) {
        for (String name : candidates) {
            if (id(name).equals(id)) {
                return name;
            }
        }
        return id.toString();
    }

    <E extends Event> List<E> events(Class<E> type) {
        return events.stream()
                .map(Recorded::event)
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    Event lastEvent() {
        return events.getLast().event();
    }

    /** A submission that is being made up. */
    static final class Asked {
        private JobId id;
        private String type = "t";
        private String channel = "";
        private int priority = 10;
        private OptionalLong eta = OptionalLong.empty();
        private OptionalInt maxAttempts = OptionalInt.empty();
        private Optional<RetryPolicy> retry = Optional.empty();
        private byte[] payload = "{}".getBytes(StandardCharsets.UTF_8);
        private final List<Parent> parents = new ArrayList<>();
        private Optional<UUID> flow = Optional.empty();
        private OptionalLong timeout = OptionalLong.empty();
        private OptionalLong expires = OptionalLong.empty();
        private Optional<Dedup> dedup = Optional.empty();

        Asked(JobId id) {
            this.id = id;
        }

        Asked tree(String tree) {
            id = new JobId(tree, id.uuid());
            return this;
        }

        Asked type(String name) {
            type = name;
            return this;
        }

        Asked channel(String path) {
            channel = path;
            return this;
        }

        Asked priority(int value) {
            priority = value;
            return this;
        }

        Asked eta(long at) {
            eta = OptionalLong.of(at);
            return this;
        }

        Asked maxAttempts(int most) {
            maxAttempts = OptionalInt.of(most);
            return this;
        }

        Asked retry(RetryPolicy policy) {
            retry = Optional.of(policy);
            return this;
        }

        // bundles
        Asked payload(int bytes) {
            payload = new byte[bytes];
            return this;
        }

        Asked after(String parent, Parent.On on) {
            return after(new Parent(World.id(parent).uuid(), on));
        }

        Asked after(Parent parent) {
            parents.add(parent);
            return this;
        }

        Asked flow(FlowId its) {
            flow = Optional.of(its.uuid());
            return this;
        }

        // jobs

        Asked timeout(long millis) {
            timeout = OptionalLong.of(millis);
            return this;
        }

        Asked expires(long at) {
            expires = OptionalLong.of(at);
            return this;
        }

        Asked dedup(String key) {
            return dedup(new Dedup(key, Dedup.Mode.KEEP, false, 0));
        }

        Asked dedup(Dedup key) {
            dedup = Optional.of(key);
            return this;
        }

        Command.Submitted plain() {
            return new Command.Submitted(submission(), false);
        }

        Command.Submitted holding() {
            return new Command.Submitted(submission(), true);
        }

        Asked payload(String json) {
            payload = json.getBytes(StandardCharsets.UTF_8);
            return this;
        }

        Asked inFlow() {
            flow = Optional.of(new UUID(1, 2));
            return this;
        }

        Submission submission() {
            return new Submission(
                    id,
                    type,
                    channel,
                    new Payload(payload, "application/json"),
                    new Submission.Options(priority, eta, maxAttempts, retry, timeout, expires, dedup),
                    List.copyOf(parents),
                    flow,
                    Optional.empty(),
                    "",
                    Map.of(),
                    0);
        }
    }
}
