package io.sluice.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PaceTest {

    private final Pace pace = new Pace();

    @Test
    void as_long_as_nothing_ran_runs_may_be_long() {
        assertThat(pace.isShort()).isFalse();
    }

    @Test
    void runs_of_a_millisecond_are_short_and_one_long_one_does_not_change_that() {
        pace.ran(1);
        pace.ran(500);

        assertThat(pace.isShort()).isTrue();
    }

    @Test
    void a_mean_between_the_bounds_leaves_it_as_it_was() {
        pace.ran(70);
        assertThat(pace.isShort()).isFalse();

        Pace was = new Pace();
        was.ran(1);
        for (int i = 0; i < 100; i++) {
            was.ran(70);
        }
        assertThat(was.isShort()).isTrue();
    }

    @Test
    void long_runs_are_noticed_soon() {
        pace.ran(1);
        for (int i = 0; i < 3; i++) {
            pace.ran(5_000);
        }

        assertThat(pace.isShort()).isFalse();
    }
}
