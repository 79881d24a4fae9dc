package io.sluice.core;

import static io.sluice.core.World.job;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Semantics §6: attempts, waits, snooze, expiry, timeouts, and what follows a failure. */
class RetryRulesTest {

    private final World world = new World();

    // ---- attempts

    @Test
    void at_most_max_attempts_executions_and_the_last_error_says_so() {
        world.worker("w", 1).submit("j", job -> job.maxAttempts(2).retry(new RetryPolicy.Fixed(0)));
        world.claim("w", "j").end("w", "j", World.retryable("net"));
        assertThat(world.stateOf("j")).isEqualTo(JobState.RELEASED);

        world.claim("w", "j").end("w", "j", World.retryable("net"));

        assertThat(world.stateOf("j")).isEqualTo(JobState.FAILED);
        assertThat(world.status("j").error().orElseThrow().message())
                .contains("net")
                .contains("attempt 2 of 2");
        assertThat(world.events(Event.JobStarted.class)).hasSize(2);
    }

    @Test
    void a_final_error_fails_at_once_whatever_is_left() {
        world.worker("w", 1).submit("j", job -> job.maxAttempts(0)).claim("w", "j");

        world.end("w", "j", World.broken("no"));

        assertThat(world.stateOf("j")).isEqualTo(JobState.FAILED);
    }

    @Test
    void a_snooze_comes_back_later_and_uses_no_attempt() {
        world.worker("w", 1).submit("j", job -> job.maxAttempts(1)).claim("w", "j");

        world.end("w", "j", new Command.Snoozed(5_000));

        assertThat(world.stateOf("j")).isEqualTo(JobState.SCHEDULED);
        assertThat(world.status("j").attempt()).isZero();
        world.advance(5_000).worker("w", 1).claim("w", "j");
        assertThat(world.status("j").attempt()).isEqualTo(1);
        assertThat(world.status("j").run()).isEqualTo(2);
    }

    @Test
    void a_timeout_that_a_worker_reports_is_an_error_that_may_heal() {
        world.worker("w", 1).submit("j").claim("w", "j");

        world.end(
                "w",
                "j",
                new Command.Retry(new Failure("Timeout", "after 5s", ""), OptionalLong.empty(), Optional.empty()));

        assertThat(world.stateOf("j")).isEqualTo(JobState.SCHEDULED);
        assertThat(world.status("j").error().orElseThrow().type()).isEqualTo("Timeout");
    }

    // ---- waits

    @Test
    void the_errors_own_wait_comes_before_all_policies() {
        assertThat(wait(
                        "root",
                        new RetryPolicy.Fixed(1),
                        OptionalLong.of(7_000),
                        Optional.of(new RetryPolicy.Fixed(2))))
                .isEqualTo(7_000);
    }

    @Test
    void then_the_jobs_policy_then_the_handlers_then_the_channels() {
        world.channels("root:*,root.slow:*:retry=fixed(9s)");

        assertThat(wait("root.slow.a", new RetryPolicy.Fixed(1_000), OptionalLong.empty(), handlers()))
                .isEqualTo(1_000);
        assertThat(wait("root.slow.a", null, OptionalLong.empty(), handlers())).isEqualTo(2_000);
        assertThat(wait("root.slow.a", null, OptionalLong.empty(), Optional.empty()))
                .isEqualTo(9_000);
    }

    @Test
    void else_it_waits_ten_seconds_more_or_less_a_tenth() {
        assertThat(wait("root", null, OptionalLong.empty(), Optional.empty())).isBetween(9_000L, 11_000L);
    }

    @Test
    void the_largest_step_that_was_reached_counts_and_before_the_smallest_the_default() {
        RetryPolicy steps = new RetryPolicy.Steps(new TreeMap<>(Map.of(
                2, new RetryPolicy.Wait(60_000, 60_000),
                4, new RetryPolicy.Wait(300_000, 400_000))));
        world.worker("w", 1).submit("j", job -> job.maxAttempts(0).retry(steps));

        assertThat(nextWait()).isBetween(9_000L, 11_000L);
        assertThat(nextWait()).isEqualTo(60_000);
        assertThat(nextWait()).isEqualTo(60_000);
        assertThat(nextWait()).isBetween(300_000L, 400_000L);
        assertThat(nextWait()).isBetween(300_000L, 400_000L);
    }

    private long nextWait() {
        world.worker("w", 1).claim("w", "j").end("w", "j", World.retryable("net"));
        long wait = world.status("j").notBefore().orElseThrow() - world.now;
        world.advance(wait);
        return wait;
    }

    private static Optional<RetryPolicy> handlers() {
        return Optional.of(new RetryPolicy.Fixed(2_000));
    }

    private long wait(String channel, RetryPolicy own, OptionalLong errors, Optional<RetryPolicy> handlers) {
        String name = "j" + world.events.size();
        world.worker("w", 9)
                .submit(
                        name,
                        job -> own == null
                                ? job.channel(channel)
                                : job.channel(channel).retry(own))
                .claim("w", name);
        world.end("w", name, new Command.Retry(new Failure("E", "", ""), errors, handlers));
        return world.status(name).notBefore().orElseThrow() - world.now;
    }

    // ---- expiry

    @Test
    void what_was_not_started_by_then_is_cancelled() {
        world.submit("ready", job -> job.expires(world.now + 5_000));
        world.submit("scheduled", job -> job.expires(world.now + 5_000).eta(world.now + 9_000));
        world.advance(4_999);
        assertThat(world.stateOf("ready")).isEqualTo(JobState.READY);

        world.advance(1);

        for (String job : List.of("ready", "scheduled")) {
            assertThat(world.stateOf(job)).isEqualTo(JobState.CANCELLED);
            assertThat(world.status(job).reason()).isEqualTo("EXPIRED");
        }
    }

    @Test
    void a_release_that_nobody_claimed_by_then_is_cancelled_by_the_log() {
        world.worker("w", 1).submit("j", job -> job.expires(world.now + 6_000));
        assertThat(world.stateOf("j")).isEqualTo(JobState.RELEASED);

        world.advance(6_000);
        assertThat(world.stateOf("j")).isEqualTo(JobState.RELEASED);
        world.readBack();

        assertThat(world.stateOf("j")).isEqualTo(JobState.CANCELLED);
        assertThat(world.status("j").reason()).isEqualTo("EXPIRED");
    }

    @Test
    void what_was_started_once_is_started_also_if_it_is_handed_back_later_or_its_worker_gives_no_times() {
        world.worker("w", 1).submit("j", job -> job.expires(world.now + 1_000)).claim("w", "j");
        BundleId bundle = world.bundleOf("j").id();
        world.command(new Command.Outcomes(
                "w", List.of(new Command.Outcome(bundle, World.id("j"), 1, 0, 0, new Command.Snoozed(100)))));
        world.advance(100).claim("w", "j");
        world.command(new Command.HandedBack("w", List.of(world.bundleOf("j").id()), "stops", List.of()));

        world.advance(2_000).readBack();

        assertThat(world.stateOf("j")).isEqualTo(JobState.RELEASED);
        assertThat(world.events(Event.JobSnoozed.class).getFirst().run().startedAt())
                .isPositive();
    }

    @Test
    void what_was_started_by_then_goes_on_also_when_it_has_to_try_again() {
        world.worker("w", 2)
                .submit("runs", job -> job.expires(world.now + 1_000))
                .claim("w", "runs");
        world.submit("retries", job -> job.expires(world.now + 1_000)).claim("w", "retries");
        world.end("w", "retries", World.retryable("net"));
        world.submit("snoozes", job -> job.expires(world.now + 1_000)).claim("w", "snoozes");
        world.end("w", "snoozes", new Command.Snoozed(9_000));

        world.advance(1_000).readBack();

        assertThat(world.stateOf("runs")).isEqualTo(JobState.RUNNING);
        assertThat(world.stateOf("retries")).isEqualTo(JobState.SCHEDULED);
        assertThat(world.stateOf("snoozes")).isEqualTo(JobState.SCHEDULED);
        assertThat(world.events(Event.CancelAsked.class)).isEmpty();
    }

    @Test
    void what_has_expired_before_it_comes_is_stored_and_cancelled_at_once() {
        world.worker("w", 1).submit("j", job -> job.expires(world.now));

        assertThat(world.stateOf("j")).isEqualTo(JobState.CANCELLED);
        assertThat(world.events(Event.JobReleased.class)).isEmpty();
    }

    @Test
    void what_has_expired_before_it_comes_in_a_flow_or_out_of_a_run_is_not_released_either() {
        world.worker("w", 5).flow("f", job("a").expires(world.now), job("b", "a"));
        assertThat(world.stateOf("a")).isEqualTo(JobState.CANCELLED);
        assertThat(world.stateOf("b")).isEqualTo(JobState.CANCELLED);

        world.submit("runs")
                .run("runs", World.submitting(job("c").expires(world.now).plain()));
        assertThat(world.stateOf("c")).isEqualTo(JobState.CANCELLED);
        assertThat(world.released("a", "b", "c", "runs")).containsExactly("runs");
    }

    @Test
    void an_expired_job_that_is_requeued_does_not_expire_again() {
        world.submit("j", job -> job.expires(world.now + 10)).advance(10).on("j", new JobAction.Requeue());

        world.advance(60_000);

        assertThat(world.stateOf("j")).isEqualTo(JobState.READY);
    }

    // ---- timeouts

    @Test
    void a_bundle_tells_the_timeout_of_the_job_else_of_the_nearest_channel_else_none() {
        world.channels("root:*,root.slow:*:timeout=1m,root.slow.b:*:timeout=2m").worker("w", 9);
        world.submit("own", job -> job.channel("root.slow").timeout(5_000));
        world.submit("none", job -> job.channel("root.slow").timeout(0));
        world.submit("a", job -> job.channel("root.slow.a"));
        world.submit("b", job -> job.channel("root.slow.b"));
        world.submit("root");

        assertThat(timeout("own")).isEqualTo(5_000);
        assertThat(timeout("none")).isZero();
        assertThat(timeout("a")).isEqualTo(60_000);
        assertThat(timeout("b")).isEqualTo(120_000);
        assertThat(timeout("root")).isZero();
    }

    private long timeout(String name) {
        return world.effects.stream()
                .filter(Effect.Dispatch.class::isInstance)
                .flatMap(effect -> ((Effect.Dispatch) effect).jobs().stream())
                .filter(job -> job.job().id().equals(World.id(name)))
                .findFirst()
                .orElseThrow()
                .timeoutMs();
    }

    // ---- on-failure

    @Test
    void a_final_failure_submits_one_job_of_the_channels_type_with_the_failed_jobs_id() {
        world.channels("root:*,root.shop:*:on-failure=notify").worker("w", 3, "t", "notify");
        world.submit("j", job -> job.channel("root.shop.a")).claim("w", "j");

        world.end("w", "j", World.broken("boom"));

        List<Event.JobSubmitted> submitted = world.events(Event.JobSubmitted.class);
        assertThat(submitted).hasSize(2);
        Job notice = submitted.getLast().submitted();
        assertThat(notice.type()).isEqualTo("notify");
        assertThat(notice.channel()).isEqualTo(ChannelPath.ROOT);
        assertThat(notice.headers()).containsEntry("failed-job", World.id("j").toString());
        assertThat(new String(notice.payload().bytes(), StandardCharsets.UTF_8))
                .isEqualTo("{\"job\":\"" + World.id("j") + "\",\"type\":\"t\",\"channel\":\"root.shop.a\"}");
        assertThat(notice.id()).isEqualTo(DerivedIds.of(World.id("j"), -1));
        assertThat(world.state.status(notice.id()).orElseThrow().state()).isEqualTo(JobState.RELEASED);
    }

    @Test
    void an_error_that_may_heal_submits_nothing_until_the_attempts_are_used_up() {
        world.channels("root:*:on-failure=notify").worker("w", 3);
        world.submit("j", job -> job.maxAttempts(2).retry(new RetryPolicy.Fixed(0)))
                .claim("w", "j");
        world.end("w", "j", World.retryable("net"));
        assertThat(world.events(Event.JobSubmitted.class)).hasSize(1);

        world.claim("w", "j").end("w", "j", World.retryable("net"));

        assertThat(world.events(Event.JobSubmitted.class)).hasSize(2);
    }

    @Test
    void a_lost_job_whose_attempts_are_used_up_submits_it_too() {
        world.channels("root:*:on-failure=notify").worker("w", 3);
        world.submit("j", job -> job.maxAttempts(1)).claim("w", "j");

        world.advance(World.LEASE).readBack();

        assertThat(world.stateOf("j")).isEqualTo(JobState.FAILED);
        assertThat(world.events(Event.JobSubmitted.class).getLast().type()).isEqualTo("notify");
    }

    @Test
    void a_failure_of_that_very_type_submits_nothing() {
        world.channels("root:*:on-failure=notify").worker("w", 3, "notify");
        world.submit("j", job -> job.type("notify")).claim("w", "j");

        world.end("w", "j", World.broken("boom"));

        assertThat(world.events(Event.JobSubmitted.class)).hasSize(1);
    }

    @Test
    void a_requeued_job_that_fails_again_is_told_of_again() {
        world.channels("root:*:on-failure=notify").worker("w", 3).failed("j");
        world.on("j", new JobAction.Requeue()).claim("w", "j").end("w", "j", World.broken("boom"));

        assertThat(world.events(Event.JobSubmitted.class)).hasSize(3).doesNotHaveDuplicates();
    }
}
