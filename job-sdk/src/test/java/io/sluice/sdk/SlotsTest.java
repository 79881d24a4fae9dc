package io.sluice.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SlotsTest {

    private final Slots slots = new Slots(10);
    private final int[] sizes = ShareConsumers.sizes(10);

    @Test
    void sizes_grow_fourfold_up_to_the_slots() {
        assertThat(ShareConsumers.sizes(1)).containsExactly(1);
        assertThat(ShareConsumers.sizes(64)).containsExactly(1, 4, 16, 64);
        assertThat(sizes).containsExactly(1, 4);
    }

    @Test
    void the_largest_size_that_fits_is_reserved() throws InterruptedException {
        assertThat(slots.reserve("a", sizes)).isEqualTo(4);
        slots.settle("a", 4);
        slots.settle("a", 4);
        assertThat(slots.reserve("a", sizes)).isEqualTo(1);
        assertThat(slots.free()).isEqualTo(2);
    }

    @Test
    void what_one_poller_reserved_another_does_not_get() throws InterruptedException {
        slots.settle("a", 3);
        slots.reserve("a", sizes);
        assertThat(slots.reserve("b", sizes)).isEqualTo(1);
    }

    @Test
    void a_poller_that_found_nothing_holds_one_slot_against_the_others() throws InterruptedException {
        slots.settle("a", 3);
        slots.reserve("a", sizes);
        slots.idle("a");
        assertThat(slots.reserve("b", sizes)).isEqualTo(4);
    }

    @Test
    void a_bundle_too_many_makes_it_crowded() {
        slots.settle("a", 11);
        assertThat(slots.crowded()).isTrue();
        assertThat(slots.free()).isZero();
        slots.release();
        assertThat(slots.crowded()).isFalse();
    }

    @Test
    void closed_slots_are_not_reserved() throws InterruptedException {
        slots.close();
        assertThat(slots.reserve("a", sizes)).isZero();
        assertThat(slots.free()).isZero();
    }

    @Test
    void waiting_for_unused_slots_ends_in_time() throws InterruptedException {
        assertThat(slots.awaitUnused(Duration.ZERO)).isTrue();
        slots.settle("a", 1);
        assertThat(slots.awaitUnused(Duration.ofMillis(20))).isFalse();
    }
}
