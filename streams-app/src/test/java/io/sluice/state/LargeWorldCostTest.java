package io.sluice.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.core.ChannelPath;
import io.sluice.core.Command;
import io.sluice.core.Dedup;
import io.sluice.core.Effect;
import io.sluice.core.Failure;
import io.sluice.core.FlowId;
import io.sluice.core.JobAction;
import io.sluice.core.JobFilter;
import io.sluice.core.JobId;
import io.sluice.core.JobState;
import io.sluice.core.Parent;
import io.sluice.core.RetryPolicy;
import io.sluice.core.Schedule;
import io.sluice.core.Submission;
import io.sluice.state.LargeWorld.Size;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;

/**
 * No step costs more store operations with 10 000 channels in a tree, 10 000 trees in the partition and a million waiting jobs than
 * with ten: counted are reads, scans, entries, what was removed and has to be passed over, and writes.
 */
class LargeWorldCostTest {

    /**
     * What a page that ends elsewhere, a window that is filled at another time, or other jobs that end in the same millisecond
     * may make of a difference: so many operations, or one in a hundred.
     */
    private static final int SLACK = 20;

    /** What a step may cost if that is more than the same step costs among ten. */
    private enum Bound {
        /** Nothing is more. */
        NONE,
        /** It goes over lines of READY jobs or trees, 500 at a time; each is looked at some times, and may be read at first. */
        LINES,
        /** It looks at the channels of a tree, or the trees of the partition, once or twice each; never at their jobs. */
        CHANNELS,
        /** It looks at some ten thousand jobs and then gives up. */
        COUNT;

        long most(Size size) {
            return switch (this) {
                case NONE -> 0;
                case LINES -> 500 * 14;
                case CHANNELS -> 500 * 20 + 2L * (size.channels() + size.trees());
                case COUNT -> 3 * 20_000 + CHANNELS.most(size);
            };
        }
    }

    /** What a kind of step costs, and may. */
    private record Cost(long operations, long bound) {}

    private final Map<String, Cost> costs = new LinkedHashMap<>();
    private LargeWorld world;

    @Test
    void no_step_costs_more_with_a_million_waiting_jobs_than_with_ten() {
        Map<String, Cost> few = costs(Size.TEN);
        Map<String, Cost> many = new LargeWorldCostTest().costs(Size.MANY);

        List<String> dearer = new ArrayList<>();
        many.forEach((step, cost) -> {
            long before = few.get(step).operations();
            if (cost.operations() > Math.max(before + Math.max(SLACK, before / 100), cost.bound())) {
                dearer.add(step + ": " + before + " -> " + cost.operations());
            }
        });
        assertThat(dearer).as(String.join("\n", dearer)).isEmpty();
    }

    /** The dearest step of each kind. */
    private Map<String, Cost> costs(Size size) {
        world = new LargeWorld(size);
        start();
        submitting();
        running();
        actions();
        channels();
        workers();
        schedules();
        flows();
        sweeps();
        retention();
        queries();
        restart();
        dropping();
        return costs;
    }

    /** What is done some times over, with the releases that it makes possible; the dearest step counts. */
    private void step(String name, int times, IntConsumer what) {
        step(name, Bound.NONE, times, what);
    }

    private void step(String name, Bound bound, int times, IntConsumer what) {
        world.store.reset();
        for (int i = 0; i < times; i++) {
            world.now++;
            what.accept(i);
            world.store.endStep();
            world.release();
        }
        costs.put(name, new Cost(world.store.dearestStep(), bound.most(world.size)));
    }

    /**
     * What somebody asks for now and then. It begins at the start of its ranges, so what was removed there and is not compacted yet is
     * passed over; it does not count here.
     */
    private void asked(String name, Bound bound, Runnable what) {
        world.store.reset();
        world.now++;
        what.run();
        costs.put(name, new Cost(world.store.dearestOfAlive(), bound.most(world.size)));
    }

    private void step(String name, Bound bound, Runnable what) {
        step(name, bound, 1, i -> what.run());
    }

    private String channel(int i) {
        return "root.c" + i % 10;
    }

    private void on(JobId job, JobAction action) {
        world.handle(job.tree(), new Command.OnJob(job, action));
    }

    private void main(Command command) {
        world.handle(LargeWorld.TREE, command);
    }

    // ---- kinds of steps

    private void start() {
        step("first worker", Bound.LINES, () -> world.beat("t"));
        world.end(new Command.Done(Optional.empty()));
        world.release();
    }

    private void submitting() {
        step("submit", 50, i -> world.submit(LargeWorld.TREE, LargeWorld.DEEP, "t", job -> job));
        step("submit to a channel", 50, i -> world.submit(LargeWorld.TREE, channel(i), "t", job -> job));
        step("submit to a new channel", 50, i -> world.submit(LargeWorld.TREE, "root.new" + i, "t", job -> job));
        step("submit to a new tree", 50, i -> world.submit("new" + i, "root", "t", job -> job));
        step(
                "submit for later",
                50,
                i -> world.submit(
                        LargeWorld.TREE,
                        LargeWorld.LATER,
                        "late",
                        job -> job.with(Submission.Options.NONE.withEta(world.now + 100_000_000))));
        step("submit what expires", 5, i -> {
            world.submit(
                    LargeWorld.TREE,
                    LargeWorld.DEEP,
                    "t",
                    job -> job.with(Submission.Options.NONE.withExpires(world.now + 1)));
            world.advance(2);
        });
        step(
                "submit a child",
                50,
                i -> world.submit(
                        LargeWorld.TREE,
                        LargeWorld.CHILDREN,
                        "t",
                        job -> job.after(List.of(new Parent(LargeWorld.gate().uuid(), Parent.On.DONE)))));
        step(
                "dedup",
                50,
                i -> world.submit(
                        LargeWorld.TREE,
                        LargeWorld.DEEP,
                        "t",
                        job -> job.with(Submission.Options.NONE
                                .withPriority(4)
                                .withDedup(new Dedup(
                                        "k" + i % 2,
                                        i % 4 < 2 ? Dedup.Mode.KEEP : Dedup.Mode.REPLACE,
                                        false,
                                        5_000)))));
    }

    private void running() {
        step("done", 50, i -> world.end(new Command.Done(Optional.of("ok"))));
        step("failed", 10, i -> world.end(new Command.Failed(error())));
        step("retried", 10, i -> {
            world.end(new Command.Retry(error(), OptionalLong.of(50), Optional.of(new RetryPolicy.Fixed(50))));
            world.advance(60);
        });
        step("snoozed", 10, i -> {
            world.end(new Command.Snoozed(50));
            world.advance(60);
        });
        step("rate limited", 10, i -> {
            world.end(new Command.RateLimited(50));
            world.advance(60);
        });
        step("handed back", 10, i -> handBack("stop"));
        step("type unknown", Bound.LINES, 3, i -> {
            handBack("UNKNOWN_TYPE");
            world.advance(6_000);
            world.beat("t");
        });
        step("cancel what runs", 10, i -> {
            Effect.Dispatch bundle = world.released.getFirst();
            world.claim(bundle);
            on(bundle.jobs().getFirst().job().id(), new JobAction.Cancel("late", i % 2 == 0));
            world.end(new Command.Done(Optional.empty()));
        });
    }

    private static Failure error() {
        return new Failure("java.io.IOException", "net", "trace");
    }

    private void handBack(String reason) {
        List<Effect.Dispatch> out = List.copyOf(world.released);
        world.released.clear();
        out.forEach(bundle -> {
            world.claim(bundle);
            world.handle(bundle.bundle().tree(), new Command.HandedBack("w", List.of(bundle.bundle()), reason));
        });
    }

    /** A READY job out of the middle of the long line, from the end on; a SCHEDULED, a WAITING and a FAILED one. */
    private void actions() {
        long pasts = world.firstOfBacklog();
        for (JobAction action : List.of(
                new JobAction.Reprioritize(3),
                new JobAction.Reschedule(world.now + 50_000_000),
                new JobAction.Move("root.c3"),
                new JobAction.SetMaxAttempts(3),
                new JobAction.Cancel("late", false),
                new JobAction.Requeue(),
                new JobAction.SetDone(Optional.empty()),
                new JobAction.Delete())) {
            String name = action.getClass().getSimpleName();
            Size size = world.size;
            step(name + " READY", 20, i -> on(job(pasts + size.deep() - 100 - i), action));
            step(name + " SCHEDULED", 20, i -> on(job(pasts + size.deep() + size.later() / 2 + i), action));
            step(name + " WAITING", 20, i -> on(job(pasts + size.deep() + size.later() + 1 + i), action));
            step(name + " FAILED", 20, i -> on(job(world.failed(i)), action));
        }
    }

    private static JobId job(long number) {
        return new JobId(LargeWorld.TREE, LargeWorld.uuid(number));
    }

    private void channels() {
        for (String path : List.of("root", LargeWorld.DEEP, "root.c5")) {
            step("pause and resume " + path, 5, i -> {
                main(new Command.Pause(path, "why"));
                world.release();
                world.store.endStep();
                main(new Command.Resume(path));
            });
        }
        step("pause and resume a type", Bound.LINES, 3, i -> {
            main(new Command.Pause("", "why", "t"));
            world.release();
            main(new Command.Resume("", "t"));
        });
        step("configure", 5, i -> main(new Command.Configure("root:" + (4 + i % 2))));
        step("configure what nobody declared", Bound.LINES, 3, i -> main(new Command.Configure("c" + i + ":3")));
        step("configure with another retention", 5, i -> main(new Command.Configure("failed:*:retention=3" + i + "h")));
        step(
                "configure with a retention of failures",
                5,
                i -> main(new Command.Configure("failed:*:retention.failed=40" + i + "h")));
        for (String how : List.of("root:4:fair", "root:4:aging=1s", "root:1:sequential", "root:4")) {
            step("configure " + how, Bound.LINES, () -> main(new Command.Configure(how)));
            step("done under " + how, 20, i -> world.end(new Command.Done(Optional.empty())));
        }
        step(
                "configure file",
                Bound.LINES,
                2,
                i -> world.handle("", new Command.ConfigureFile("root:4,failed:*,x:" + i)));
    }

    private void workers() {
        // The file has come anew: its channels are gone over, so many a step, for what is kept otherwise by now.
        step("channels are kept otherwise", Bound.LINES, () -> world.advance(5_000));
        step("heartbeat", 10, i -> {
            world.advance(1_000);
            world.beat("t");
        });
        step("a type is handled from now on", Bound.LINES, () -> world.beat("t", "late"));
        step("a type is handled no more", Bound.LINES, () -> world.beat("t"));
        step("lease check", Bound.NONE, () -> {
            List.copyOf(world.released).forEach(world::claim);
            world.advance(46_000);
            world.readBack();
        });
        world.released.clear();
        step("a worker is back", Bound.LINES, () -> world.beat("t"));
        step("unclaimed release", Bound.NONE, () -> {
            for (int i = 0; i < 20; i++) {
                world.advance(1_000);
                world.beat("t");
            }
            world.readBack();
        });
        world.released.clear();
        world.release();
    }

    private void schedules() {
        step("schedule", 10, i -> {
            Submission job = Submission.of(job(0), "late", LargeWorld.LATER, LargeWorld.EMPTY);
            main(new Command.PutSchedule(new Schedule(
                    "s" + i, "every 1s", "UTC", job, Schedule.Overlap.ALLOW, Schedule.Misfire.ONCE, true)));
            main(new Command.TriggerSchedule("s" + i));
            world.advance(1_000);
            main(new Command.SwitchSchedule("s" + i, false));
            main(new Command.DeleteSchedule("s" + i));
        });
    }

    private void flows() {
        step("flow", 10, i -> {
            FlowId flow = world.flow(5);
            world.store.endStep();
            main(new Command.CancelFlow(flow, "late"));
            main(new Command.RequeueFlow(flow));
        });
        step("the end of a parent of many", Bound.LINES, () -> {
            on(LargeWorld.gate(), new JobAction.SetDone(Optional.empty()));
            ticks(200);
        });
    }

    private void ticks(int steps) {
        for (int i = 0; i < steps && world.scheduler.nextWakeup().orElse(Long.MAX_VALUE) <= world.now; i++) {
            world.tick();
        }
    }

    private void sweeps() {
        for (JobState in :
                List.of(JobState.READY, JobState.SCHEDULED, JobState.WAITING, JobState.FAILED, JobState.DONE)) {
            JobFilter filter = JobFilter.ALL.in(Set.of(in));
            asked("sweep " + in, Bound.LINES, () -> sweep(filter, new JobAction.SetMaxAttempts(7)));
        }
        JobFilter deep = new JobFilter(
                Optional.of(ChannelPath.parse(LargeWorld.DEEP)), Optional.of("t"), Set.of(), Optional.empty(), 0);
        asked("cancel by a sweep", Bound.NONE, () -> sweep(deep, new JobAction.Cancel("late", false)));
        JobFilter none = new JobFilter(Optional.empty(), Optional.of("unheard"), Set.of(), Optional.empty(), 0);
        asked("sweep for a type that nobody has", Bound.NONE, () -> sweep(none, new JobAction.SetMaxAttempts(7)));
    }

    private void sweep(JobFilter filter, JobAction action) {
        main(new Command.Sweep(filter, action));
        ticks(5);
        world.endSweeps();
    }

    private void retention() {
        step("purge", Bound.NONE, () -> {
            world.advance(24 * 3_600_000L - 80_000_000);
            for (int i = 0; i < 5; i++) {
                world.advance(60);
            }
        });
    }

    private void queries() {
        Reads reads = new Reads(world.store);
        asked("trees", Bound.NONE, () -> reads.trees(10, ""));
        asked("channels", Bound.CHANNELS, () -> reads.channelRows(LargeWorld.TREE));
        for (JobState in : JobState.values()) {
            for (Optional<ChannelPath> where :
                    List.of(Optional.<ChannelPath>empty(), Optional.of(ChannelPath.parse(LargeWorld.DEEP)))) {
                asked(
                        "jobs " + in + where.map(path -> " of " + path).orElse(""),
                        where.isEmpty() ? Bound.CHANNELS : Bound.NONE,
                        () -> {
                            JobQuery query = new JobQuery(LargeWorld.TREE, in, where, 50, Optional.empty());
                            JobPage page = reads.jobs(query);
                            world.store.endStep();
                            page.next().ifPresent(token -> reads.jobs(query.after(token)));
                        });
            }
        }
        asked("load of a tree", Bound.CHANNELS, () -> reads.load(LargeWorld.TREE, 4_000));
        asked("load of a tree in sums", Bound.CHANNELS, () -> reads.sums(LargeWorld.TREE, 4_000));
        asked(
                "who waits longest",
                Bound.NONE,
                () -> reads.readySince(LargeWorld.TREE, ChannelPath.parse(LargeWorld.DEEP)));
        asked("job", Bound.NONE, () -> reads.job(job(world.firstOfBacklog())));
        asked("count", Bound.COUNT, () -> reads.count(LargeWorld.TREE, JobFilter.ALL, world.now));
        asked("workers and sweeps", Bound.NONE, () -> {
            reads.workers();
            reads.sweeps(LargeWorld.TREE);
        });
    }

    private void restart() {
        asked("open", Bound.CHANNELS, world::restart);
        asked("first steps", Bound.CHANNELS, () -> world.beat("t"));
        step("first look at the timers", Bound.NONE, () -> world.scheduler.nextWakeup());
    }

    private void dropping() {
        asked("drop a tree", Bound.LINES, () -> {
            main(new Command.DropTree("moved out"));
            ticks(10);
        });
    }
}
