package io.sluice.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.core.BundleId;
import io.sluice.core.Cause;
import io.sluice.core.Command;
import io.sluice.core.Effect;
import io.sluice.core.JobId;
import io.sluice.core.Output;
import io.sluice.core.Payload;
import io.sluice.core.Scheduler;
import io.sluice.core.Submission;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What it costs to go on from one job to the next, in store operations: as much with thousands of channels and trees and a
 * long backlog as with ten.
 */
class ReleaseCostTest {

    private static final int FEW = 10;
    private static final int MANY = 10_000;

    /** A short backlog, and yet more than stay in memory because they came last. */
    private static final int SHORT = RecentJobs.MOST + 1000;

    /** A partition with a backlog. */
    private static final class Backlog {
        private final CountingStore store = new CountingStore(new InMemoryStore());
        private final Deque<Effect.Dispatch> released = new ArrayDeque<>();
        private Scheduler scheduler;
        private long now = 1_000_000;
        private int submitted;

        Backlog(String channels) {
            restart();
            handle("", new Command.ConfigureFile(channels));
        }

        void restart() {
            scheduler = new Scheduler(StoredState.open(store, 1), new Scheduler.Settings(0, 15_000));
        }

        void submit(String tree, String channel, int priority) {
            submit(tree, "t", channel, new byte[0], Submission.Options.NONE.withPriority(priority));
        }

        void submit(String tree, String type, String channel, byte[] payload, Submission.Options options) {
            JobId id = new JobId(tree, new UUID(7, submitted++));
            Submission asked = Submission.of(id, type, channel, new Payload(payload, "text/plain"));
            handle(tree, new Command.Submit(asked.with(options)));
        }

        void work() {
            handle(
                    "",
                    new Command.Heartbeat(
                            "w", 1, Set.of("sluice.channel.root"), Set.of("t", "t0", "t1"), List.of(), false));
            for (boolean more = true; more; ) {
                Output output = scheduler.release(now, 256);
                take(output);
                more = output.more();
            }
        }

        /** Ends the job that runs and releases the next: store operations, the dearest of so many rounds. */
        int dearest(int rounds) {
            int dearest = 0;
            for (int i = 0; i < rounds; i++) {
                now += 20;
                store.reset();
                Effect.Dispatch bundle = released.removeFirst();
                BundleId id = bundle.bundle();
                handle(id.tree(), new Command.Claimed("w", List.of(new Command.Claim(id, false))));
                Effect.DispatchedJob job = bundle.jobs().getFirst();
                handle(
                        id.tree(),
                        new Command.Outcomes(
                                "w",
                                List.of(new Command.Outcome(
                                        id, job.job().id(), job.run(), 0, 0, new Command.Done(Optional.empty())))));
                Output output = scheduler.release(now, 256);
                take(output);
                assertThat(output.more()).isFalse();
                assertThat(released).as("one ends, one is released").hasSize(1);
                dearest = Math.max(dearest, store.reads() + store.scannedFrom().size() + store.written());
            }
            return dearest;
        }

        /** Runs so many bundles, or all, each in no time; answers how many jobs that were. */
        int run(int bundles) {
            int jobs = 0;
            for (int i = 0; i < bundles && !released.isEmpty(); i++) {
                now += 20;
                Effect.Dispatch bundle = released.removeFirst();
                BundleId id = bundle.bundle();
                handle(id.tree(), new Command.Claimed("w", List.of(new Command.Claim(id, false))));
                List<Command.Outcome> ends = bundle.jobs().stream()
                        .map(job -> new Command.Outcome(
                                id, job.job().id(), job.run(), now, now, new Command.Done(Optional.empty())))
                        .toList();
                handle(id.tree(), new Command.Outcomes("w", ends));
                take(scheduler.release(now, 4096));
                jobs += bundle.jobs().size();
            }
            return jobs;
        }

        private void handle(String tree, Command command) {
            take(scheduler.handle(command, new Cause(tree, Optional.empty(), "test"), now));
        }

        private void take(Output output) {
            output.effects().stream()
                    .filter(Effect.Dispatch.class::isInstance)
                    .map(Effect.Dispatch.class::cast)
                    .forEach(released::add);
        }
    }

    private static int cost(String channels, int trees, int paths, int jobs, boolean isCold) {
        Backlog backlog = new Backlog(channels);
        for (int i = 0; i < jobs; i++) {
            backlog.submit("tree" + i % trees, "root.c" + i % paths, i % 5);
        }
        if (isCold) {
            backlog.restart();
        }
        backlog.work();
        // The first of a line that was not in memory is looked up once, and then there are enough for the rounds.
        backlog.dearest(30);
        // The first end of a day in a channel sets its retention's timer: among few channels that has been, too.
        backlog.now += 25 * 3_600_000L;
        return backlog.dearest(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "root:1",
                "root:1:fair",
                "root:1:sequential",
                "root:1:aging=1s",
                "root:1:throttle=1000/1s",
                "root:1,*:1:weight=2"
            })
    void ten_thousand_channels_cost_no_more_than_ten(String channels) {
        int few = cost(channels, 1, FEW, SHORT, false);
        int many = cost(channels, 1, MANY, MANY + MANY / 2, false);

        assertThat(many).as("dearest round with %d channels", MANY).isLessThanOrEqualTo(few);
        assertThat(few).isLessThan(30);
    }

    @ParameterizedTest
    @ValueSource(strings = {"root:1", "root:1:fair", "root:1:sequential", "root:1:aging=1s"})
    void ten_thousand_trees_cost_no_more_than_ten(String channels) {
        assertThat(cost(channels, MANY, 1, MANY + MANY / 2, false))
                .isLessThanOrEqualTo(cost(channels, FEW, 1, SHORT, false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"root:1", "root:1:fair", "root:1:sequential", "root:1:aging=1s"})
    void a_long_backlog_costs_no_more_than_a_short_one(String channels) {
        assertThat(cost(channels, 1, FEW, 60_000, false)).isLessThanOrEqualTo(cost(channels, 1, FEW, SHORT, false));
    }

    @Test
    void a_job_that_waited_long_costs_one_read() {
        Backlog backlog = new Backlog("root:1");
        for (int i = 0; i < 10; i++) {
            backlog.submit("main", "root", 10);
        }
        backlog.restart();
        backlog.store.reset();
        backlog.work();
        for (int i = 0; i < 5; i++) {
            assertThat(backlog.store.reads(Index.JOB)).isEqualTo(1);
            assertThat(backlog.store.reads(Index.STATUS))
                    .as("its place says that there is none")
                    .isZero();
            backlog.dearest(1);
        }
    }

    /** Jobs of no time at all, of which a thousand may go together, and whose neighbours may go with them or not. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    root:1                | 1 | 1 | 0     | 0
                    root:1:aging=1s       | 1 | 1 | 0     | 0
                    root:1:sequential     | 2 | 1 | 0     | 0
                    root:1                | 2 | 1 | 0     | 0
                    root:1                | 1 | 2 | 0     | 0
                    root:1                | 1 | 1 | 40000 | 0
                    root:1                | 1 | 1 | 0     | 1
                    """)
    void little_is_read_that_is_not_released(String channels, int paths, int types, int bytes, int attempts) {
        Backlog backlog = new Backlog(channels);
        for (int i = 0; i < SHORT + 1000; i++) {
            // Every second one is the other kind.
            Submission.Options options = Submission.Options.NONE.withPriority(10);
            int odd = i % 2;
            backlog.submit(
                    "main",
                    "t" + i % types,
                    "root.c" + i % paths,
                    new byte[odd * bytes],
                    odd * attempts == 0 ? options : options.withMaxAttempts(1));
        }
        backlog.restart();
        backlog.work();
        // So that the next thousand of the line are known.
        for (int gone = 0; gone < 1100; ) {
            gone += backlog.run(1);
        }
        backlog.store.reset();

        int released = backlog.run(20);

        int read = backlog.store.reads(Index.JOB) + backlog.store.scanned(Index.JOB);
        assertThat(released).isGreaterThanOrEqualTo(20);
        assertThat(read)
                .as("JOB records for %d jobs in 20 bundles", released)
                .isLessThanOrEqualTo(2 * released + 20 * 8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"root:1", "root:1:fair", "root:1:sequential", "root:1:aging=1s"})
    void nor_does_a_step_after_a_restart_look_at_more_than_some_hundred_channels(String channels) {
        Backlog backlog = new Backlog(channels);
        IntStream.range(0, MANY).forEach(i -> backlog.submit("main", "root.c" + i, 10));
        backlog.handle(
                "",
                new Command.Heartbeat(
                        "w", 1, Set.of("sluice.channel.root"), Set.of("t", "t0", "t1"), List.of(), false));
        backlog.restart();
        boolean more = true;
        int steps = 0;
        while (more) {
            backlog.store.reset();
            Output output = backlog.scheduler.release(backlog.now, 256);
            backlog.take(output);
            more = output.more();
            steps++;
            assertThat(backlog.store.scannedFrom().size() + backlog.store.reads() - loading(steps))
                    .as("step %d: at most four for each of 500 lines, and a release", steps)
                    .isLessThanOrEqualTo(4 * 500 + 20);
        }
        assertThat(backlog.released).hasSize(1);
        assertThat(steps).isGreaterThanOrEqualTo(MANY / 500);
    }

    /** Loading a tree scans its channels once. */
    private static int loading(int step) {
        return step == 1 ? 10 : 0;
    }
}
