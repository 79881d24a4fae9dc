package io.sluice.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.core.JobAction.Cancel;
import io.sluice.core.JobAction.Delete;
import io.sluice.core.JobAction.Move;
import io.sluice.core.JobAction.Reprioritize;
import io.sluice.core.JobAction.Requeue;
import io.sluice.core.JobAction.Reschedule;
import io.sluice.core.JobAction.SetDone;
import io.sluice.core.JobAction.SetMaxAttempts;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Semantics §10: commands by filter, and DropTree. */
class SweepsTest {

    private final World world = new World();

    // ---- which jobs

    @Test
    void a_sweep_takes_a_channel_and_all_below_it_and_no_namesake() {
        for (String channel : List.of("root.a", "root.a.b", "root.a-b", "root.ab", "root.b", "root")) {
            world.submit(channel, job -> job.channel(channel));
            world.submit(channel + " later", job -> job.channel(channel).eta(world.now + 9_000));
        }

        sweep(in("root.a"), new Cancel("enough", false));

        for (String channel : List.of("root.a", "root.a.b")) {
            assertThat(world.stateOf(channel)).isEqualTo(JobState.CANCELLED);
            assertThat(world.stateOf(channel + " later")).isEqualTo(JobState.CANCELLED);
        }
        for (String channel : List.of("root.a-b", "root.ab", "root.b", "root")) {
            assertThat(world.stateOf(channel)).isEqualTo(JobState.READY);
            assertThat(world.stateOf(channel + " later")).isEqualTo(JobState.SCHEDULED);
        }
    }

    @Test
    void a_sweep_takes_a_type_a_state_an_error_and_an_age() {
        world.worker("w", 9, "t", "u").submit("u", job -> job.type("u")).submit("t");
        world.failed("illegal");
        world.submit("io", job -> job.maxAttempts(1)).claim("w", "io").end("w", "io", World.retryable("net"));
        world.advance(60_000);
        world.failed("young");

        JobFilter filter = new JobFilter(
                Optional.empty(),
                Optional.of("t"),
                Set.of(JobState.FAILED),
                Optional.of("java.lang.IllegalStateException"),
                60_000);
        sweep(filter, new Delete());

        assertThat(world.isKept("illegal")).isFalse();
        for (String other : List.of("u", "t", "io", "young")) {
            assertThat(world.isKept(other)).isTrue();
        }
    }

    @Test
    void without_a_state_it_takes_those_for_which_the_action_is_meant() {
        world.worker("w", 9).failed("f").submit("done").claim("w", "done").done("w", "done");

        sweep(JobFilter.ALL, new Requeue());

        assertThat(world.stateOf("f")).isEqualTo(JobState.RELEASED);
        assertThat(world.stateOf("done")).isEqualTo(JobState.DONE);
    }

    @Test
    void what_arrives_or_fails_after_its_acceptance_is_left_alone() {
        submitMany(700);
        world.command(new Command.Sweep(JobFilter.ALL, new Cancel("", false)));
        world.submit("new");

        world.advance(0);

        assertThat(world.stateOf("new")).isEqualTo(JobState.READY);
        assertThat(world.events(Event.JobCancelled.class)).hasSize(700);
    }

    @Test
    void what_fails_after_its_acceptance_is_not_requeued() {
        world.worker("w", 9).failed("before").submit("after").claim("w", "after");
        world.command(new Command.Sweep(JobFilter.ALL, new Requeue()));
        world.now++;
        world.end("w", "after", World.broken("boom"));

        world.advance(1_000);

        assertThat(world.stateOf("before")).isEqualTo(JobState.RELEASED);
        assertThat(world.stateOf("after")).isEqualTo(JobState.FAILED);
    }

    // ---- every action

    @Test
    void each_command_by_id_can_be_done_by_filter() {
        world.submit("j", job -> job.channel("root.a"));
        sweep(in("root.a"), new Reprioritize(3));
        assertThat(world.job("j").priority()).isEqualTo(3);
        sweep(in("root.a"), new SetMaxAttempts(9));
        assertThat(world.job("j").maxAttempts()).hasValue(9);
        sweep(in("root.a"), new Reschedule(world.now + 500));
        assertThat(world.stateOf("j")).isEqualTo(JobState.SCHEDULED);
        sweep(in("root.a"), new Move("root.b"));
        assertThat(world.job("j").channel()).isEqualTo(new ChannelPath("root.b"));
        sweep(in("root.b"), new SetDone(Optional.of("so")));
        assertThat(world.stateOf("j")).isEqualTo(JobState.DONE);
        sweep(in("root.b").in(Set.of(JobState.DONE)), new Requeue());
        assertThat(world.stateOf("j")).isEqualTo(JobState.SCHEDULED);
        sweep(in("root.b"), new Cancel("", false));
        assertThat(world.stateOf("j")).isEqualTo(JobState.CANCELLED);
        sweep(in("root.b"), new Delete());
        assertThat(world.isKept("j")).isFalse();
    }

    @Test
    void an_action_that_is_wrong_whatever_the_job_is_refused_before_anything_is_done() {
        world.submit("j").command(new Command.Sweep(JobFilter.ALL, new Move("root..x")));

        assertThat(world.refusal()).contains("the sweep was not begun").contains("root..x");
    }

    @Test
    void a_running_job_is_asked_to_stop_and_what_cannot_be_done_to_a_job_is_not_told_of_one_by_one() {
        world.channels("root:1")
                .worker("w", 1)
                .submit("runs")
                .claim("w", "runs")
                .submit("ready");

        sweep(JobFilter.ALL.in(Set.of(JobState.READY, JobState.RUNNING)), new Move("root.b"));
        assertThat(world.job("ready").channel()).isEqualTo(new ChannelPath("root.b"));
        assertThat(world.events(Event.CommandRejected.class)).isEmpty();

        sweep(JobFilter.ALL, new Cancel("stop", false));
        assertThat(world.events(Event.CancelAsked.class)).hasSize(1);
    }

    // ---- steps

    @Test
    void it_goes_in_steps_of_five_hundred_and_tells_how_far_it_is() {
        submitMany(1_200);
        sweep(JobFilter.ALL, new Cancel("", false));

        List<Event.SweepAdvanced> steps = world.events(Event.SweepAdvanced.class);
        assertThat(steps).extracting(Event.SweepAdvanced::lookedAt).containsExactly(500L, 1_000L, 1_200L);
        assertThat(steps).extracting(Event.SweepAdvanced::changed).containsExactly(500L, 1_000L, 1_200L);
        assertThat(steps).extracting(Event.SweepAdvanced::end).containsExactly("", "", "done");
    }

    @Test
    void it_goes_on_after_a_restart_where_it_was() {
        submitMany(1_200);
        UUID id = start(JobFilter.ALL, new Cancel("", false));
        world.scheduler.tick(world.now);
        world.restart();
        assertThat(world.state.sweep("main", id).orElseThrow().progress().changed())
                .isEqualTo(500);

        world.advance(0);

        assertThat(world.state.sweep("main", id)).isEmpty();
        assertThat(world.events(Event.JobCancelled.class)).hasSize(700);
        assertThat(IntStream.range(0, 1_200).mapToObj(i -> world.stateOf("j" + i)))
                .containsOnly(JobState.CANCELLED);
    }

    @Test
    void it_can_be_cancelled_and_what_it_did_stays_done() {
        submitMany(1_200);
        UUID id = start(JobFilter.ALL, new Cancel("", false));
        world.scheduler.tick(world.now);

        world.command(new Command.CancelSweep(id)).advance(10_000);

        assertThat(world.state.sweep("main", id)).isEmpty();
        assertThat(IntStream.range(0, 1_200)
                        .filter(i -> world.stateOf("j" + i) == JobState.CANCELLED)
                        .count())
                .isEqualTo(500);
        world.command(new Command.CancelSweep(id));
        assertThat(world.refusal()).contains("cannot be cancelled: it is through");
    }

    @Test
    void what_it_does_stands_in_the_history_with_its_command_and_who_sent_it() {
        world.submit("j");
        UUID command = UUID.randomUUID();
        world.scheduler.handle(
                new Command.Sweep(JobFilter.ALL, new Cancel("", false)),
                new Cause("main", Optional.of(command), "ann"),
                world.now);

        world.advance(0);

        Recorded cancelled = world.events.stream()
                .filter(recorded -> recorded.event() instanceof Event.JobCancelled)
                .findFirst()
                .orElseThrow();
        assertThat(cancelled.cause()).isEqualTo(new Cause("main", Optional.of(command), "ann"));
    }

    // ---- drop

    @Test
    void a_dropped_tree_has_no_jobs_no_channels_and_no_pauses_left() {
        world.command(new Command.Configure("root.a:3,root.b:2"));
        world.command(new Command.Pause("root.b", "x"));
        world.worker("w", 2).submit("failed", job -> job.channel("root.a"));
        world.claim("w", "failed").end("w", "failed", World.broken("boom"));
        world.submit("runs", job -> job.channel("root.a")).claim("w", "runs");
        submitMany(600);
        world.submit("other tree", job -> job.tree("acme"));

        world.command(new Command.DropTree("moved out")).advance(500);
        assertThat(world.isKept("runs")).isTrue();
        assertThat(world.events(Event.TreeDropped.class)).isEmpty();
        world.end("w", "runs", World.broken("interrupted")).advance(2_000).readBack();
        world.advance(20_000).readBack().advance(20_000);

        assertThat(world.events(Event.TreeDropped.class).getLast().complete()).isTrue();
        assertThat(world.isKept("runs")).isFalse();
        assertThat(world.isKept("failed")).isFalse();
        assertThat(IntStream.range(0, 600).anyMatch(i -> world.isKept("j" + i))).isFalse();
        assertThat(world.state.channels("main").own()).isEmpty();
        assertThat(world.state.pause("main", new ChannelPath("root.b"))).isEmpty();
        assertThat(world.state.job(new JobId("acme", World.id("other tree").uuid())))
                .isPresent();
    }

    @Test
    void a_dropped_tree_begins_anew_with_its_next_job_and_its_numbers_go_on() {
        world.submit("j").command(new Command.DropTree("")).advance(10_000);
        long number = world.events.getLast().number();

        world.submit("k");

        assertThat(world.job("k").seq()).isEqualTo(2);
        assertThat(world.events.getLast().number()).isEqualTo(number + 1);
        world.restart();
        assertThat(world.stateOf("k")).isEqualTo(JobState.READY);
    }

    @Test
    void a_dropped_tree_forgets_the_keys_whose_windows_are_open_but_not_those_of_newer_jobs() {
        world.worker("w", 1).submit("a", job -> job.dedup(new Dedup("k", Dedup.Mode.KEEP, false, 900_000)));
        world.claim("w", "a").done("w", "a").command(new Command.DropTree(""));
        world.submit("new", job -> job.dedup("l")).advance(10_000);
        assertThat(world.isKept("a")).isFalse();

        world.submit("b", job -> job.dedup("k")).submit("c", job -> job.dedup("l"));

        assertThat(world.isKept("b")).isTrue();
        assertThat(world.events(Event.JobDuplicate.class))
                .containsExactly(new Event.JobDuplicate(World.id("c"), World.id("new")));
    }

    @Test
    void a_dropped_tree_shows_among_the_trees_no_more_until_something_comes() {
        world.submit("j").submit("k", job -> job.tree("acme"));
        assertThat(world.trees()).containsExactly("acme", "main");

        world.command(new Command.DropTree("")).advance(10_000);
        assertThat(world.trees()).containsExactly("acme");
        world.on("j", new JobAction.Requeue()).restart();
        assertThat(world.trees()).as("a refusal is nothing that stays").containsExactly("acme");

        world.command(new Command.Configure("root.a:3"));
        assertThat(world.trees()).containsExactly("acme", "main");
        world.command(new Command.DropTree("")).advance(10_000).submit("j");
        assertThat(world.trees()).containsExactly("acme", "main");
    }

    @Test
    void a_sweep_that_does_not_read_is_refused_in_words() {
        world.command(new Command.UnfitSweep("a filter names the state \"GONE\""));

        assertThat(world.refusal()).isEqualTo("the sweep was not begun: a filter names the state \"GONE\"");
    }

    @Test
    void jobs_that_come_after_the_drop_was_accepted_live_on() {
        world.submit("old", job -> job.channel("root.a"));
        world.command(new Command.DropTree("")).submit("new", job -> job.channel("root.a"));

        world.advance(10_000);
        assertThat(world.isKept("old")).isFalse();
        world.worker("w", 1);

        assertThat(world.stateOf("new")).isEqualTo(JobState.RELEASED);
        assertThat(world.events(Event.TreeDropped.class).getLast().complete()).isTrue();
    }

    // ----

    private static JobFilter in(String channel) {
        return new JobFilter(Optional.of(ChannelPath.parse(channel)), Optional.empty(), Set.of(), Optional.empty(), 0);
    }

    private void submitMany(int count) {
        for (int i = 0; i < count; i++) {
            world.submit("j" + i);
        }
    }

    private UUID start(JobFilter filter, JobAction action) {
        world.command(new Command.Sweep(filter, action));
        return ((Event.SweepStarted) world.lastEvent()).sweep();
    }

    private void sweep(JobFilter filter, JobAction action) {
        UUID id = start(filter, action);
        world.advance(0);
        assertThat(world.state.sweep("main", id)).isEmpty();
    }

    @Test
    void what_is_moved_from_several_channels_into_one_at_once_is_released_from_there() {
        world.channels("root:1").worker("w", 4).submit("running").claim("w", "running");
        world.submit("a", job -> job.channel("root.a").priority(20)).submit("b", job -> job.channel("root.b"));

        world.command(new Command.Sweep(JobFilter.ALL.in(Set.of(JobState.READY)), new JobAction.Move("root.c")))
                .advance(0);
        assertThat(world.job("b").channel()).isEqualTo(ChannelPath.parse("root.c"));
        world.done("w", "running");

        assertThat(world.stateOf("b")).isEqualTo(JobState.RELEASED);
    }

    @Test
    void a_dropped_trees_schedules_submit_nothing_while_a_job_that_runs_is_waited_for() {
        Schedule every = new Schedule(
                "s",
                "every 1s",
                "UTC",
                Submission.of(World.id("any"), "t", "root", new Payload(new byte[0], "")),
                Schedule.Overlap.ALLOW,
                Schedule.Misfire.ONCE,
                true);
        world.worker("w", 1).submit("runs").claim("w", "runs").command(new Command.PutSchedule(every));

        world.command(new Command.DropTree("")).advance(5_000);

        assertThat(world.events(Event.ScheduleFired.class)).isEmpty();
        assertThat(world.stateOf("runs")).isEqualTo(JobState.RUNNING);
    }
}
