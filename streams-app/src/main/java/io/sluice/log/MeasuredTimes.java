package io.sluice.log;

import io.sluice.core.ChannelPath;
import io.sluice.core.Event;
import io.sluice.core.Recorded;
import io.sluice.wire.Times;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * How long jobs waited and ran in a window of time, added up from what the events say of each hour.
 *
 * @param lines by channel, type and, if asked for, hour
 * @param complete whether all of the window was read
 * @since 0.1
 */
public record MeasuredTimes(Map<Line, Both> lines, boolean complete) {

    /** Who asks for more gets a refusal: nobody reads that many. */
    private static final int MOST_LINES = 20_000;

    /**
     * What was measured together.
     *
     * @param channel the channel of the jobs
     * @param type their type; empty: of several
     * @param hour when the hour began, in milliseconds since the epoch; none: all of the window
     * @since 0.1
     */
    public record Line(ChannelPath channel, String type, OptionalLong hour) implements Comparable<Line> {

        private static final Comparator<Line> ORDER = Comparator.comparing(Line::channel)
                .thenComparing(Line::type)
                .thenComparingLong(line -> line.hour().orElse(0));

        @Override
        public int compareTo(Line other) {
            return ORDER.compare(this, other);
        }
    }

    /**
     * The two things that are measured.
     *
     * @param waits from arrival or ETA to the first release
     * @param runs by the worker's clock
     * @since 0.1
     */
    public record Both(Times waits, Times runs) {}

    /**
     * Which times.
     *
     * @param tree of the jobs of that tree
     * @param from the first hour is the one that this time lies in, in milliseconds since the epoch
     * @param to the last time
     * @param channel of this channel and all below it; none: of all
     * @param type of this type; none: of all
     * @param byHour whether each hour is a line of its own
     * @since 0.1
     */
    public record Query(
            String tree, long from, long to, Optional<ChannelPath> channel, Optional<String> type, boolean byHour) {

        /** @throws IllegalArgumentException if the window ends before it begins */
        public Query {
            if (to < from) {
                throw new IllegalArgumentException("the window ends before it begins");
            }
        }

        private boolean letsThrough(Event.TimesMeasured event) {
            return channel.map(event.channel()::isWithin).orElse(true)
                    && type.map(event.type()::equals).orElse(true);
        }
    }

    /**
     * Reads them.
     *
     * @param watch looks on; if it stops the reading, the rest of the window is missing
     * @throws LogException if the events cannot be read, or there are too many lines
     */
    public static MeasuredTimes read(Events events, Query query, Watch watch) {
        Map<Line, Both> lines = new TreeMap<>();
        boolean complete = events.read(Stretch.of(query.tree(), query.from(), query.to()), watch, recorded -> {
            add(recorded, query, lines);
            return true;
        });
        return new MeasuredTimes(lines, complete);
    }

    private static void add(Recorded recorded, Query query, Map<Line, Both> lines) {
        if (recorded.event() instanceof Event.TimesMeasured measured && query.letsThrough(measured)) {
            OptionalLong hour = query.byHour() ? OptionalLong.of(measured.hour()) : OptionalLong.empty();
            Line line = new Line(measured.channel(), measured.type(), hour);
            if (lines.size() >= MOST_LINES && !lines.containsKey(line)) {
                throw new LogException("there are more than " + MOST_LINES
                        + " lines of channels, types and hours: ask for a channel, or for a shorter window");
            }
            Both both = lines.computeIfAbsent(line, first -> new Both(new Times(), new Times()));
            both.waits().add(measured.waits());
            both.runs().add(measured.runs());
        }
    }

    /** How long runs took on average by channel, in milliseconds; of channels in which nothing ran nothing. */
    public Map<ChannelPath, Times> runsByChannel() {
        Map<ChannelPath, Times> runs = new TreeMap<>();
        lines.forEach((line, both) -> runs.computeIfAbsent(line.channel(), first -> new Times())
                .add(both.runs().bytes()));
        runs.values().removeIf(times -> times.count() == 0);
        return runs;
    }
}
