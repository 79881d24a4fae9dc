package io.sluice.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.core.ChannelPath;
import io.sluice.core.ChannelText;
import io.sluice.core.Limits;
import io.sluice.core.StateView.Pause;
import io.sluice.state.ChannelRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Each result is one that can be worked out by hand: a run takes 980 ms and 20 ms go by around it, so a second. */
class ForecastTest {

    private static final long NOW = 1_767_225_600_000L;
    private static final Map<ChannelPath, Double> A_SECOND = Map.of(ChannelPath.ROOT, 980.0);

    private final List<ChannelRow> rows = new ArrayList<>();

    private ForecastTest channel(String text, int seats, long ready) {
        return channel(text, seats, ready, 0, Optional.empty());
    }

    private ForecastTest channel(String text, int seats, long ready, long scheduled, Optional<Pause> pause) {
        Map<ChannelPath, Limits> parsed = ChannelText.parse(text);
        parsed.forEach((path, limits) -> rows.add(new ChannelRow(
                path,
                limits,
                Optional.empty(),
                pause,
                seats,
                new ChannelRow.Counts(ready, scheduled, 0, 0, 0, 0, 0, 0, 0, 0))));
        return this;
    }

    private Forecast of(String channel, int slots) {
        return Forecast.of(ChannelPath.parse(channel), rows, A_SECOND, slots, NOW);
    }

    private static Optional<Instant> in(long seconds) {
        return Optional.of(Instant.ofEpochMilli(NOW + seconds * 1_000));
    }

    @Test
    void work_through_seats() {
        channel("root:4", 0, 0).channel("root.a:2", 0, 100);

        assertThat(of("root.a", 10).doneBy()).isEqualTo(in(50));
        assertThat(of("root", 10).doneBy()).as("through its narrowest place").isEqualTo(in(50));
        assertThat(of("root.a", 1).doneBy()).as("with one slot").isEqualTo(in(100));
    }

    @Test
    void what_others_hold_above_is_not_there() {
        channel("root:4", 3, 0).channel("root.a:*", 0, 100).channel("root.b:*", 3, 0);

        assertThat(of("root.a", 10).doneBy()).isEqualTo(in(100));
    }

    @Test
    void channels_below_share() {
        channel("root:4", 0, 0).channel("root.a:*", 0, 100).channel("root.b:*", 0, 100);

        assertThat(of("root", 10).doneBy()).isEqualTo(in(50));
        assertThat(of("root", 10).ready()).isEqualTo(200);
    }

    @Test
    void a_throttle_holds() {
        channel("root:*", 0, 0).channel("root.a:*:throttle=1/3s", 0, 100);

        assertThat(of("root.a", 10).doneBy()).isEqualTo(in(300));
    }

    @Test
    void what_nobody_can_know_is_said() {
        channel("root:4", 0, 0).channel("root.a:0", 0, 100);
        assertThat(of("root.a", 10).unknown())
                .hasValueSatisfying(why -> assertThat(why).contains("is 0"));
        assertThat(of("root.a", 0).unknown()).contains("no worker is live");
        assertThat(Forecast.of(new ChannelPath("root.a"), rows, Map.of(), 1, NOW)
                        .doneBy())
                .isEmpty();

        rows.clear();
        channel("root:4", 0, 5, 0, Optional.of(new Pause("night", "ann", 1)));
        assertThat(of("root", 10).unknown()).contains("root is paused");
    }

    @Test
    void what_is_left_out_is_said() {
        channel("root:4", 0, 0)
                .channel("root.a:1", 0, 10, 7, Optional.empty())
                .channel("root.b:1", 0, 5, 0, Optional.of(new Pause("night", "ann", 1)));

        assertThat(of("root", 10).ready()).isEqualTo(10);
        assertThat(of("root", 10).leftOut())
                .containsExactly(
                        "5 jobs in paused channels are left out",
                        "7 jobs that are SCHEDULED or wait for others are left out");
    }

    @Test
    void nothing_takes_no_time() {
        channel("root:4", 0, 0);

        assertThat(of("root", 0).doneBy()).isEqualTo(in(0));
    }
}
