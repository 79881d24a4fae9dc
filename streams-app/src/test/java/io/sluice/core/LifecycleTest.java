package io.sluice.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Semantics §3, §7 and §10: submit, cancel, requeue, and the refusals in words. */
class LifecycleTest {

    private final World world = new World();

    @Test
    void a_job_id_seen_before_is_a_duplicate_and_nothing_is_stored() {
        world.submit("j").submit("j", job -> job.priority(1));

        assertThat(world.lastEvent()).isEqualTo(new Event.JobDuplicate(World.id("j"), World.id("j")));
        assertThat(world.state.job(World.id("j")).orElseThrow().priority()).isEqualTo(10);
    }

    @Test
    void the_same_id_in_another_tree_is_another_job() {
        world.submit("j").submit("j", job -> job.tree("acme"));

        assertThat(world.events(Event.JobSubmitted.class)).hasSize(2);
    }

    @Test
    void a_submission_over_a_limit_is_refused_with_the_limit() {
        world.submit("j", job -> job.type("no spaces"));
        assertRejected(RejectionCode.OVER_LIMIT, "\"no spaces\"");

        world.submit("k", job -> job.channel("root.a.b.c.d.e.f.g.h"));
        assertRejected(RejectionCode.OVER_LIMIT, "9 names deep; 8 are allowed");

        world.submit("l", job -> job.eta(world.now + 11L * 366 * 24 * 3600 * 1000));
        assertRejected(RejectionCode.OVER_LIMIT, "10 years");
    }

    @Test
    void what_does_not_run_is_cancelled_at_once() {
        world.submit("ready").submit("scheduled", job -> job.eta(world.now + 1000));

        cancel("ready");
        cancel("scheduled");
        world.advance(2000).worker("w", 5);

        assertThat(world.stateOf("ready")).isEqualTo(JobState.CANCELLED);
        assertThat(world.stateOf("scheduled")).isEqualTo(JobState.CANCELLED);
        assertThat(world.status("ready").reason()).isEqualTo("not needed");
        assertThat(world.released()).isEmpty();
    }

    @Test
    void a_failed_job_can_be_cancelled() {
        world.worker("w", 1).submit("j").claim("w", "j").end("w", "j", World.broken("boom"));

        cancel("j");

        assertThat(world.stateOf("j")).isEqualTo(JobState.CANCELLED);
    }

    @Test
    void a_done_job_cannot_be_cancelled_and_the_refusal_says_what_can() {
        world.worker("w", 1).submit("j").claim("w", "j").done("w", "j");

        cancel("j");

        assertRejected(RejectionCode.WRONG_STATE, "is DONE; only unfinished or FAILED jobs can be cancelled");
    }

    @Test
    void a_running_job_is_asked_to_stop_and_ends_cancelled_unless_it_is_done() {
        world.worker("w", 2).submit("fails", "returns").claim("w", "fails", "returns");
        cancel("fails");
        cancel("returns");
        assertThat(world.effects).contains(new Effect.TellStop("w", World.id("fails"), 1, "cancelled: not needed"));
        assertThat(world.stateOf("fails")).isEqualTo(JobState.RUNNING);

        world.end("w", "fails", World.broken("interrupted")).done("w", "returns");

        assertThat(world.stateOf("fails")).isEqualTo(JobState.CANCELLED);
        assertThat(world.stateOf("returns")).isEqualTo(JobState.DONE);
    }

    @Test
    void a_release_that_was_cancelled_ends_when_the_log_shows_that_nobody_claimed_it() {
        world.worker("w", 1).submit("j");
        cancel("j");
        assertThat(world.stateOf("j")).isEqualTo(JobState.RELEASED);

        world.advance(World.LEASE / 3).readBack();

        assertThat(world.stateOf("j")).isEqualTo(JobState.CANCELLED);
        assertThat(world.state.seats("main", ChannelPath.ROOT)).isZero();
    }

    @Test
    void a_claim_that_comes_before_that_is_told_to_stop() {
        world.worker("w", 1).submit("j");
        cancel("j");
        world.claim("w", "j");
        assertThat(world.effects).contains(new Effect.TellStop("w", World.id("j"), 1, "cancelled: not needed"));

        world.advance(World.LEASE / 3).readBack();
        assertThat(world.stateOf("j")).isEqualTo(JobState.RUNNING);

        world.command(new Command.HandedBack("w", List.of(world.bundleOf("j").id()), "stopped"));
        assertThat(world.stateOf("j")).isEqualTo(JobState.CANCELLED);
    }

    @Test
    void a_cancelled_job_whose_worker_is_lost_is_not_released_again() {
        world.worker("w", 1).submit("j").claim("w", "j");
        cancel("j");

        world.advance(World.LEASE).readBack().worker("v", 1);

        assertThat(world.stateOf("j")).isEqualTo(JobState.CANCELLED);
    }

    @Test
    void a_requeued_job_starts_with_no_attempt_but_a_higher_run() {
        world.worker("w", 1).submit("j").claim("w", "j").end("w", "j", World.broken("boom"));

        world.command(new Command.OnJob(World.id("j"), new JobAction.Requeue())).claim("w", "j");

        assertThat(world.status("j").attempt()).isEqualTo(1);
        assertThat(world.status("j").run()).isEqualTo(2);
        assertThat(world.status("j").error()).isPresent();
    }

    @Test
    void a_requeued_job_whose_eta_lies_ahead_waits_for_it() {
        world.submit("j", job -> job.eta(world.now + 5000));
        cancel("j");

        world.command(new Command.OnJob(World.id("j"), new JobAction.Requeue()));

        assertThat(world.stateOf("j")).isEqualTo(JobState.SCHEDULED);
        world.worker("w", 1).advance(5000);
        assertThat(world.stateOf("j")).isEqualTo(JobState.RELEASED);
    }

    @Test
    void requeue_of_a_running_job_is_refused_and_of_a_waiting_one_does_nothing() {
        world.submit("waits");
        int before = world.events.size();
        world.command(new Command.OnJob(World.id("waits"), new JobAction.Requeue()));
        assertThat(world.events).hasSize(before);

        world.worker("w", 1).claim("w", "waits").command(new Command.OnJob(World.id("waits"), new JobAction.Requeue()));
        assertRejected(RejectionCode.WRONG_STATE, "cancel it first");
    }

    @Test
    void a_command_that_has_nothing_to_change_says_so() {
        world.submit("waits");

        Cause cause =
                new Cause("main", java.util.Optional.of(World.id("command").uuid()), "test");
        Output output =
                world.scheduler.handle(new Command.OnJob(World.id("waits"), new JobAction.Requeue()), cause, world.now);

        assertThat(output.events()).extracting(Recorded::event).containsExactly(new Event.NothingChanged());
        assertThat(world.stateOf("waits")).isEqualTo(JobState.READY);
    }

    @Test
    void a_command_for_a_job_that_nobody_knows_is_refused() {
        cancel("nobody");

        assertRejected(RejectionCode.UNKNOWN_JOB, "no such job is kept");
    }

    @Test
    void a_channel_text_that_does_not_read_is_refused_whole() {
        world.command(new Command.Configure("root:2,root.a:x"));

        assertRejected(RejectionCode.BAD_CHANNELS, "\"root.a:x\"");
        assertThat(world.state.channels("main").limits(ChannelPath.ROOT).capacity())
                .isEmpty();
    }

    @Test
    void events_of_a_tree_are_numbered_without_a_gap() {
        world.worker("w", 2).submit("a", "b").claim("w", "a").done("w", "a");
        cancel("a");

        assertThat(world.events)
                .extracting(Recorded::number)
                .isEqualTo(java.util.stream.LongStream.rangeClosed(1, world.events.size())
                        .boxed()
                        .toList());
    }

    private void cancel(String job) {
        world.command(new Command.OnJob(World.id(job), new JobAction.Cancel("not needed", false)));
    }

    private void assertRejected(RejectionCode code, String words) {
        assertThat(world.lastEvent()).isInstanceOfSatisfying(Event.CommandRejected.class, refused -> {
            assertThat(refused.code()).isEqualTo(code);
            assertThat(refused.reason()).contains(words);
        });
    }
}
