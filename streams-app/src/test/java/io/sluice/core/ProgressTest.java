package io.sluice.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Semantics §2: progress and log, kept with the job. */
class ProgressTest {

    private static final Progress HALF = new Progress(50, "row 500");

    private final World world = new World();

    @BeforeEach
    void aRunningJob() {
        world.worker("w1", 4).submit("j").claim("w1", "j");
    }

    private World told(String worker, int run, Progress progress) {
        return world.command(new Command.Progressed(worker, world.bundleOf("j").id(), World.id("j"), run, progress));
    }

    private World ended(Command.End end, String log) {
        ActiveBundle bundle = world.bundleOf("j");
        return world.command(new Command.Outcomes(
                bundle.claimants().getFirst(),
                List.of(new Command.Outcome(
                        bundle.id(), World.id("j"), world.status("j").run(), 1, 2, end, log))));
    }

    // ---- progress

    @Test
    void progress_is_kept_with_the_run_and_the_last_word_with_the_job() {
        told("w1", 1, new Progress(10, "row 100")).command(new Command.Tick());
        told("w1", 1, HALF);
        assertThat(world.status("j").progress()).contains(HALF);

        world.end("w1", "j", World.broken("boom"));
        assertThat(world.status("j").state()).isEqualTo(JobState.FAILED);
        assertThat(world.status("j").progress()).contains(HALF);
    }

    @Test
    void progress_is_soft_and_no_event() {
        int before = world.events.size();

        told("w1", 1, HALF);

        assertThat(world.events).hasSize(before);
    }

    @Test
    void progress_of_an_old_run_or_of_another_worker_is_passed_over() {
        told("w2", 1, HALF);
        told("w1", 0, HALF);
        assertThat(world.status("j").progress()).isEmpty();

        ActiveBundle old = world.bundleOf("j");
        world.end("w1", "j", new Command.Retry(new Failure("E", "", ""), OptionalLong.of(0), Optional.empty()));
        world.claim("w1", "j").command(new Command.Progressed("w1", old.id(), World.id("j"), 1, HALF));
        assertThat(world.status("j").progress()).isEmpty();
        assertThat(world.events(Event.CommandRejected.class)).isEmpty();
    }

    @Test
    void a_new_run_begins_without_progress() {
        told("w1", 1, HALF);
        ended(World.retryable("net"), "");
        assertThat(world.status("j").progress()).as("until it runs again").contains(HALF);

        world.advance(20_000).claim("w1", "j");
        assertThat(world.status("j").state()).isEqualTo(JobState.RUNNING);
        assertThat(world.status("j").progress()).isEmpty();

        world.done("w1", "j");
        assertThat(world.status("j").progress()).isEmpty();
    }

    @Test
    void a_percentage_that_is_none_counts_as_the_nearest() {
        assertThat(new Progress(-1, "").percent()).isZero();
        assertThat(new Progress(1000, "").percent()).isEqualTo(100);
    }

    // ---- log

    @Test
    void the_lines_of_a_run_come_with_its_end_whatever_that_is() {
        ended(World.retryable("net"), "connecting");
        assertThat(world.status("j").log()).isEqualTo("connecting");
        assertThat(world.events(Event.JobRetried.class).getLast().run().log()).isEqualTo("connecting");

        world.advance(20_000).claim("w1", "j");
        assertThat(world.status("j").log()).as("while it runs again").isEqualTo("connecting");
        ended(new Command.Snoozed(5), "not yet\nlater");
        assertThat(world.events(Event.JobSnoozed.class).getLast().run().log()).isEqualTo("not yet\nlater");

        world.advance(20_000).claim("w1", "j");
        ended(World.broken("boom"), "broken");
        assertThat(world.events(Event.JobFailed.class).getLast().run().log()).isEqualTo("broken");
        assertThat(world.status("j").log()).isEqualTo("broken");

        world.on("j", new JobAction.Requeue()).claim("w1", "j");
        ended(new Command.Done(Optional.empty()), "");
        assertThat(world.status("j").log())
                .as("the last run that ended wrote nothing")
                .isEmpty();
    }

    @Test
    void a_run_that_nobody_reports_on_leaves_the_lines_of_the_one_before() {
        ended(World.retryable("net"), "connecting");
        world.advance(20_000).claim("w1", "j");

        world.command(new Command.HandedBack("w1", List.of(world.bundleOf("j").id()), "stop"));
        assertThat(world.status("j").log()).isEqualTo("connecting");

        world.claim("w1", "j").on("j", new JobAction.Cancel("enough", true));
        assertThat(world.status("j").state()).isEqualTo(JobState.CANCELLED);
        assertThat(world.status("j").log()).isEqualTo("connecting");
    }

    @Test
    void what_a_stale_outcome_brings_is_not_kept() {
        ActiveBundle bundle = world.bundleOf("j");
        world.command(new Command.Outcomes(
                "w1",
                List.of(new Command.Outcome(bundle.id(), World.id("j"), 7, 1, 2, World.broken("boom"), "lines"))));

        assertThat(world.status("j").log()).isEmpty();
        assertThat(world.events(Event.CommandRejected.class)).hasSize(1);
    }
}
