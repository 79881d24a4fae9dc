package io.sluice.sdk;

import static io.sluice.sdk.Rig.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.schemas.Bundle;
import io.sluice.schemas.BundledJob;
import io.sluice.schemas.BundledRun;
import io.sluice.schemas.Control;
import io.sluice.schemas.Done;
import io.sluice.schemas.Drop;
import io.sluice.schemas.Failed;
import io.sluice.schemas.HandedBack;
import io.sluice.schemas.Outcome;
import io.sluice.schemas.Retry;
import io.sluice.schemas.Stop;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Bundles of several jobs: what goes on, what goes back, and when a handler is asked to end. */
class BundleRunTest {

    private static final long FOREVER = 1_000_000;

    private final CountDownLatch go = new CountDownLatch(1);
    private final Rig rig = new Rig(this::handle, HandlerOptions.defaults());

    private Object handle(String payload, JobContext context) throws Exception {
        switch (payload) {
            case "wait" -> go.await();
            case "deaf" -> {
                while (go.getCount() > 0) {
                    Thread.onSpinWait();
                }
                assertThat(Thread.currentThread().isInterrupted()).isEqualTo(context.cancelled());
            }
            case "broken" -> throw new AssertionError("an Error of the handler's");
            default -> {
                return Rig.echo(payload, context);
            }
        }
        return payload;
    }

    @AfterEach
    void stop() {
        go.countDown();
        rig.close();
    }

    private static BundledRun run(Bundle bundle, int member) {
        BundledJob job = bundle.getJobs().get(member);
        return new BundledRun(bundle.getNumber(), job.getId(), job.getRun());
    }

    private void awaitHandedBack(HandedBack expected) {
        await().untilAsserted(() -> assertThat(rig.handedBack()).contains(expected));
    }

    // ---- the rest

    @Test
    void a_job_that_fails_does_not_keep_the_others_from_running() {
        rig.run(rig.bundle(1, "a", "fail", "broken", "b"));
        rig.awaitNothingInHand();
        assertThat(rig.ran).containsExactly("a", "fail", "broken", "b");
        assertThat(rig.outcomes())
                .extracting(outcome -> outcome.getEnd().getClass().getSimpleName())
                .containsExactly("Done", "Failed", "Failed", "Done");
        assertThat(rig.handedBack()).isEmpty();
    }

    @Test
    void in_a_sequential_subtree_the_rest_goes_back_after_a_job_that_did_not_end_as_done() {
        rig.run(rig.builder(1, "a", "fail", "b").setSequential(true).build());
        rig.awaitNothingInHand();
        assertThat(rig.ran).containsExactly("a", "fail");
        assertThat(rig.outcomes()).hasSize(2);
        assertThat(rig.sent())
                .last()
                .isEqualTo(new HandedBack(
                        List.of(1L), "a job before it did not end as DONE, and its channel is sequential", List.of()));
    }

    @Test
    void the_rest_goes_back_while_a_job_runs_long_and_the_job_is_not_disturbed() {
        Bundle bundle = rig.bundle(1, "a", "wait", "b", "c");
        rig.run(bundle);
        await().until(() -> rig.ran.contains("wait"));
        rig.now.addAndGet(Rest.LONG_RUN_MS - 1);
        rig.watch.pass(Rest.LONG_RUN_MS);
        assertThat(rig.handedBack()).isEmpty();
        rig.now.addAndGet(1);
        rig.watch.pass(1);
        awaitHandedBack(
                new HandedBack(List.of(), "a job before it runs long", List.of(run(bundle, 2), run(bundle, 3))));
        assertThat(rig.outcomes()).hasSize(1);
        go.countDown();
        rig.awaitNothingInHand();
        assertThat(rig.ran).containsExactly("a", "wait");
        assertThat(rig.outcomes()).last().extracting(Outcome::getEnd).isEqualTo(new Done("wait", List.of()));
        assertThat(rig.handedBack()).hasSize(1);
    }

    @Test
    void a_bundle_of_one_needs_no_watch() {
        rig.run(rig.bundle(1, "wait"));
        rig.awaitEntered();
        assertThat(rig.watch.waiting()).isZero();
    }

    @Test
    void when_the_worker_stops_what_was_not_started_goes_back_at_once_and_what_runs_may_end() throws Exception {
        Bundle bundle = rig.bundle(1, "wait", "b");
        rig.run(bundle);
        rig.awaitEntered();
        Thread closing = new Thread(() -> rig.stop(Duration.ofSeconds(10)));
        closing.start();
        awaitHandedBack(new HandedBack(List.of(), "its worker stops", List.of(run(bundle, 1))));
        go.countDown();
        closing.join();
        rig.awaitNothingInHand();
        assertThat(rig.ran).containsExactly("wait");
        assertThat(rig.outcomes()).singleElement().extracting(Outcome::getEnd).isEqualTo(new Done("wait", List.of()));
    }

    // ---- dropped members

    @Test
    void a_dropped_member_goes_back_alone_and_the_others_run() {
        Bundle bundle = rig.bundle(1, "wait", "b", "c");
        rig.run(bundle);
        rig.awaitEntered();
        rig.claims.told(new Control("main", new Drop(bundle.getJobs().get(1).getId(), 1, "cancelled")));
        awaitHandedBack(new HandedBack(List.of(), "it was stopped before it started", List.of(run(bundle, 1))));
        rig.claims.told(new Control("main", new Drop(bundle.getJobs().get(2).getId(), 2, "another run")));
        go.countDown();
        rig.awaitNothingInHand();
        assertThat(rig.ran).containsExactly("wait", "c");
        assertThat(rig.handedBack()).hasSize(1);
    }

    @Test
    void a_bundle_without_a_job_left_goes_back_before_it_starts() {
        Bundle bundle = rig.bundle(1, "a");
        List<BundleRun> taken = rig.take(1, bundle);
        rig.claims.told(new Control("main", new Stop(bundle.getJobs().get(0).getId(), 1, "cancelled")));
        rig.awaitNothingInHand();
        rig.claims.acknowledged(taken);
        assertThat(rig.ran).isEmpty();
        assertThat(rig.sent())
                .last()
                .isEqualTo(new HandedBack(List.of(1L), "it was stopped before it started", List.of()));
    }

    @Test
    void dropping_a_job_that_runs_already_stops_it() {
        Bundle bundle = rig.bundle(1, "wait");
        rig.run(bundle);
        rig.awaitEntered();
        rig.claims.told(new Control("main", new Drop(bundle.getJobs().get(0).getId(), 1, "cancelled")));
        rig.awaitNothingInHand();
        assertThat(rig.outcomes()).singleElement().extracting(Outcome::getEnd).isInstanceOf(Failed.class);
    }

    // ---- timeouts and interrupts

    private Bundle withTimeout(String payload) {
        return rig.builder(1)
                .setJobs(List.of(rig.job(payload).setTimeoutMs(500).build()))
                .build();
    }

    private Retry retryOf(Outcome outcome) {
        assertThat(outcome.getEnd()).isInstanceOf(Retry.class);
        return (Retry) outcome.getEnd();
    }

    @Test
    void a_job_that_runs_longer_than_its_timeout_is_interrupted_and_tried_again() {
        rig.run(withTimeout("wait"));
        rig.awaitEntered();
        rig.watch.pass(499);
        assertThat(rig.outcomes()).isEmpty();
        rig.watch.pass(1);
        rig.awaitNothingInHand();
        Retry retry = retryOf(rig.outcomes().get(0));
        assertThat(retry.getError().getType()).isEqualTo("Timeout");
        assertThat(retry.getError().getMessage()).contains("500 ms").contains("java.lang.InterruptedException");
        assertThat(retry.getDelayMs()).isNull();
    }

    @Test
    void a_job_that_returns_after_its_timeout_is_tried_again_all_the_same() {
        rig.run(withTimeout("deaf"));
        rig.awaitEntered();
        rig.watch.pass(500);
        go.countDown();
        rig.awaitNothingInHand();
        assertThat(retryOf(rig.outcomes().get(0)).getError().getMessage()).contains("returned after that");
    }

    @Test
    void a_job_that_ends_in_time_leaves_no_timer_behind() {
        rig.run(withTimeout("a"));
        rig.awaitNothingInHand();
        assertThat(rig.outcomes()).singleElement().extracting(Outcome::getEnd).isEqualTo(new Done("a", List.of()));
        assertThat(rig.watch.waiting()).isZero();
    }

    @Test
    void a_handler_that_ignores_its_interrupt_ends_the_process_if_that_is_wanted() {
        Bundle bundle = rig.bundle(1, "deaf");
        rig.run(bundle);
        rig.awaitEntered();
        rig.claims.told(new Control("main", new Stop(bundle.getJobs().get(0).getId(), 1, "cancelled")));
        rig.watch.pass(999);
        assertThat(rig.exits).hasValue(0);
        rig.watch.pass(1);
        await().until(() -> rig.exits.get() == 1);
    }

    @Test
    void a_handler_that_ends_after_its_interrupt_is_not_stuck() {
        Bundle bundle = rig.bundle(1, "wait");
        rig.run(bundle);
        rig.awaitEntered();
        rig.claims.told(new Control("main", new Stop(bundle.getJobs().get(0).getId(), 1, "cancelled")));
        rig.awaitNothingInHand();
        rig.watch.pass(FOREVER);
        assertThat(rig.exits).hasValue(0);
    }
}
