package io.sluice.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class EventPositionTest {

    @Test
    void a_token_reads_back_as_the_same_position() {
        RandomGenerator random = RandomGenerator.getDefault();
        for (int i = 0; i < 1000; i++) {
            TreeMap<Integer, Long> next = new TreeMap<>();
            for (int n = random.nextInt(40); n > 0; n--) {
                next.put(random.nextInt(10_000), random.nextLong(1L << random.nextInt(1, 62)));
            }
            TreeMap<Integer, Integer> done = new TreeMap<>();
            for (int n = random.nextInt(3); n > 0; n--) {
                done.put(random.nextInt(100), random.nextInt(10_000));
            }
            EventPosition position = new EventPosition(next, done);

            assertThat(EventPosition.parse(position.token())).isEqualTo(position);
        }
    }

    @Test
    void a_record_that_was_read_in_part_stays_so_whatever_is_read_elsewhere() {
        EventPosition position = EventPosition.at(Map.of(0, 5L, 1, 7L)).behind(0, 5, 2, false);

        assertThat(position.doneOf(0, 5)).isEqualTo(2);
        assertThat(position.behind(1, 7, 1, false).behind(1, 7, 2, true).doneOf(0, 5))
                .isEqualTo(2);
        assertThat(position.behind(0, 5, 3, true)).isEqualTo(EventPosition.at(Map.of(0, 6L, 1, 7L)));
        assertThat(position.atLeast(Map.of(0, 5L, 1, 9L, 2, 4L)).next()).isEqualTo(new TreeMap<>(Map.of(0, 5L, 1, 9L)));
        assertThat(position.atLeast(Map.of(0, 6L)).doneOf(0, 6)).isZero();
    }

    @Test
    void what_was_read_already_is_known_to_the_event() {
        EventPosition position = EventPosition.at(Map.of(0, 5L)).behind(0, 5, 2, false);

        assertThat(position.covers(0, 4, 9)).isTrue();
        assertThat(position.covers(0, 5, 2)).isTrue();
        assertThat(position.covers(0, 5, 3)).isFalse();
        assertThat(position.covers(0, 6, 1)).isFalse();
        assertThat(position.covers(1, 0, 1)).isFalse();
    }

    @Test
    void the_token_of_a_usual_position_is_short() {
        TreeMap<Integer, Long> next = new TreeMap<>();
        for (int partition = 0; partition < 32; partition++) {
            next.put(partition, 100_000_000L + partition);
        }

        assertThat(EventPosition.at(next).token()).hasSizeLessThan(230);
        assertThat(EventPosition.at(Map.of(17, 100_000_000L)).token()).hasSizeLessThan(16);
    }

    @Test
    void what_is_no_token_is_refused() {
        String token = EventPosition.at(Map.of(1, 2L)).token();

        for (String wrong : new String[] {"", "x", "%", "////", token.substring(1), "AQEBAgU"}) {
            assertThatThrownBy(() -> EventPosition.parse(wrong)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
