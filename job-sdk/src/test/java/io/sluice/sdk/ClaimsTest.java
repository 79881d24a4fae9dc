package io.sluice.sdk;

import static io.sluice.sdk.Rig.LEASE;
import static io.sluice.sdk.Rig.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.schemas.Bundle;
import io.sluice.schemas.Claimed;
import io.sluice.schemas.Confirmed;
import io.sluice.schemas.Control;
import io.sluice.schemas.Done;
import io.sluice.schemas.Failed;
import io.sluice.schemas.HandedBack;
import io.sluice.schemas.Outcome;
import io.sluice.schemas.Stop;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Claims, runs and reports together, with a producer that answers at once and a clock that stands still. */
class ClaimsTest {

    private final Rig rig = new Rig();

    @AfterEach
    void stop() {
        rig.close();
    }

    private static Done done(String result) {
        return new Done(result, List.of());
    }

    @Test
    void a_bundle_is_claimed_run_in_order_and_reported() {
        rig.run(rig.bundle(1, "a", "b", "c"));
        rig.awaitNothingInHand();
        assertThat(rig.ran).containsExactly("a", "b", "c");
        assertThat(rig.sent().get(0)).isInstanceOf(Claimed.class);
        assertThat(rig.outcomes()).extracting(Outcome::getEnd).containsExactly(done("a"), done("b"), done("c"));
        assertThat(rig.handedBack()).isEmpty();
    }

    @Test
    void a_bundle_whose_acknowledgement_is_in_doubt_is_handed_back_and_not_run() {
        rig.claims.inDoubt(rig.take(1, rig.bundle(1, "a")), new IllegalStateException("timed out"));
        rig.awaitNothingInHand();
        assertThat(rig.ran).isEmpty();
        assertThat(rig.sent()).hasSize(2).last().isInstanceOf(HandedBack.class);
    }

    @Test
    void a_type_without_a_handler_is_claimed_and_handed_back_at_once() {
        rig.run(rig.builder(1, "a").setType("unknown").build());
        rig.awaitNothingInHand();
        assertThat(rig.ran).isEmpty();
        assertThat(rig.sent()).hasSize(2).first().isInstanceOf(Claimed.class);
        assertThat(rig.sent()).last().isEqualTo(new HandedBack(List.of(1L), "UNKNOWN_TYPE", List.of()));
    }

    @Test
    void a_redelivered_bundle_starts_when_the_scheduler_says_so() {
        rig.claims.acknowledged(rig.take(2, rig.bundle(1, "a")));
        assertThat(((Claimed) rig.sent().get(0)).getBundles().get(0).getConfirm())
                .isTrue();
        assertThat(rig.ran).isEmpty();
        rig.claims.told(new Control("main", new Confirmed(1L, true, "")));
        rig.awaitNothingInHand();
        assertThat(rig.ran).containsExactly("a");
    }

    @Test
    void a_refused_bundle_is_dropped_without_a_report() {
        rig.claims.acknowledged(rig.take(2, rig.bundle(1, "a")));
        rig.claims.told(new Control("main", new Confirmed(1L, false, "cancelled")));
        rig.awaitNothingInHand();
        assertThat(rig.ran).isEmpty();
        assertThat(rig.sent()).hasSize(1);
    }

    @Test
    void a_stop_interrupts_the_running_job_and_its_real_end_is_reported() {
        Bundle bundle = rig.bundle(1, "forever");
        rig.run(bundle);
        rig.awaitEntered();
        rig.claims.told(new Control("main", new Stop(bundle.getJobs().get(0).getId(), 2, "another run")));
        rig.claims.told(new Control("other", new Stop(bundle.getJobs().get(0).getId(), 1, "another tree")));
        assertThat(rig.outcomes()).isEmpty();
        rig.claims.told(new Control("main", new Stop(bundle.getJobs().get(0).getId(), 1, "cancel")));
        rig.awaitNothingInHand();
        assertThat(rig.outcomes())
                .singleElement()
                .satisfies(outcome -> assertThat(
                                ((Failed) outcome.getEnd()).getError().getType())
                        .isEqualTo("java.lang.InterruptedException"));
    }

    @Test
    void a_payload_that_does_not_read_fails_its_job() {
        ByteBuffer payload = ByteBuffer.wrap("{\"not\": \"text\"}".getBytes(StandardCharsets.UTF_8));
        rig.run(rig.builder(1)
                .setJobs(List.of(rig.job("").setPayload(payload).build()))
                .build());
        rig.awaitNothingInHand();
        assertThat(rig.outcomes())
                .singleElement()
                .satisfies(outcome -> assertThat(
                                ((Failed) outcome.getEnd()).getError().getMessage())
                        .contains("java.lang.String")
                        .contains("It starts with: {\"not\""));
    }

    @Test
    void a_stopping_worker_interrupts_and_hands_back_what_did_not_end() {
        rig.run(rig.bundle(1, "forever", "b"));
        rig.awaitEntered();
        rig.stop(Duration.ZERO);
        rig.awaitNothingInHand();
        assertThat(rig.outcomes()).isEmpty();
        assertThat(rig.handedBack()).last().extracting(HandedBack::getBundles).isEqualTo(List.of(1L));
    }

    @Test
    void what_the_scheduler_may_have_given_away_is_interrupted_and_not_reported() {
        rig.run(rig.bundle(1, "forever"));
        rig.awaitEntered();
        rig.claims.abandonUnheard(partition -> 0);
        assertThat(rig.claims.inHand().all()).hasSize(1);
        rig.now.addAndGet(LEASE * 2 / 3 + 1);
        rig.claims.abandonUnheard(partition -> rig.now.get() - 5_000);
        assertThat(rig.claims.inHand().all()).hasSize(1);
        rig.claims.abandonUnheard(partition -> 0);
        rig.awaitNothingInHand();
        assertThat(rig.outcomes()).isEmpty();
        assertThat(rig.sent()).last().isInstanceOf(HandedBack.class);
    }

    @Test
    void a_bundle_stays_in_hand_until_the_broker_has_its_last_outcome() throws InterruptedException {
        try (Rig slow = new Rig(Rig::echo, HandlerOptions.defaults(), false, fresh -> {})) {
            slow.run(slow.bundle(1, "a"));
            assertThat(slow.ran).isEmpty();
            slow.producer.completeNext();
            await().until(() -> slow.producer.history().size() == 2);
            await().until(() -> slow.slots.free() == 2);
            assertThat(slow.claims.inHand().all()).hasSize(1);
            assertThat(slow.claims.inHand().awaitReported(Duration.ZERO)).isFalse();
            slow.producer.completeNext();
            assertThat(slow.claims.inHand().awaitReported(Duration.ofSeconds(10)))
                    .isTrue();
            assertThat(slow.claims.inHand().all()).isEmpty();
        }
    }

    @Test
    void the_same_bundle_twice_is_run_once() {
        Bundle bundle = rig.bundle(1, "a");
        List<BundleRun> first = rig.take(1, bundle);
        assertThat(rig.take(1, bundle)).isEmpty();
        rig.claims.acknowledged(first);
        rig.awaitNothingInHand();
        assertThat(rig.ran).containsExactly("a");
    }

    @Test
    void the_scheduler_hears_of_the_worker_before_it_hears_of_the_claim() {
        List<Object> before = new ArrayList<>();
        Rig[] asked = new Rig[1];
        try (Rig other = new Rig(Rig::echo, HandlerOptions.defaults(), true, fresh -> {
            before.addAll(asked[0].claims.inHand().all());
            assertThat(asked[0].sent()).isEmpty();
        })) {
            asked[0] = other;
            List<BundleRun> taken = other.take(1, other.bundle(1, "a"));
            assertThat(before).isEqualTo(taken);
        }
    }
}
