package io.sluice.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RetryPolicyTest {

    private static final JobId JOB = World.id("j");

    @Test
    void exponential_grows_by_its_factor_up_to_its_longest() {
        RetryPolicy policy = new RetryPolicy.Exponential(1_000, 2, 5_000, 0);

        assertThat(IntStream.rangeClosed(1, 5).mapToObj(attempt -> policy.delay(JOB, attempt)))
                .containsExactly(1_000L, 2_000L, 4_000L, 5_000L, 5_000L);
    }

    @Test
    void a_thousandth_attempt_does_not_overflow() {
        assertThat(RetryPolicy.DEFAULT.delay(JOB, 1_000)).isBetween(3_240_000L, 3_960_000L);
    }

    @Test
    void jitter_stays_in_its_share_and_is_spread_over_it() {
        RetryPolicy policy = new RetryPolicy.Exponential(10_000, 1, 10_000, 0.1);
        long[] delays = IntStream.range(0, 1_000)
                .mapToLong(i -> policy.delay(World.id("job" + i), 1))
                .sorted()
                .toArray();

        assertThat(delays[0]).isBetween(9_000L, 9_100L);
        assertThat(delays[999]).isBetween(10_900L, 11_000L);
        assertThat(delays[500]).isBetween(9_850L, 10_150L);
    }

    @Test
    void the_same_job_and_attempt_draw_the_same() {
        assertThat(RetryPolicy.DEFAULT.delay(JOB, 3)).isEqualTo(RetryPolicy.DEFAULT.delay(JOB, 3));
        assertThat(RetryPolicy.DEFAULT.delay(JOB, 3)).isNotEqualTo(RetryPolicy.DEFAULT.delay(World.id("k"), 3));
    }

    @Test
    void numbers_out_of_range_are_refused() {
        assertThatThrownBy(() -> new RetryPolicy.Fixed(-1)).hasMessageContaining("-1 ms");
        assertThatThrownBy(() -> new RetryPolicy.Exponential(10, 0.5, 20, 0)).hasMessageContaining("factor is 0.5");
        assertThatThrownBy(() -> new RetryPolicy.Exponential(10, 2, 5, 0)).hasMessageContaining("less than first");
    }
}
