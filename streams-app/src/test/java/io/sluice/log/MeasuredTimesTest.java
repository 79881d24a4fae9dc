package io.sluice.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.core.ChannelPath;
import io.sluice.core.Event;
import io.sluice.core.Payload;
import io.sluice.log.MeasuredTimes.Line;
import io.sluice.wire.Times;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Semantics §12: what was measured of each hour is added up. */
class MeasuredTimesTest {

    private static final ChannelPath SLOW = new ChannelPath("root.slow");
    private static final long HOUR = 3_600_000;

    private final Tape tape = new Tape()
            .then(measured(Tape.SHOP, "a", 0, 10))
            .then(measured(Tape.SHOP, "a", 0, 30))
            .then(measured(Tape.SHOP, "a", HOUR, 50))
            .then(measured(SLOW, "b", HOUR, 5_000));

    private static Event measured(ChannelPath channel, String type, long hour, long millis) {
        Times times = new Times();
        times.add(millis);
        return new Event.TimesMeasured(channel, type, hour, times.bytes(), new Times().bytes());
    }

    private MeasuredTimes read(Optional<ChannelPath> channel, Optional<String> type, boolean byHour) {
        return MeasuredTimes.read(
                tape, new MeasuredTimes.Query(Tape.TREE, 0, Long.MAX_VALUE, channel, type, byHour), Watch.NOBODY);
    }

    @Test
    void by_channel_and_type() {
        MeasuredTimes times = read(Optional.empty(), Optional.empty(), false);

        assertThat(times.lines()).hasSize(2);
        assertThat(times.lines()
                        .get(new Line(Tape.SHOP, "a", OptionalLong.empty()))
                        .waits()
                        .count())
                .isEqualTo(3);
        assertThat(times.runsByChannel()).isEmpty();
    }

    @Test
    void by_hour() {
        MeasuredTimes times = read(Optional.of(Tape.SHOP), Optional.of("a"), true);

        assertThat(times.lines().keySet())
                .extracting(line -> line.hour().getAsLong())
                .containsExactly(0L, HOUR);
        assertThat(times.lines()
                        .get(new Line(Tape.SHOP, "a", OptionalLong.of(0)))
                        .waits()
                        .longest())
                .isEqualTo(30);
    }

    @Test
    void what_is_no_histogram_is_said() {
        tape.then(new Event.TimesMeasured(
                SLOW, "b", 0, new Payload(new byte[] {1, 2, 3}, Times.FORMAT), new Payload(new byte[0], Times.FORMAT)));

        assertThatThrownBy(() -> read(Optional.empty(), Optional.empty(), false))
                .hasMessageContaining("no histogram");
    }
}
