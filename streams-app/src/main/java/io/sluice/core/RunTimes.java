package io.sluice.core;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How long runs take, as moving means: by channel topic, by channel and type, and by type for channels where none of it ran yet.
 * Known to this process only, and learnt anew after a start.
 */
final class RunTimes {

    /** From here on runs are long enough that a release should find a free slot. */
    private static final double SHORT = 100;

    private static final double WEIGHT = 0.1;

    /** Beyond so many lines those that were used longest ago are forgotten. */
    private static final int MOST_LINES = 20_000;

    private final Map<String, Mean> byTopic = new HashMap<>();
    private final LinkedHashMap<Line, Mean> byLine = new LinkedHashMap<>(16, 0.75f, true);
    private final LinkedHashMap<String, Mean> byType = new LinkedHashMap<>(16, 0.75f, true);

    /** Jobs of one type in one channel. */
    record Line(String tree, ChannelPath channel, String type) {}

    /** A mean of all runs at first, so that a slow first one does not count for long, then of the latest. */
    private record Mean(double value, int runs) {

        Mean moved(Mean next) {
            double weight = Math.max(WEIGHT, 1.0 / (runs + 1));
            return new Mean(value + weight * (next.value - value), weight > WEIGHT ? runs + 1 : runs);
        }
    }

    /** A run of a job of that bundle came to its end; the times are the worker's clock. */
    void ran(ActiveBundle bundle, long startedAt, long finishedAt) {
        if (startedAt <= 0) {
            return;
        }
        Mean took = new Mean(Math.max(0, finishedAt - startedAt), 1);
        byTopic.merge(bundle.topic(), took, Mean::moved);
        byLine.merge(new Line(bundle.id().tree(), bundle.channel(), bundle.type()), took, Mean::moved);
        if (byLine.size() > MOST_LINES) {
            byLine.pollFirstEntry();
        }
        byType.merge(bundle.type(), took, Mean::moved);
        if (byType.size() > MOST_LINES) {
            byType.pollFirstEntry();
        }
    }

    /** Whether runs of the topic take under 100 ms on average; not while nothing is known. */
    boolean areShort(String topic) {
        Mean mean = byTopic.get(topic);
        return mean != null && mean.value() < SHORT;
    }

    /** Those topics. */
    Set<String> shortTopics() {
        return byTopic.keySet().stream().filter(this::areShort).collect(Collectors.toUnmodifiableSet());
    }

    /** All that is known is where runs are short. */
    static RunTimes ofTopics(Set<String> shortTopics) {
        RunTimes known = new RunTimes();
        shortTopics.forEach(topic -> known.byTopic.put(topic, new Mean(0, 1)));
        return known;
    }

    /** How long a job of the line takes on average, in milliseconds; none: not known yet. */
    OptionalDouble mean(Line line) {
        Mean own = byLine.get(line);
        Mean mean = own != null ? own : byType.get(line.type());
        return mean == null ? OptionalDouble.empty() : OptionalDouble.of(mean.value());
    }
}
