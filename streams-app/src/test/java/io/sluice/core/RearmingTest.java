package io.sluice.core;

import static io.sluice.core.World.job;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.core.JobAction.Cancel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Semantics §12: in a state that is made of events everything that has a time still comes at its time. */
class RearmingTest {

    private static final long DAY = 24 * 3_600_000L;

    private final World world = new World().worker("w", 50);

    /** The old schedulers have told the workers, and these the new ones. */
    private World rebuilt() {
        return world.rebuild().worker("w", 50);
    }

    @Test
    void jobs_wait_for_their_eta_and_their_back_off() {
        world.submit("later", asked -> asked.eta(world.now + 60_000)).submit("failing");
        world.claim("w", "failing").end("w", "failing", World.retryable("busy"));
        long backOff = world.status("failing").notBefore().orElseThrow();

        rebuilt().advance(backOff - world.now - 1);
        assertThat(world.stateOf("failing")).isEqualTo(JobState.SCHEDULED);
        world.advance(1);
        assertThat(world.stateOf("failing")).isEqualTo(JobState.RELEASED);
        world.advance(60_000);
        assertThat(world.stateOf("later")).isEqualTo(JobState.RELEASED);
    }

    @Test
    void jobs_expire() {
        world.command(new Command.Pause("root", "x")).submit("j", asked -> asked.expires(world.now + 1_000));

        rebuilt().advance(1_000);

        assertThat(world.stateOf("j")).isEqualTo(JobState.CANCELLED);
    }

    @Test
    void closed_and_failed_jobs_go_when_their_retention_is_over() {
        world.channels("root:*:retention.failed=2d");
        world.submit("done").run("done").failed("failed").command(new Command.Configure("root.a:1:retention=1h"));
        world.submit("a", asked -> asked.channel("root.a")).run("a");

        rebuilt().advance(3_600_000);
        assertThat(world.isKept("a")).isFalse();
        assertThat(world.isKept("done")).isTrue();
        world.advance(DAY);
        assertThat(world.isKept("done")).isFalse();
        assertThat(world.isKept("failed")).isTrue();
        world.advance(DAY);
        assertThat(world.isKept("failed")).isFalse();
    }

    @Test
    void a_dedup_key_is_free_when_its_window_is_over_also_if_its_job_has_gone() {
        world.channels("root:*:retention=1m");
        world.submit("a", asked -> asked.dedup(new Dedup("k", Dedup.Mode.KEEP, false, 900_000)))
                .run("a")
                .advance(120_000);
        assertThat(world.isKept("a")).isFalse();

        rebuilt().submit("b", asked -> asked.dedup("k"));
        assertThat(world.events(Event.JobDuplicate.class)).hasSize(1);
        world.advance(900_000);

        assertThat(world.events(Event.DedupReleased.class)).hasSize(1);
    }

    @Test
    void schedules_fire() {
        Submission report = Submission.of(
                new JobId("main", new UUID(0, 0)), "t", "", new Payload("{}".getBytes(StandardCharsets.UTF_8), "x"));
        world.command(new Command.PutSchedule(
                new Schedule("s", "every 1m", "UTC", report, Schedule.Overlap.ALLOW, Schedule.Misfire.ONCE, true)));

        rebuilt().advance(3 * 60_000);

        assertThat(world.events(Event.ScheduleFired.class)).hasSize(3);
    }

    @Test
    void what_goes_in_steps_goes_on() {
        world.inStepsOf(3).command(new Command.Pause("root", "x"));
        List<World.Asked> children = new ArrayList<>(List.of(job("parent")));
        IntStream.range(0, 20).forEach(i -> children.add(job("c" + i, "parent")));
        world.flow("f", children.toArray(World.Asked[]::new));
        IntStream.range(0, 1200).forEach(i -> world.submit("j" + i, asked -> asked.channel("root.many")));
        world.command(new Command.Sweep(JobFilter.ALL.in(Set.of(JobState.READY)), new Cancel("enough", false)));
        world.command(new Command.CancelFlow(World.flowId("f"), "enough"));

        rebuilt().inStepsOf(3).advance(10_000);

        assertThat(IntStream.range(0, 1200).mapToObj(i -> world.stateOf("j" + i)))
                .containsOnly(JobState.CANCELLED);
        assertThat(IntStream.range(0, 20).mapToObj(i -> world.stateOf("c" + i))).containsOnly(JobState.CANCELLED);
    }

    @Test
    void a_cascade_goes_on() {
        world.inStepsOf(3);
        List<World.Asked> jobs = new ArrayList<>(List.of(job("parent")));
        IntStream.range(0, 20).forEach(i -> jobs.add(job("c" + i, "parent")));
        world.flow("f", jobs.toArray(World.Asked[]::new)).run("parent");
        assertThat(world.stateOf("c19")).isEqualTo(JobState.WAITING);

        rebuilt().inStepsOf(3).advance(1_000);

        assertThat(IntStream.range(0, 20).mapToObj(i -> world.stateOf("c" + i))).doesNotContain(JobState.WAITING);
    }

    @Test
    void a_run_whose_worker_never_comes_back_is_lost() {
        world.worker("gone", 5).submit("j").claim("gone", "j");

        world.rebuild().advance(World.LEASE).readBack().advance(World.LEASE).readBack();

        assertThat(world.events(Event.JobLost.class))
                .extracting(Event.JobLost::reason)
                .containsExactly(Event.LostReason.WORKER_LOST);
    }

    @Test
    void a_release_that_nobody_claims_is_lost() {
        world.submit("j");

        rebuilt();
        for (int i = 0; i < 4; i++) {
            world.advance(World.LEASE / 2).worker("w", 50).readBack();
        }

        assertThat(world.events(Event.JobLost.class))
                .extracting(Event.JobLost::reason)
                .contains(Event.LostReason.UNCLAIMED);
    }

    @Test
    void a_release_that_was_asked_to_stop_and_nobody_claims_is_cancelled() {
        world.submit("j").cancel("j");
        assertThat(world.stateOf("j")).isEqualTo(JobState.RELEASED);

        rebuilt().advance(6_000).readBack();

        assertThat(world.stateOf("j")).isEqualTo(JobState.CANCELLED);
    }

    @Test
    void a_throttled_channel_opens_again() {
        world.command(new Command.Configure("root.a:5:throttle=1/5s"));
        world.submit("a", asked -> asked.channel("root.a")).run("a").submit("b", asked -> asked.channel("root.a"));
        assertThat(world.stateOf("b")).isEqualTo(JobState.READY);

        rebuilt().advance(5_000);

        assertThat(world.stateOf("b")).isEqualTo(JobState.RELEASED);
    }

    @Test
    void the_order_is_the_same() {
        world.command(new Command.Configure("root.a:1"));
        String[] names = IntStream.range(0, 50).mapToObj(i -> "j" + i).toArray(String[]::new);
        for (int i = 0; i < names.length; i++) {
            int number = i;
            world.submit(names[i], asked -> asked.channel("root.a").priority(number * 7 % 5));
        }
        String running = world.released(names).getFirst();
        List<String> order = IntStream.range(0, 50)
                .boxed()
                .sorted(Comparator.comparing((Integer i) -> i * 7 % 5).thenComparing(i -> i))
                .map(i -> "j" + i)
                .filter(name -> !name.equals(running))
                .toList();

        rebuilt();
        List<String> released = new ArrayList<>();
        String next = running;
        for (int i = 0; i < 49; i++) {
            world.run(next);
            next = world.released(names).getFirst();
            released.add(next);
        }

        assertThat(released).isEqualTo(order);
    }

    @Test
    void a_retry_after_the_rebuild_counts_on() {
        world.submit("j", asked -> asked.maxAttempts(2)).run("j", World.retryable("busy"));

        rebuilt().advance(3_600_000);
        world.run("j", World.retryable("busy"));

        assertThat(world.stateOf("j")).isEqualTo(JobState.FAILED);
        assertThat(world.status("j").attempt()).isEqualTo(2);
    }
}
