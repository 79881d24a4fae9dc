package io.sluice.core;

import static io.sluice.core.World.job;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.core.JobAction.Cancel;
import io.sluice.core.JobAction.Delete;
import io.sluice.core.JobAction.Move;
import io.sluice.core.JobAction.Requeue;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Semantics §13: how long jobs are kept. */
class RetentionTest {

    private static final long DAY = 24 * 3_600_000L;

    private final World world = new World();

    @Test
    void closed_jobs_are_kept_for_a_day_and_then_no_longer() {
        world.worker("w", 1).submit("done").claim("w", "done").done("w", "done");
        world.submit("cancelled").on("cancelled", new Cancel("", true));

        world.advance(DAY - 1);
        assertThat(world.isKept("done")).isTrue();
        assertThat(world.isKept("cancelled")).isTrue();
        world.advance(1);

        assertThat(world.isKept("done")).isFalse();
        assertThat(world.isKept("cancelled")).isFalse();
        assertThat(world.events(Event.JobPurged.class)).hasSize(2);
    }

    @Test
    void the_nearest_channel_that_says_so_decides_how_long() {
        world.channels("root:*:retention=2h,root.a:*:retention=1m");
        closed("a", "root.a.b");
        closed("b", "root.b");

        world.advance(60_000);
        assertThat(world.isKept("a")).isFalse();
        assertThat(world.isKept("b")).isTrue();
        world.advance(2 * 3_600_000L - 60_000);
        assertThat(world.isKept("b")).isFalse();
    }

    @Test
    void each_job_goes_at_its_own_time() {
        world.channels("root:*:retention=10m");
        List<String> names = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            names.add("j" + i);
            closed("j" + i, "root");
            world.advance(60_000);
        }
        world.advance(5 * 60_000);
        for (int i = 0; i < 5; i++) {
            assertThat(names.stream().filter(world::isKept)).hasSize(5 - 1 - i);
            world.advance(60_000);
        }
    }

    @Test
    void the_id_of_a_purged_job_may_come_again() {
        world.channels("root:*:retention=1m");
        closed("j", "root");
        world.advance(60_000);

        world.submit("j");

        assertThat(world.stateOf("j")).isEqualTo(JobState.READY);
    }

    @Test
    void a_requeued_job_is_passed_by_and_kept_from_its_new_end() {
        world.channels("root:*:retention=10m");
        closed("j", "root");
        world.advance(9 * 60_000).on("j", new Requeue()).advance(2 * 60_000);
        assertThat(world.stateOf("j")).isEqualTo(JobState.READY);

        world.on("j", new Cancel("", false)).advance(10 * 60_000 - 1);
        assertThat(world.isKept("j")).isTrue();
        world.advance(1);
        assertThat(world.isKept("j")).isFalse();
    }

    @Test
    void failed_jobs_are_kept_until_somebody_handles_them() {
        world.worker("w", 1).failed("j");

        world.advance(3 * DAY);

        assertThat(world.stateOf("j")).isEqualTo(JobState.FAILED);
    }

    @Test
    void a_channel_may_set_an_age_for_failed_jobs() {
        world.channels("root:*:retention.failed=30m").worker("w", 1).failed("j");

        world.advance(30 * 60_000 - 1);
        assertThat(world.isKept("j")).isTrue();
        world.advance(1);
        assertThat(world.isKept("j")).isFalse();
    }

    @Test
    void in_a_sequential_subtree_a_failed_job_is_kept_whatever_age_is_set() {
        world.channels("root:*:retention.failed=1m,root.s:1:sequential,root.s.a:1")
                .worker("w", 1);
        world.submit("j", job -> job.channel("root.s.a")).claim("w", "j").end("w", "j", World.broken("boom"));

        world.advance(DAY);

        assertThat(world.stateOf("j")).isEqualTo(JobState.FAILED);
    }

    @Test
    void a_retention_that_is_set_live_holds_at_once_for_what_ended_before() {
        closed("j", "root.a");

        world.advance(120_000)
                .command(new Command.Configure("root.a:*:retention=1m"))
                .advance(1);

        assertThat(world.isKept("j")).isFalse();
    }

    @Test
    void a_shorter_retention_of_an_ancestor_or_a_template_holds_at_once() {
        world.channels("root:*,tenant:*,tenant.*:*:retention=1h");
        closed("j", "root.a.b");
        closed("k", "root.tenant.t1");
        world.advance(120_000);

        world.command(new Command.Configure("root:*:retention=1m")).advance(1);
        assertThat(world.isKept("j")).isFalse();
        assertThat(world.isKept("k")).isTrue();

        world.command(new Command.Configure("tenant.*:*:retention=1m")).advance(1);
        assertThat(world.isKept("k")).isFalse();
    }

    @Test
    void a_shorter_retention_in_the_file_holds_at_once_in_every_tree_and_channel() {
        for (int i = 0; i < 700; i++) {
            int number = i;
            JobId id = new JobId("tree" + i % 3, World.id("j" + i).uuid());
            world.submit("j" + i, job -> job.tree(id.tree()).channel("root.c" + number))
                    .command(id.tree(), new Command.OnJob(id, new Cancel("", true)));
        }
        world.advance(60_000);

        world.channels("root:*:retention=1m\n[tree1]\nroot:*:retention=2m").advance(1_000);
        assertThat(world.events(Event.JobPurged.class))
                .extracting(purged -> purged.job().tree())
                .containsOnly("tree0", "tree2")
                .hasSize(467);

        world.advance(60_000);
        assertThat(world.events(Event.JobPurged.class)).hasSize(700);
    }

    @Test
    void an_age_that_is_set_for_failed_jobs_holds_for_those_that_failed_before() {
        world.worker("w", 1).failed("j").advance(60_000);

        world.command(new Command.Configure("root:*:retention.failed=1m")).advance(1);

        assertThat(world.isKept("j")).isFalse();
    }

    @Test
    void a_longer_retention_holds_for_what_is_still_there() {
        world.channels("root:*:retention=1m");
        closed("j", "root");

        world.command(new Command.Configure("root:*:retention=1h")).advance(3_600_000 - 1);
        assertThat(world.isKept("j")).isTrue();
        world.advance(1);
        assertThat(world.isKept("j")).isFalse();
    }

    @Test
    void a_channel_has_one_timer_however_many_jobs_end_and_it_comes_when_the_first_is_due() {
        world.channels("root:*:retention=7d");
        for (int i = 0; i < 20; i++) {
            closed("j" + i, "root");
            world.advance(3_600_000);
        }

        assertThat(world.scheduler.nextWakeup()).hasValue(world.now - 20 * 3_600_000 + 7 * DAY);
        assertThat(world.state.dueTimers(Long.MAX_VALUE, 100)).hasSize(1);
    }

    @Test
    void a_live_change_that_is_not_about_keeping_looks_at_no_channel() {
        world.channels("root:*,a:1");
        closed("j", "root.a");

        world.command(new Command.Configure("a:5:timeout=1m"));

        assertThat(world.state.dueTimers(Long.MAX_VALUE, 100)).hasSize(1);
    }

    @Test
    void purging_goes_in_steps_of_a_bounded_number() {
        world.channels("root:*:retention=1m");
        for (int i = 0; i < 1_200; i++) {
            world.submit("j" + i).on("j" + i, new Cancel("", false));
            world.now++;
        }
        int before = world.events.size();

        world.advance(60_000 - 1);
        List<Recorded> purged = world.events.subList(before, world.events.size()).stream()
                .filter(recorded -> recorded.event() instanceof Event.JobPurged)
                .toList();
        assertThat(purged.stream()
                        .filter(recorded -> recorded.at() == purged.getFirst().at()))
                .hasSizeLessThanOrEqualTo(Retention.A_STEP);
        world.advance(3_600_000);
        assertThat(world.events(Event.JobPurged.class)).hasSize(1_200);
    }

    @Test
    void purging_is_bounded_in_a_step_also_where_many_ended_in_one_millisecond() {
        world.channels("root:*:retention=1m,root.a:0,root.b:0");
        for (int i = 0; i < 1_200; i++) {
            String channel = i < 700 ? "root.a" : "root.b";
            world.submit("j" + i, job -> job.channel(channel));
        }
        world.submit("kept", job -> job.channel("root.a"));
        world.command(new Command.Sweep(JobFilter.ALL, new Cancel("", false))).advance(0);
        assertThat(world.events(Event.JobCancelled.class)).hasSize(1_201);
        world.on("kept", new Requeue());
        long ended = world.now;

        int purged = 0;
        while (world.now < ended + 61_000) {
            world.now = Math.max(world.now, world.scheduler.nextWakeup().orElse(ended + 61_000));
            List<Recorded> step = world.scheduler.tick(world.now).events();
            assertThat(step).hasSizeLessThanOrEqualTo(2 * Retention.A_STEP);
            purged += (int) step.stream()
                    .filter(recorded -> recorded.event() instanceof Event.JobPurged)
                    .count();
        }

        assertThat(purged).isEqualTo(1_200);
    }

    @Test
    void what_must_be_kept_is_passed_by_and_does_not_hold_up_the_others_of_its_millisecond() {
        World.Asked[] jobs = new World.Asked[700];
        for (int i = 0; i < jobs.length; i++) {
            jobs[i] = new World.Asked(World.id("f" + i));
        }
        world.channels("root:0:retention=1m").flow("f", jobs);
        for (int i = 0; i < 600; i++) {
            world.on("f" + i, new Cancel("", false));
        }
        for (int i = 0; i < 600; i++) {
            world.submit("j" + i).on("j" + i, new Cancel("", false));
        }

        world.advance(61_000);

        assertThat(world.events(Event.JobPurged.class)).hasSize(600);
        assertThat(world.isKept("f0")).isTrue();
    }

    @Test
    void a_closed_job_that_was_moved_among_others_goes_in_its_time_too() {
        world.channels("root:*:retention=10m");
        closed("early", "root.a");
        closed("b", "root.b");
        world.advance(9 * 60_000);
        closed("late", "root.b");
        world.advance(60_000);
        assertThat(world.isKept("b")).isFalse();
        world.submit("other", job -> job.channel("root.a")).on("other", new Cancel("", false));

        world.on("other", new Move("root.b")).advance(10 * 60_000);

        assertThat(world.isKept("early")).isFalse();
        assertThat(world.isKept("late")).isFalse();
        assertThat(world.isKept("other")).isFalse();
    }

    @Test
    void a_deleted_job_is_not_purged_a_second_time() {
        world.channels("root:*:retention=1m");
        closed("j", "root");
        closed("k", "root");
        world.on("j", new Delete()).advance(60_000);

        assertThat(world.events(Event.JobPurged.class)).hasSize(2);
    }

    @Test
    void a_restart_forgets_no_time_and_sets_none_twice() {
        world.channels("root:*:retention=10m");
        closed("a", "root");
        world.restart();
        closed("b", "root");
        world.restart();
        world.advance(10 * 60_000);

        assertThat(world.events(Event.JobPurged.class)).hasSize(2);
        assertThat(world.scheduler.nextWakeup()).isEmpty();
    }

    @Test
    void what_must_still_be_kept_is_asked_for_again_and_goes_when_it_may() {
        closed("j", "root");
        Retention.Keeping never = (job, status) -> OptionalLong.empty();
        Journal journal = new Journal(world.state, Cause.itself().about("main"), world.now + DAY);
        Command.PurgeJobDue due =
                new Command.PurgeJobDue(World.id("j"), world.status("j").finishedAt());

        new Retention(world.state, never).due(due, journal);
        assertThat(world.isKept("j")).isTrue();
        assertThat(journal.recorded())
                .extracting(Recorded::event)
                .singleElement()
                .isInstanceOfSatisfying(
                        Event.TimerSet.class,
                        set -> assertThat(set.timer().command()).isEqualTo(due));

        new Retention(world.state, Retention.Keeping.FROM_ITS_END).due(due, journal);
        assertThat(world.isKept("j")).isFalse();
    }

    @Test
    void a_job_of_an_open_flow_is_not_looked_at_all_the_time_however_short_its_retention() {
        world.channels("root:*:retention=0s").worker("w", 2).flow("f", job("a"), job("b"));
        world.run("a").advance(1);

        assertThat(world.scheduler.nextWakeup().orElseThrow()).isGreaterThan(world.now + 1_000);
        world.run("b").advance(60_000);

        assertThat(world.isKept("a")).isFalse();
    }

    @Test
    void another_file_counts_in_all_trees_also_if_a_live_change_comes_in_the_same_millisecond() {
        closed("j", "root");
        world.submit("other", job -> job.tree("acme"));
        world.channels("root:*:retention=1m").command("acme", new Command.Configure("root.new:1"));

        world.advance(60_000);

        assertThat(world.isKept("j")).isFalse();
    }

    private void closed(String name, String channel) {
        world.submit(name, job -> job.channel(channel)).on(name, new Cancel("", true));
    }
}
