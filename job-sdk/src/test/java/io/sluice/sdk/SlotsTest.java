package io.sluice.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SlotsTest {

    private final Slots slots = new Slots(10);

    @Test
    void a_slot_is_free_until_all_are_used() throws InterruptedException {
        slots.take(9);
        assertThat(slots.awaitFree(Duration.ZERO)).isTrue();
        slots.take(1);
        assertThat(slots.awaitFree(Duration.ofMillis(5))).isFalse();
        slots.release();
        assertThat(slots.awaitFree(Duration.ZERO)).isTrue();
    }

    @Test
    void a_bundle_too_many_makes_it_crowded() {
        slots.take(11);
        assertThat(slots.crowded()).isTrue();
        assertThat(slots.free()).isZero();
        slots.release();
        assertThat(slots.crowded()).isFalse();
    }

    @Test
    void closed_slots_are_not_free() throws InterruptedException {
        slots.close();
        assertThat(slots.awaitFree(Duration.ofSeconds(5))).isFalse();
        assertThat(slots.free()).isZero();
    }

    @Test
    void waiting_for_unused_slots_ends_in_time() throws InterruptedException {
        assertThat(slots.awaitUnused(Duration.ZERO)).isTrue();
        slots.take(1);
        assertThat(slots.awaitUnused(Duration.ofMillis(20))).isFalse();
    }
}
