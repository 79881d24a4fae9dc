package io.sluice.sdk;

import static org.assertj.core.api.Assertions.assertThat;

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
    void after_long_runs_short_ones_count_when_half_a_minute_was_calm() {
        pace.ran(5_000, 0);
        for (int i = 0; i < 100; i++) {
            pace.ran(1, 100);
        }

        assertThat(pace.isShort(29_999)).isFalse();
        assertThat(pace.isShort(31_000)).isTrue();
    }
}
