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
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Semantics §3 and §10: commands by id, and the refusals in words. */
class JobActionsTest {

    private final World world = new World();

    // ---- set done

    @Test
    void a_failed_job_can_be_set_done_with_a_result() {
        world.worker("w", 1).failed("j").on("j", new SetDone(Optional.of("by hand")));

        assertThat(world.stateOf("j")).isEqualTo(JobState.DONE);
        assertThat(world.status("j").result()).contains("by hand");
        assertThat(world.status("j").error()).isPresent();
        assertThat(world.events.getLast().cause().by()).isEqualTo("test");
        assertThat(((Event.JobDone) world.lastEvent()).run().worker()).isEmpty();
        assertThat(world.status("j").worker()).isEqualTo("w");
    }

    @Test
    void what_waits_can_be_set_done_and_is_not_released_any_more() {
        world.submit("ready").submit("scheduled", job -> job.eta(world.now + 1_000));

        world.on("ready", new SetDone(Optional.empty())).on("scheduled", new SetDone(Optional.empty()));
        world.worker("w", 5).advance(2_000);

        assertThat(world.stateOf("ready")).isEqualTo(JobState.DONE);
        assertThat(world.stateOf("scheduled")).isEqualTo(JobState.DONE);
        assertThat(world.released()).isEmpty();
    }

    @Test
    void set_done_of_what_is_with_a_worker_or_ended_otherwise_is_refused_in_words() {
        world.worker("w", 1).submit("j").on("j", new SetDone(Optional.empty()));
        assertRejected(RejectionCode.WRONG_STATE, "is RELEASED; only jobs that are WAITING, SCHEDULED, READY, FAILED");
        assertThat(world.refusal()).contains("cancel it first");

        world.claim("w", "j").done("w", "j").on("j", new SetDone(Optional.empty()));
        assertRejected(RejectionCode.WRONG_STATE, "is DONE; only");
        assertThat(world.refusal()).contains("requeue it first");
    }

    @Test
    void a_result_over_the_limit_is_refused() {
        world.submit("j").on("j", new SetDone(Optional.of("x".repeat(64 * 1024 + 1))));

        assertRejected(RejectionCode.OVER_LIMIT, "65537 bytes long; at most 65536");
        assertThat(world.stateOf("j")).isEqualTo(JobState.READY);
    }

    // ---- delete

    @Test
    void an_ended_job_is_deleted_whichever_way_it_ended() {
        world.worker("w", 3).failed("failed").submit("done").claim("w", "done").done("w", "done");
        world.submit("cancelled").on("cancelled", new Cancel("", true));

        for (String job : List.of("failed", "done", "cancelled")) {
            world.on(job, new Delete());
            assertThat(world.lastEvent()).isEqualTo(new Event.JobPurged(World.id(job), ChannelPath.ROOT, "t"));
            assertThat(world.isKept(job)).isFalse();
        }
    }

    @Test
    void the_id_of_a_deleted_job_may_come_again_as_a_new_job() {
        world.worker("w", 1).failed("j").on("j", new Delete());

        world.submit("j");

        assertThat(world.stateOf("j")).isEqualTo(JobState.RELEASED);
        assertThat(world.status("j").run()).isEqualTo(1);
        assertThat(world.job("j").seq()).isEqualTo(2);
    }

    @Test
    void an_unfinished_job_cannot_be_deleted() {
        world.submit("j").on("j", new Delete());

        assertRejected(
                RejectionCode.WRONG_STATE, "is READY; only jobs that are DONE, FAILED, CANCELLED can be deleted");
        assertThat(world.refusal()).contains("cancel it first");
    }

    // ---- reprioritize

    @Test
    void a_ready_job_takes_the_place_of_its_new_priority() {
        world.submit("a", "b", "c").on("c", new Reprioritize(1)).on("a", new Reprioritize(20));

        world.channels("root:1").worker("w", 1);
        List<String> order = drain("a", "b", "c");

        assertThat(order).containsExactly("c", "b", "a");
    }

    @Test
    void a_priority_counts_for_a_retry_too_when_the_job_was_changed_before_its_first_run() {
        world.submit("j").on("j", new Reprioritize(3)).worker("w", 1).claim("w", "j");
        world.end("w", "j", World.retryable("net"));
        assertThat(world.job("j").priority()).isEqualTo(3);

        world.advance(60_000).worker("w", 1);

        assertThat(world.stateOf("j")).isEqualTo(JobState.RELEASED);
        world.claim("w", "j").done("w", "j");
        assertThat(world.job("j").priority()).isEqualTo(3);
    }

    @Test
    void a_priority_that_a_job_gets_while_it_is_with_a_worker_counts_when_it_comes_back() {
        world.channels("root:1").worker("w", 1).submit("released", "j").on("released", new Reprioritize(90));
        assertThat(world.stateOf("released")).isEqualTo(JobState.RELEASED);
        world.claim("w", "released").end("w", "released", World.retryable("net"));
        world.claim("w", "j").on("j", new Reprioritize(95)).restart();
        assertThat(world.job("j").priority()).isEqualTo(95);

        world.worker("w", 1)
                .end("w", "j", World.retryable("net"))
                .advance(60_000)
                .worker("w", 1);

        assertThat(world.stateOf("released")).isEqualTo(JobState.RELEASED);
        assertThat(world.stateOf("j")).isEqualTo(JobState.READY);
    }

    @Test
    void what_changes_nothing_has_no_event() {
        world.submit("j");
        int before = world.events.size();

        world.on("j", new Reprioritize(10)).on("j", new Move("root")).on("j", new Reschedule(world.now));

        assertThat(world.events).hasSize(before);
        world.on("j", new Reschedule(world.now + 5)).on("j", new Reschedule(world.now + 5));
        assertThat(world.events(Event.JobRescheduled.class)).hasSize(1);
    }

    // ---- reschedule

    @Test
    void a_ready_job_can_be_put_off_and_a_scheduled_one_be_called_in() {
        world.submit("later").submit("sooner", job -> job.eta(world.now + 60_000));

        world.on("later", new Reschedule(world.now + 5_000)).on("sooner", new Reschedule(world.now - 1));

        assertThat(world.stateOf("later")).isEqualTo(JobState.SCHEDULED);
        assertThat(world.stateOf("sooner")).isEqualTo(JobState.READY);
        world.advance(5_000);
        assertThat(world.stateOf("later")).isEqualTo(JobState.READY);
    }

    @Test
    void the_timer_of_the_earlier_eta_does_nothing() {
        world.submit("j", job -> job.eta(world.now + 1_000)).on("j", new Reschedule(world.now + 9_000));

        world.advance(2_000);
        assertThat(world.stateOf("j")).isEqualTo(JobState.SCHEDULED);
        world.advance(7_000);
        assertThat(world.stateOf("j")).isEqualTo(JobState.READY);
    }

    @Test
    void a_back_off_is_cut_short_by_a_new_eta() {
        world.worker("w", 1).submit("j").claim("w", "j").end("w", "j", World.retryable("net"));
        assertThat(world.stateOf("j")).isEqualTo(JobState.SCHEDULED);

        world.on("j", new Reschedule(0));

        assertThat(world.stateOf("j")).isEqualTo(JobState.RELEASED);
        assertThat(world.status("j").error()).isPresent();
    }

    @Test
    void a_requeued_job_waits_for_the_eta_that_an_operator_gave_it() {
        world.submit("j").on("j", new Reschedule(world.now + 5_000)).on("j", new Cancel("", false));

        world.on("j", new Requeue());

        assertThat(world.stateOf("j")).isEqualTo(JobState.SCHEDULED);
    }

    @Test
    void what_does_not_wait_cannot_be_rescheduled_and_nothing_more_than_ten_years() {
        world.worker("w", 1).submit("j").on("j", new Reschedule(1));
        assertRejected(RejectionCode.WRONG_STATE, "only jobs that are WAITING, SCHEDULED, READY can be rescheduled");

        world.submit("k").on("k", new Reschedule(Long.MAX_VALUE));
        assertRejected(RejectionCode.OVER_LIMIT, "more than 10 years ahead");
    }

    // ---- move

    @Test
    void a_moved_job_waits_for_its_new_channel_and_no_more_for_the_old() {
        world.channels("root:*,root.shut:0,root.open:1").submit("j", job -> job.channel("root.shut"));
        world.worker("w", 1);
        assertThat(world.stateOf("j")).isEqualTo(JobState.READY);

        world.on("j", new Move("root.open"));

        assertThat(world.stateOf("j")).isEqualTo(JobState.RELEASED);
        assertThat(world.state.seats("main", new ChannelPath("root.open"))).isEqualTo(1);
        assertThat(world.bundleOf("j").channel()).isEqualTo(new ChannelPath("root.open"));
    }

    @Test
    void a_job_that_is_moved_before_its_first_run_stays_moved_after_it() {
        world.submit("j", job -> job.channel("root.a"))
                .on("j", new Move("root.b"))
                .worker("w", 1);
        world.claim("w", "j").end("w", "j", World.broken("boom"));

        assertThat(world.job("j").channel()).isEqualTo(new ChannelPath("root.b"));
        assertThat(world.events(Event.JobFailed.class).getFirst().channel()).isEqualTo(new ChannelPath("root.b"));
        world.on("j", new Requeue());
        assertThat(world.bundleOf("j").channel()).isEqualTo(new ChannelPath("root.b"));
    }

    @Test
    void scheduled_failed_and_closed_jobs_can_be_moved_as_well() {
        world.worker("w", 3).submit("s", job -> job.eta(world.now + 9_000)).failed("f");
        world.submit("c", job -> job.eta(world.now + 9_000)).on("c", new Cancel("", false));

        for (String job : List.of("s", "f", "c")) {
            JobState before = world.stateOf(job);
            world.on(job, new Move("root.b"));
            assertThat(world.lastEvent())
                    .isEqualTo(new Event.JobMoved(World.id(job), ChannelPath.ROOT, "t", new ChannelPath("root.b")));
            assertThat(world.stateOf(job)).isEqualTo(before);
        }
        world.advance(9_000);
        assertThat(world.bundleOf("s").channel()).isEqualTo(new ChannelPath("root.b"));
    }

    @Test
    void a_job_with_a_worker_cannot_be_moved_and_no_job_to_what_is_no_channel() {
        world.worker("w", 1).submit("j").on("j", new Move("root.b"));
        assertRejected(RejectionCode.WRONG_STATE, "it holds a seat in its channel");

        world.submit("k").on("k", new Move("root..b"));
        assertRejected(RejectionCode.BAD_CHANNELS, "root..b");
    }

    // ---- attempts

    @Test
    void another_bound_on_the_attempts_holds_for_the_attempt_that_runs() {
        world.worker("w", 1).submit("j", job -> job.maxAttempts(3)).claim("w", "j");

        world.on("j", new SetMaxAttempts(1)).end("w", "j", World.retryable("net"));

        assertThat(world.stateOf("j")).isEqualTo(JobState.FAILED);
        assertThat(world.status("j").error().orElseThrow().message()).contains("attempt 1 of 1");
        assertThat(world.job("j").maxAttempts()).hasValue(1);
    }

    @Test
    void a_job_that_has_had_as_many_attempts_as_it_is_allowed_by_now_fails_instead_of_running_again() {
        world.worker("w", 1).submit("j").claim("w", "j").end("w", "j", World.retryable("net"));

        world.on("j", new SetMaxAttempts(1));

        assertThat(world.stateOf("j")).isEqualTo(JobState.FAILED);
        assertThat(world.status("j").error().orElseThrow().message())
                .isEqualTo("net (1 attempts were made and at most 1 are allowed by now)");
    }

    @Test
    void what_a_channel_allows_by_now_is_looked_at_when_a_job_becomes_due() {
        world.worker("w", 1).submit("j").claim("w", "j").end("w", "j", World.retryable("net"));
        world.command(new Command.Configure("root:*:max-attempts=1"));
        assertThat(world.stateOf("j")).isEqualTo(JobState.SCHEDULED);

        world.advance(60_000);

        assertThat(world.stateOf("j")).isEqualTo(JobState.FAILED);
    }

    @Test
    void a_release_that_nobody_claimed_comes_back_and_fails_if_it_may_not_run_again() {
        world.worker("w", 1).submit("j", job -> job.maxAttempts(5)).claim("w", "j");
        world.end("w", "j", World.retryable("net")).advance(60_000).worker("w", 1);
        assertThat(world.stateOf("j")).isEqualTo(JobState.RELEASED);
        world.on("j", new SetMaxAttempts(1));

        for (int i = 0; i < 8; i++) {
            world.advance(World.LEASE / 4).worker("w", 1);
        }
        world.readBack();

        assertThat(world.events(Event.JobLost.class)).isNotEmpty();
        assertUsedUp();
    }

    @Test
    void what_is_handed_back_or_snoozed_with_its_attempts_used_up_by_now_fails_instead_of_running_again() {
        world.worker("w", 1).submit("j", job -> job.maxAttempts(5)).claim("w", "j");
        world.end("w", "j", now("net")).claim("w", "j").on("j", new SetMaxAttempts(1));

        BundleId bundle = world.bundleOf("j").id();
        world.command(new Command.HandedBack("w", List.of(bundle), "stop"));
        assertUsedUp();

        world.on("j", new SetMaxAttempts(5)).requeue("j").claim("w", "j").end("w", "j", now("net"));
        world.claim("w", "j").on("j", new SetMaxAttempts(1)).end("w", "j", new Command.Snoozed(0));
        assertUsedUp();
    }

    @Test
    void what_is_called_in_or_replaced_with_its_attempts_used_up_by_now_fails_instead_of_running_again() {
        world.worker("w", 1).submit("j", job -> job.dedup("k")).claim("w", "j");
        world.end("w", "j", World.retryable("net")).command(new Command.Configure("root:*:max-attempts=1"));

        world.on("j", new Reschedule(world.now));
        assertUsedUp();

        world.command(new Command.Configure("root:*")).requeue("j").claim("w", "j");
        world.end("w", "j", World.retryable("net")).command(new Command.Configure("root:*:max-attempts=1"));
        world.submit("twin", job -> job.dedup(new Dedup("k", Dedup.Mode.REPLACE, false, 0)));
        assertUsedUp();
    }

    private void assertUsedUp() {
        assertThat(world.stateOf("j")).isEqualTo(JobState.FAILED);
        assertThat(world.status("j").error().orElseThrow().message())
                .isEqualTo("net (1 attempts were made and at most 1 are allowed by now)");
    }

    private static Command.Retry now(String message) {
        return new Command.Retry(new Failure("java.io.IOException", message, ""), OptionalLong.of(0), Optional.empty());
    }

    @Test
    void a_negative_bound_is_refused() {
        world.submit("j").on("j", new SetMaxAttempts(-1));

        assertRejected(RejectionCode.OVER_LIMIT, "maxAttempts is -1; 0 (unlimited) or more is allowed");
    }

    // ---- cancel by force

    @Test
    void cancel_by_force_frees_the_seat_at_once_and_what_the_worker_says_later_is_stale() {
        world.channels("root:1").worker("w", 2).submit("stuck", "next").claim("w", "stuck");
        BundleId bundle = world.bundleOf("stuck").id();

        world.on("stuck", new Cancel("stuck", true));

        assertThat(world.stateOf("stuck")).isEqualTo(JobState.CANCELLED);
        assertThat(world.stateOf("next")).isEqualTo(JobState.RELEASED);
        assertThat(world.effects).contains(new Effect.TellStop("w", World.id("stuck"), 1, "cancelled by force: stuck"));
        world.outcome("w", bundle, World.id("stuck"), 1, new Command.Done(Optional.empty()));
        assertRejected(RejectionCode.STALE_RUN, "came too late");
        assertThat(world.stateOf("stuck")).isEqualTo(JobState.CANCELLED);
    }

    @Test
    void cancel_by_force_ends_what_was_asked_to_stop_before() {
        world.worker("w", 1).submit("j").claim("w", "j").on("j", new Cancel("please", false));
        assertThat(world.stateOf("j")).isEqualTo(JobState.RUNNING);

        world.on("j", new Cancel("now", true));

        assertThat(world.stateOf("j")).isEqualTo(JobState.CANCELLED);
        assertThat(world.status("j").reason()).isEqualTo("now");
    }

    // ---- all

    @Test
    void any_command_for_a_job_that_nobody_keeps_is_refused() {
        for (JobAction action : List.of(
                new Cancel("", false),
                new Requeue(),
                new SetDone(Optional.empty()),
                new Delete(),
                new Reprioritize(1),
                new Reschedule(1),
                new Move("root"),
                new SetMaxAttempts(1))) {
            world.on("nobody", action);
            assertRejected(RejectionCode.UNKNOWN_JOB, "no such job is kept");
        }
    }

    @Test
    void what_an_operator_changed_is_there_after_a_restart() {
        world.submit("a", "b")
                .on("b", new Reprioritize(1))
                .on("b", new Move("root.b"))
                .on("b", new SetMaxAttempts(7))
                .on("b", new Reschedule(world.now + 500));

        world.restart();

        Job job = world.job("b");
        assertThat(job.priority()).isEqualTo(1);
        assertThat(job.channel()).isEqualTo(new ChannelPath("root.b"));
        assertThat(job.maxAttempts()).hasValue(7);
        assertThat(job.eta()).hasValue(world.now + 500);
        assertThat(job.seq()).isEqualTo(2);
    }

    private List<String> drain(String... jobs) {
        List<String> order = new java.util.ArrayList<>();
        for (int i = 0; i < jobs.length; i++) {
            String next = world.released(jobs).getFirst();
            order.add(next);
            world.claim("w", next).done("w", next);
        }
        return order;
    }

    private void assertRejected(RejectionCode code, String words) {
        assertThat(world.lastEvent()).isInstanceOfSatisfying(Event.CommandRejected.class, refused -> {
            assertThat(refused.code()).isEqualTo(code);
            assertThat(refused.reason()).contains(words);
        });
    }
}
