package io.sluice.state;

import io.sluice.core.BundleId;
import io.sluice.core.Carry;
import io.sluice.core.Cause;
import io.sluice.core.Command;
import io.sluice.core.Effect;
import io.sluice.core.Failure;
import io.sluice.core.FlowId;
import io.sluice.core.JobAction;
import io.sluice.core.JobId;
import io.sluice.core.Output;
import io.sluice.core.Parent;
import io.sluice.core.Payload;
import io.sluice.core.Scheduler;
import io.sluice.core.Submission;
import io.sluice.cron.CronCalendar;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;

/**
 * A partition with a backlog and a past, whose store operations are counted step by step: jobs that are READY in one long line, in
 * many channels and in many trees, SCHEDULED ones and WAITING ones; and what earlier jobs left behind.
 */
final class LargeWorld {

    static final String TREE = "main";
    static final String DEEP = "root.deep";
    static final String LATER = "root.later";
    static final String CHILDREN = "root.children";
    static final String FAILED = "root.failed";

    /** A parent that does not end by itself: nobody handles its type. */
    static final long GATE = 1L << 40;

    static final Payload EMPTY = new Payload(new byte[0], "text/plain");
    private static final String TOPIC = "sluice.channel.root";

    final CountingStore store = new CountingStore(new InMemoryStore());
    final Deque<Effect.Dispatch> released = new ArrayDeque<>();
    final List<Command.LeaseCheck> checks = new ArrayList<>();
    final Size size;
    Scheduler scheduler;
    StoredState state;
    long now = 1_000_000_000;
    private long made;
    private long commands;
    private long backlog;
    private final List<Long> failed = new ArrayList<>();

    /**
     * How much of everything.
     *
     * @param channels channels of one tree, with ten READY jobs each
     * @param trees trees beside that one, with ten READY jobs each
     * @param deep READY jobs in one line
     * @param later SCHEDULED jobs
     * @param children WAITING jobs, all behind the same parent
     * @param past jobs of each kind that ended before: were purged, ended, failed and were requeued
     */
    record Size(int channels, int trees, int deep, int later, int children, int past) {

        static final Size TEN = new Size(10, 10, 4_000, 4_000, 4_000, 1_300);
        static final Size MANY = new Size(10_000, 10_000, 700_000, 50_000, 50_000, 3_000);

        int waiting() {
            return 10 * channels + 10 * trees + deep + later + children;
        }
    }

    LargeWorld(Size size) {
        this.size = size;
        restart();
        handle("", new Command.ConfigureFile("root:4,failed:*"));
        past();
        fill();
    }

    void restart() {
        state = StoredState.open(store, 1);
        // A walk over what lives is bounded by its own steps (CarryingTest), and would fall into any of the steps here.
        Scheduler.Settings settings = new Scheduler.Settings(0, 15_000, false, thrown -> true, Carry.NEVER);
        scheduler = new Scheduler(state, settings, new CronCalendar());
    }

    // ---- what happened before

    private void past() {
        beat("t", "fails", "late");
        for (int i = 0; i < size.past(); i++) {
            submit(TREE, DEEP, "t", job -> job);
            drain(new Command.Done(Optional.empty()));
        }
        purge();
        for (int i = 0; i < size.past(); i++) {
            submit(TREE, DEEP, "t", job -> job);
            drain(new Command.Done(Optional.empty()));
            JobId id = submit(TREE, FAILED, "fails", job -> job);
            drain(new Command.Failed(new Failure("java.lang.IllegalStateException", "boom", "")));
            if (i < size.past() / 2) {
                requeue(id);
                drain(new Command.Done(Optional.empty()));
            } else {
                failed.add(id.uuid().getLeastSignificantBits());
            }
        }
        for (int i = 0; i < size.past(); i++) {
            submit(TREE, LATER, "late", job -> job.with(Submission.Options.NONE.withEta(now + 1)));
            advance(2);
            drain(new Command.Done(Optional.empty()));
        }
    }

    private void requeue(JobId id) {
        handle(TREE, new Command.OnJob(id, new JobAction.Requeue()));
        advance(1);
    }

    private void purge() {
        advance(25 * 3_600_000L);
        beat("t", "fails", "late");
    }

    private void fill() {
        handle("", new Command.Heartbeat("w", 4, Set.of(TOPIC), Set.of(), List.of(), false));
        backlog = made;
        fill(size.deep(), i -> made(TREE, DEEP, "t").with(Submission.Options.NONE.withPriority(i % 5)));
        fill(size.later(), i -> made(TREE, LATER, "late").with(Submission.Options.NONE.withEta(now + 10_000_000L + i)));
        submit(new Command.Submit(Submission.of(gate(), "nobody", "root.gate", EMPTY)));
        fill(size.children(), i -> made(TREE, CHILDREN, "t").after(List.of(new Parent(gate().uuid(), Parent.On.DONE))));
        for (int i = 0; i < 10; i++) {
            fill(size.channels(), c -> made(TREE, "root.c" + c, "t"));
            fill(size.trees(), c -> made("tree" + c, "root", "t"));
        }
    }

    private interface Making {
        Submission make(int i);
    }

    private void fill(int jobs, Making making) {
        for (int i = 0; i < jobs; i++) {
            submit(new Command.Submit(making.make(i)));
        }
    }

    // ---- jobs

    static JobId gate() {
        return new JobId(TREE, new UUID(7, GATE));
    }

    /** The id of the job that was made as that one, from 0. */
    static UUID uuid(long number) {
        return new UUID(7, number);
    }

    long made() {
        return made;
    }

    Submission made(String tree, String channel, String type) {
        return Submission.of(new JobId(tree, uuid(made++)), type, channel, EMPTY);
    }

    JobId submit(String tree, String channel, String type, UnaryOperator<Submission> how) {
        Submission asked = how.apply(made(tree, channel, type));
        submit(new Command.Submit(asked));
        return asked.id();
    }

    private void submit(Command.Submit command) {
        handle(command.job().id().tree(), command);
    }

    FlowId flow(int jobs) {
        FlowId flow = new FlowId(TREE, uuid(made++));
        List<Submission> members = new ArrayList<>();
        for (int i = 0; i < jobs; i++) {
            Submission job = made(TREE, CHILDREN, "nobody");
            members.add(
                    i == 0
                            ? job
                            : job.after(
                                    List.of(new Parent(members.getFirst().id().uuid(), Parent.On.DONE))));
        }
        handle(TREE, new Command.SubmitFlow(flow, "", members));
        return flow;
    }

    /** Which job of the long line was made first; those of other kinds follow. */
    long firstOfBacklog() {
        return backlog;
    }

    /** One that is FAILED. */
    long failed(int i) {
        return failed.get(i);
    }

    // ---- through the door

    void handle(String tree, Command command) {
        take(scheduler.handle(command, new Cause(tree, Optional.of(new UUID(8, commands++)), "test"), now));
    }

    /** All that can be released now is. */
    void release() {
        for (boolean more = true; more; ) {
            Output output = scheduler.release(now, 64);
            take(output);
            more = output.more();
        }
    }

    /** Time passes; what is due is done at its time, and released. */
    void advance(long millis) {
        long until = now + millis;
        while (scheduler.nextWakeup().orElse(Long.MAX_VALUE) <= until) {
            now = Math.max(now, scheduler.nextWakeup().getAsLong());
            tick();
        }
        now = until;
    }

    /** The lease checks that were written come back. */
    void readBack() {
        List<Command.LeaseCheck> written = List.copyOf(checks);
        checks.clear();
        written.forEach(check -> handle("", check));
        release();
    }

    void endSweeps() {
        new Reads(store).sweeps(TREE).forEach(sweep -> handle(TREE, new Command.CancelSweep(sweep.id())));
    }

    void tick() {
        take(scheduler.tick(now));
        release();
    }

    void beat(String... types) {
        handle("", new Command.Heartbeat("w", 4, Set.of(TOPIC), Set.of(types), List.of(), false));
        release();
    }

    /** The bundles that are out are claimed, and all of it ends so; the next ones stay. */
    void end(Command.End end) {
        List<Effect.Dispatch> out = List.copyOf(released);
        released.clear();
        out.forEach(bundle -> end(bundle, end));
    }

    /** The same until nothing is out. */
    void drain(Command.End end) {
        release();
        while (!released.isEmpty()) {
            end(released.removeFirst(), end);
            release();
        }
    }

    void claim(Effect.Dispatch bundle) {
        BundleId id = bundle.bundle();
        handle(id.tree(), new Command.Claimed("w", List.of(new Command.Claim(id, false))));
    }

    private void end(Effect.Dispatch bundle, Command.End end) {
        now++;
        claim(bundle);
        BundleId id = bundle.bundle();
        bundle.jobs()
                .forEach(job -> handle(
                        id.tree(),
                        new Command.Outcomes(
                                "w", List.of(new Command.Outcome(id, job.job().id(), job.run(), 0, 0, end)))));
    }

    private void take(Output output) {
        store.endStep();
        for (Effect effect : output.effects()) {
            switch (effect) {
                case Effect.Dispatch dispatch -> released.add(dispatch);
                case Effect.WriteLeaseCheck write -> checks.add(write.check());
                case Effect.TimerFailed failed ->
                    throw new IllegalStateException(failed.timer().toString(), failed.cause());
                default -> {}
            }
        }
    }
}
