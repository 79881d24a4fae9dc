package io.sluice.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class MeasuredTest {

    @Test
    void the_median_is_the_middle_one_whatever_the_order() {
        assertThat(Measured.median(9, 1, 5)).isEqualTo(5);
        assertThat(Measured.median(4)).isEqualTo(4);
    }

    @Test
    void the_median_of_an_even_number_lies_between_the_two_in_the_middle() {
        assertThat(Measured.median(1, 100, 4, 2)).isEqualTo(3);
    }

    @Test
    void each_figure_has_a_median_of_its_own() {
        Measured median = Measured.median(
                List.of(measured(10, 0.5, 3).and("onlyOnce", 7), measured(30, 0.1, 1), measured(20, 0.9, 2)));

        assertThat(median.figures())
                .containsExactly(Map.entry("jobsPerSecond", 20.0), Map.entry("p50Ms", 0.5), Map.entry("onlyOnce", 7.0));
        assertThat(median.cpuSeconds()).containsExactly(Map.entry("broker", 2.0));
    }

    @Test
    void times_in_microseconds_are_shown_in_milliseconds() {
        Histogram micros = new Histogram(3);
        for (int time = 1; time <= 100; time++) {
            micros.recordValue(time * 10);
        }

        Measured measured = new Measured("", Map.of(), Map.of()).and("UntilDone", micros);

        assertThat(measured.figures())
                .containsEntry("p50UntilDoneMs", 0.5)
                .containsEntry("p99UntilDoneMs", 0.99)
                .containsEntry("maxUntilDoneMs", 1.0);
    }

    private static Measured measured(double rate, double p50, double cpu) {
        return new Measured("", Map.of(), Map.of("broker", cpu))
                .and("jobsPerSecond", rate)
                .and("p50Ms", p50);
    }
}
