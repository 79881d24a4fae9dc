package io.sluice.sdk;

import static io.sluice.sdk.Claim.Step.CLAIM;
import static io.sluice.sdk.Claim.Step.DROP;
import static io.sluice.sdk.Claim.Step.HAND_BACK;
import static io.sluice.sdk.Claim.Step.START;
import static io.sluice.sdk.Claim.Step.WAIT;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.schemas.Bundle;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClaimTest {

    private static final long RELEASED = 1_000_000;
    private static final long LEASE = 15_000;
    private static final long OLD = RELEASED + LEASE / 3 + 1;

    private static Claim claim(int deliveries, long now) {
        return new Claim(new Bundle("main", 0, 1L, "root", "noop", RELEASED, LEASE, List.of(), false), deliveries, now);
    }

    private static Claim both(Claim claim) {
        claim.logged();
        claim.acknowledged();
        return claim;
    }

    @Test
    void a_fresh_bundle_starts_when_claim_and_acknowledgement_are_confirmed_in_either_order() {
        Claim one = claim(1, RELEASED);
        assertThat(one.record().getConfirm()).isFalse();
        one.logged();
        assertThat(one.next(RELEASED)).isEqualTo(WAIT);
        one.acknowledged();
        assertThat(one.next(RELEASED)).isEqualTo(START);
        assertThat(one.next(RELEASED)).isEqualTo(WAIT);
        assertThat(one.begin(RELEASED)).isTrue();
        Claim other = claim(1, RELEASED);
        other.acknowledged();
        assertThat(other.next(RELEASED)).isEqualTo(WAIT);
        other.logged();
        assertThat(other.next(RELEASED)).isEqualTo(START);
    }

    @Test
    void exactly_a_third_of_the_lease_is_still_fresh() {
        assertThat(claim(1, OLD - 1).record().getConfirm()).isFalse();
        assertThat(claim(1, OLD).record().getConfirm()).isTrue();
    }

    @Test
    void an_old_or_redelivered_bundle_waits_for_the_schedulers_word() {
        for (Claim claim : List.of(claim(1, OLD), claim(2, RELEASED))) {
            assertThat(claim.record().getConfirm()).isTrue();
            assertThat(both(claim).next(OLD)).isEqualTo(WAIT);
            claim.word(true, "");
            assertThat(claim.next(OLD)).isEqualTo(START);
        }
    }

    @Test
    void a_word_that_comes_before_the_acknowledgement_counts() {
        Claim claim = claim(2, RELEASED);
        claim.word(true, "");
        assertThat(claim.next(RELEASED)).isEqualTo(WAIT);
        assertThat(both(claim).next(RELEASED)).isEqualTo(START);
    }

    @Test
    void a_bundle_that_turned_old_after_its_first_claim_is_claimed_again_with_a_question() {
        Claim claim = both(claim(1, RELEASED));
        assertThat(claim.next(OLD)).isEqualTo(CLAIM);
        assertThat(claim.record().getConfirm()).isTrue();
        claim.logged();
        assertThat(claim.next(OLD)).isEqualTo(WAIT);
        claim.word(true, "");
        assertThat(claim.next(OLD)).isEqualTo(START);
    }

    @Test
    void a_bundle_that_turned_old_while_it_waited_for_a_thread_does_not_begin() {
        Claim claim = both(claim(1, RELEASED));
        assertThat(claim.next(RELEASED)).isEqualTo(START);
        assertThat(claim.begin(OLD)).isFalse();
        assertThat(claim.next(OLD)).isEqualTo(CLAIM);
    }

    @Test
    void a_refused_claim_is_dropped() {
        Claim claim = both(claim(2, RELEASED));
        claim.word(false, "cancelled");
        assertThat(claim.next(RELEASED)).isEqualTo(DROP);
        assertThat(claim.why()).isEqualTo("cancelled");
        assertThat(claim.over()).isTrue();
    }

    @Test
    void without_a_word_for_a_lease_it_is_handed_back() {
        Claim claim = both(claim(2, RELEASED));
        assertThat(claim.next(RELEASED + LEASE - 1)).isEqualTo(WAIT);
        assertThat(claim.next(RELEASED + LEASE)).isEqualTo(HAND_BACK);
        claim.word(true, "");
        assertThat(claim.next(RELEASED + LEASE)).isEqualTo(WAIT);
        assertThat(claim.begin(RELEASED + LEASE)).isFalse();
    }

    @Test
    void a_claim_that_was_not_sent_is_sent_again_until_the_lease_is_over() {
        Claim claim = claim(1, RELEASED);
        claim.failed();
        assertThat(claim.next(RELEASED + LEASE - 1)).isEqualTo(CLAIM);
        claim.failed();
        assertThat(claim.next(RELEASED + LEASE)).isEqualTo(HAND_BACK);
    }

    @Test
    void a_bundle_that_was_refused_while_it_waited_for_a_thread_does_not_begin() {
        Claim claim = both(claim(1, RELEASED));
        assertThat(claim.next(RELEASED)).isEqualTo(START);
        claim.word(false, "cancelled");
        assertThat(claim.next(RELEASED)).isEqualTo(WAIT);
        assertThat(claim.begin(RELEASED)).isFalse();
        assertThat(claim.next(RELEASED)).isEqualTo(DROP);
    }

    @Test
    void what_was_withdrawn_never_begins_and_what_began_is_not_withdrawn() {
        Claim withdrawn = both(claim(1, RELEASED));
        withdrawn.next(RELEASED);
        assertThat(withdrawn.withdraw("stop")).isTrue();
        assertThat(withdrawn.begin(RELEASED)).isFalse();
        Claim running = both(claim(1, RELEASED));
        running.next(RELEASED);
        running.begin(RELEASED);
        assertThat(running.withdraw("stop")).isFalse();
    }

    @Test
    void it_is_over_when_the_last_report_is_confirmed() {
        Claim claim = both(claim(1, RELEASED));
        claim.next(RELEASED);
        claim.begin(RELEASED);
        claim.reported();
        claim.settled();
        assertThat(claim.over()).isFalse();
        claim.reportConfirmed();
        assertThat(claim.over()).isTrue();
    }
}
