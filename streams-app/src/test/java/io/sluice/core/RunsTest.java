package io.sluice.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Semantics §3, §6 and §9: claims, outcomes, the run fence, hand-backs. */
class RunsTest {

    private final World world = new World();

    @BeforeEach
    void one_released_job() {
        world.channels("root:1").worker("w", 2).worker("v", 2).submit("j");
    }

    @Test
    void a_claim_starts_the_job_and_counts_the_attempt() {
        world.claim("w", "j");

        assertThat(world.stateOf("j")).isEqualTo(JobState.RUNNING);
        assertThat(world.status("j").attempt()).isEqualTo(1);
        assertThat(world.status("j").worker()).isEqualTo("w");
        assertThat(world.events(Event.JobStarted.class)).hasSize(1);
    }

    @Test
    void a_second_claimant_is_noted_but_the_attempt_is_counted_once() {
        world.claim("w", "j").claim("v", "j").claim("v", "j");

        assertThat(world.bundleOf("j").claimants()).containsExactly("w", "v");
        assertThat(world.status("j").attempt()).isEqualTo(1);
    }

    @Test
    void the_first_outcome_of_any_claimant_counts_and_the_second_is_stale() {
        world.claim("w", "j").claim("v", "j");
        BundleId bundle = world.bundleOf("j").id();

        world.done("v", "j");
        world.outcome("w", bundle, World.id("j"), 1, World.broken("too late"));

        assertThat(world.stateOf("j")).isEqualTo(JobState.DONE);
        assertStale();
    }

    @Test
    void a_done_job_frees_its_seat_and_keeps_its_result() {
        world.submit("next").claim("w", "j");

        world.end("w", "j", new Command.Done(Optional.of("42")));

        assertThat(world.status("j").result()).contains("42");
        assertThat(world.stateOf("next")).isEqualTo(JobState.RELEASED);
    }

    @Test
    void an_outcome_before_its_claim_counts_as_the_claim_first() {
        world.done("w", "j");

        assertThat(world.stateOf("j")).isEqualTo(JobState.DONE);
        assertThat(world.status("j").attempt()).isEqualTo(1);
        assertThat(world.events(Event.BundleClaimed.class)).hasSize(1);
    }

    @Test
    void an_outcome_of_someone_who_has_no_claim_on_a_claimed_bundle_is_stale() {
        world.claim("w", "j");

        world.outcome("v", world.bundleOf("j").id(), World.id("j"), 1, World.broken("not mine"));

        assertThat(world.stateOf("j")).isEqualTo(JobState.RUNNING);
        assertStale();
    }

    @Test
    void an_outcome_with_another_run_is_stale_and_changes_nothing() {
        world.claim("w", "j");

        world.outcome("w", world.bundleOf("j").id(), World.id("j"), 2, World.broken("from the future"));

        assertThat(world.stateOf("j")).isEqualTo(JobState.RUNNING);
        assertStale();
    }

    @Test
    void a_result_of_an_old_run_is_not_taken_for_the_new_one() {
        BundleId first = world.bundleOf("j").id();
        world.claim("w", "j").command(new Command.HandedBack("w", List.of(first), "stopping"));
        world.claim("v", "j");

        world.outcome("w", first, World.id("j"), 1, new Command.Done(Optional.of("old")));

        assertThat(world.stateOf("j")).isEqualTo(JobState.RUNNING);
        assertThat(world.status("j").run()).isEqualTo(2);
        assertStale();
    }

    @Test
    void handing_back_gives_the_attempt_back_and_the_job_is_released_as_the_next_run() {
        world.claim("w", "j")
                .command(new Command.HandedBack("w", List.of(world.bundleOf("j").id()), "stopping"));

        assertThat(world.stateOf("j")).isEqualTo(JobState.RELEASED);
        assertThat(world.status("j").run()).isEqualTo(2);
        assertThat(world.status("j").attempt()).isZero();
    }

    @Test
    void handing_back_by_one_of_two_claimants_drops_that_claim_only() {
        world.claim("w", "j").claim("v", "j");

        world.command(new Command.HandedBack("w", List.of(world.bundleOf("j").id()), "acknowledgement in doubt"));

        assertThat(world.bundleOf("j").claimants()).containsExactly("v");
        assertThat(world.stateOf("j")).isEqualTo(JobState.RUNNING);
    }

    @Test
    void handing_back_what_one_never_claimed_changes_nothing() {
        world.command(new Command.HandedBack("w", List.of(world.bundleOf("j").id()), "confused"));

        assertThat(world.status("j").run()).isEqualTo(1);
    }

    @Test
    void a_claim_that_asks_for_our_word_gets_it_and_an_old_one_is_refused() {
        BundleId bundle = world.bundleOf("j").id();
        world.command(new Command.Claimed("w", List.of(new Command.Claim(bundle, true))));
        assertThat(world.effects).contains(new Effect.TellConfirmed("w", bundle, Optional.empty()));

        world.done("w", "j").command(new Command.Claimed("v", List.of(new Command.Claim(bundle, true))));

        assertThat(world.effects.getLast())
                .isInstanceOfSatisfying(
                        Effect.TellConfirmed.class,
                        told -> assertThat(told.refusal()).isPresent());
    }

    @Test
    void a_type_that_a_worker_did_not_know_waits_longer_each_time() {
        for (long wait : new long[] {100, 200, 400}) {
            int run = world.status("j").run();
            world.beat("x", 1, Set.of(World.ROOT_TOPIC), Set.of("other")).claim("x", "j");
            world.command(
                    new Command.HandedBack("x", List.of(world.bundleOf("j").id()), UnknownTypes.REASON));
            world.advance(wait - 1);
            assertThat(world.stateOf("j")).isEqualTo(JobState.READY);
            world.advance(1);
            assertThat(world.stateOf("j")).isEqualTo(JobState.RELEASED);
            assertThat(world.status("j").run()).isEqualTo(run + 1);
        }
    }

    @Test
    void many_bundles_of_a_type_handed_back_in_one_report_make_it_wait_once() {
        world.channels("root:*").worker("w", 8).submit("k", "l");
        world.beat("x", 8, Set.of(World.ROOT_TOPIC), Set.of("other")).claim("x", "j", "k", "l");
        List<BundleId> bundles =
                Stream.of("j", "k", "l").map(job -> world.bundleOf(job).id()).toList();

        world.command(new Command.HandedBack("x", bundles, UnknownTypes.REASON)).advance(100);

        assertThat(Stream.of("j", "k", "l").map(world::stateOf)).containsOnly(JobState.RELEASED);
    }

    @Test
    void while_a_type_waits_no_channel_releases_it() {
        world.channels("root:*").worker("w", 8).command(new Command.Pause("other", ""));
        world.submit("k", asked -> asked.channel("other"));
        world.beat("x", 8, Set.of(World.ROOT_TOPIC), Set.of("other")).claim("x", "j");
        world.command(new Command.HandedBack("x", List.of(world.bundleOf("j").id()), UnknownTypes.REASON));

        world.command(new Command.Resume("other")).advance(99);
        assertThat(world.stateOf("k")).isEqualTo(JobState.READY);

        world.advance(1);
        assertThat(world.stateOf("k")).isEqualTo(JobState.RELEASED);
    }

    @Test
    void a_type_waits_no_longer_once_a_worker_that_knows_it_claims_one() {
        world.channels("root:*").worker("w", 8).submit("k", "l");
        world.beat("x", 8, Set.of(World.ROOT_TOPIC), Set.of("other")).claim("x", "j");
        world.command(new Command.HandedBack("x", List.of(world.bundleOf("j").id()), UnknownTypes.REASON));
        assertThat(world.stateOf("j")).isEqualTo(JobState.READY);

        world.claim("w", "k");

        assertThat(world.stateOf("j")).isEqualTo(JobState.RELEASED);
    }

    // ---- retries

    @Test
    void a_delay_beyond_all_measure_is_a_very_long_one_and_not_none() {
        world.claim("w", "j");
        world.end("w", "j", new Command.Snoozed(Long.MAX_VALUE));

        assertThat(world.stateOf("j")).isEqualTo(JobState.SCHEDULED);
        assertThat(world.status("j").notBefore()).hasValue(world.now + Admission.FURTHEST_ETA);
    }

    @Test
    void a_retryable_error_comes_back_after_the_delay_that_it_gives() {
        world.claim("w", "j");
        world.end("w", "j", new Command.Retry(new Failure("E", "busy", ""), OptionalLong.of(7_000), Optional.empty()));

        assertThat(world.stateOf("j")).isEqualTo(JobState.SCHEDULED);
        assertThat(world.status("j").notBefore()).hasValue(world.now + 7_000);
        world.advance(7_000);
        assertThat(world.stateOf("j")).isEqualTo(JobState.RELEASED);
    }

    @Test
    void the_jobs_policy_goes_before_the_handlers_and_that_before_the_channels() {
        RetryPolicy own = new RetryPolicy.Fixed(1_000);
        RetryPolicy handlers = new RetryPolicy.Fixed(2_000);
        world.channels("root:*:retry=fixed(3s)");
        world.submit("own", job -> job.retry(own)).submit("none").submit("channel");
        world.claim("w", "j", "own").claim("v", "none").claim("v", "channel");
        Failure error = new Failure("E", "busy", "");

        world.end("w", "own", new Command.Retry(error, OptionalLong.empty(), Optional.of(handlers)));
        world.end("v", "none", new Command.Retry(error, OptionalLong.empty(), Optional.of(handlers)));
        world.end("v", "channel", new Command.Retry(error, OptionalLong.empty(), Optional.empty()));

        assertThat(world.status("own").notBefore()).hasValue(world.now + 1_000);
        assertThat(world.status("none").notBefore()).hasValue(world.now + 2_000);
        assertThat(world.status("channel").notBefore()).hasValue(world.now + 3_000);
    }

    @Test
    void the_retryable_error_of_the_last_attempt_fails_the_job_and_says_so() {
        world.channels("root:*").submit("x", job -> job.maxAttempts(2).retry(new RetryPolicy.Fixed(0)));
        world.claim("w", "x").end("w", "x", World.retryable("net"));
        world.claim("w", "x").end("w", "x", World.retryable("net"));

        assertThat(world.stateOf("x")).isEqualTo(JobState.FAILED);
        assertThat(world.status("x").error().orElseThrow().message())
                .isEqualTo("net (attempt 2 of 2: no more are left)");
    }

    @Test
    void any_other_error_fails_the_job_at_once_and_keeps_its_trace() {
        world.claim("w", "j").end("w", "j", World.broken("boom"));

        assertThat(world.stateOf("j")).isEqualTo(JobState.FAILED);
        assertThat(world.status("j").error().orElseThrow().stackTrace()).isEqualTo("trace");
    }

    @Test
    void a_snooze_comes_back_later_without_using_an_attempt() {
        world.claim("w", "j").end("w", "j", new Command.Snoozed(500));

        assertThat(world.stateOf("j")).isEqualTo(JobState.SCHEDULED);
        assertThat(world.status("j").attempt()).isZero();
    }

    @Test
    void unlimited_attempts_never_run_out() {
        world.done("w", "j").submit("x", job -> job.maxAttempts(0).retry(new RetryPolicy.Fixed(0)));
        for (int i = 0; i < 20; i++) {
            world.claim("w", "x").end("w", "x", World.retryable("net"));
        }

        assertThat(world.stateOf("x")).isEqualTo(JobState.RELEASED);
        assertThat(world.status("x").attempt()).isEqualTo(20);
    }

    private void assertStale() {
        assertThat(world.lastEvent())
                .isInstanceOfSatisfying(
                        Event.CommandRejected.class,
                        refused -> assertThat(refused.code()).isEqualTo(RejectionCode.STALE_RUN));
    }

    @Test
    void an_outcome_is_cut_however_it_arrives() {
        String huge = "€".repeat(50_000);
        World world = new World().worker("w", 10).submit("a", "b").claim("w", "a", "b");

        world.end("w", "a", new Command.Done(Optional.of(huge))).end("w", "b", World.broken(huge));

        assertThat(world.status("a").result().orElseThrow().length()).isEqualTo(21_845);
        assertThat(world.status("b").error().orElseThrow().message().length()).isEqualTo(2_730);
    }

    @Test
    void a_refused_outcome_says_why_it_counts_for_nothing() {
        World world = new World().worker("w", 10).worker("v", 10).submit("a").claim("w", "a");
        BundleId bundle = world.bundleOf("a").id();
        Command.Done done = new Command.Done(Optional.empty());

        world.outcome("w", bundle, World.id("nobody"), 1, done);
        assertThat(world.refusal()).contains("of job " + World.id("nobody"), "no such job is kept");
        world.outcome("w", bundle, World.id("a"), 2, done);
        assertThat(world.refusal()).contains("there never was such a run, the last is 1");
        world.outcome("v", bundle, World.id("a"), 1, done);
        assertThat(world.refusal()).contains("from worker v", "it has no claim on bundle " + bundle);
        world.outcome("w", new BundleId("main", 77), World.id("a"), 1, done);
        assertThat(world.refusal()).contains("that run is in bundle " + bundle + ", not in main#77");
        world.done("w", "a").outcome("w", bundle, World.id("a"), 1, done);
        assertThat(world.refusal()).contains("came too late: that run was given up or has ended");
    }
}
