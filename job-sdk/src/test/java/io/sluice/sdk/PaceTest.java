package io.sluice.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PaceTest {

    private final Pace pace = new Pace();

    @Test
    void as_long_as_nothing_ran_runs_may_be_long() {
        assertThat(pace.isShort(0)).isFalse();
        assertThat(pace.isKnown()).isFalse();
    }

    @Test
    void runs_of_a_millisecond_are_short_and_one_longer_one_does_not_change_that() {
        pace.ran(1, 0);
        pace.ran(500, 1);

        assertThat(pace.isShort(1)).isTrue();
    }

    @Test
    void a_first_run_that_is_long_is_believed() {
        pace.ran(3_000, 10);

        assertThat(pace.isShort(10)).isFalse();
    }

    @Test
    void after_first_runs_that_are_long_short_ones_count_in_a_second() {
        pace.ran(5_000, 0);
        shortOnes(100);

        assertThat(pace.isShort(1_099)).isFalse();
        assertThat(pace.isShort(1_100)).isTrue();
    }

    @Test
    void who_changes_often_changes_ever_later_up_to_half_a_minute() {
        long now = 0;
        for (int i = 0; i < 10; i++) {
            now += 100_000;
            pace.ran(10_000, now);
            shortOnes(now);
        }

        assertThat(pace.isShort(now + 29_999)).isFalse();
        assertThat(pace.isShort(now + 30_000)).isTrue();
    }

    @Test
    void waiting_ends_with_the_first_run_and_not_without() throws InterruptedException {
        pace.awaitKnown(Duration.ofMillis(1));
        assertThat(pace.isKnown()).isFalse();
        pace.ran(1, 0);
        pace.awaitKnown(Duration.ofDays(1));
    }

    private void shortOnes(long now) {
        for (int i = 0; i < 100; i++) {
            pace.ran(1, now);
        }
    }
}
