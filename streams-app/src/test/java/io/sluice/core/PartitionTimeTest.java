package io.sluice.core;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PartitionTimeTest {

    private static final long MS = 1_000_000;

    @Test
    void it_follows_the_wall_clock() {
        PartitionTime time = new PartitionTime(0, 0);

        assertThat(time.now(5_000, 0)).isEqualTo(5_000);
        assertThat(time.now(5_010, 10 * MS)).isEqualTo(5_010);
    }

    @Test
    void a_wall_clock_that_is_set_back_does_not_take_it_back_and_it_goes_on() {
        PartitionTime time = new PartitionTime(0, 0);
        time.now(5_000, 0);

        assertThat(time.now(1_000, 20 * MS)).isEqualTo(5_020);
        assertThat(time.now(1_020, 40 * MS)).isEqualTo(5_040);
    }

    @Test
    void it_does_not_go_back_behind_what_another_host_stored() {
        PartitionTime time = new PartitionTime(9_000, 0);

        assertThat(time.now(5_000, 3 * MS)).isEqualTo(9_003);
    }

    @Test
    void many_short_steps_add_up() {
        PartitionTime time = new PartitionTime(9_000, 0);
        long now = 0;
        for (long nanos = 0; nanos <= 10 * MS; nanos += MS / 4) {
            now = time.now(1, nanos);
        }

        assertThat(now).isEqualTo(9_010);
    }
}
