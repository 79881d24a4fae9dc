package io.sluice.core;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * How long runs take, as moving means: by channel topic, by channel and type, and by type for channels where none of it ran yet;
 * and how much work bundles of a type are. Known to this process only, and learnt anew after a start.
 */
final class RunTimes {

    /** From here on runs are long enough that a release should find a free slot. */
    private static final double SHORT = 100;

    /**
     * As many bundles may lie ahead of a slot at most. With four of ten no-op jobs each, ten thousand trees are done twice as fast
     * as with one.
     */
    static final int MOST_AHEAD = 4;

    /** What a run counts for at least: workers tell times in whole milliseconds, and none takes nothing. */
    static final double SHORTEST_MS = 0.02;

    private static final double WEIGHT = 0.1;

    /** Beyond so many lines those that were used longest ago are forgotten. */
    private static final int MOST_LINES = 20_000;

    /** Beyond so many types the bundles of those that ran longest ago count as large again. */
    private static final int MOST_TYPES = 1000;

    private final Map<String, Mean> runsByTopic = new HashMap<>();
    private final LinkedHashMap<Line, Mean> byLine = new LinkedHashMap<>(16, 0.75f, true);
    private final LinkedHashMap<String, Mean> bundlesByType = new LinkedHashMap<>(16, 0.75f, true);
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
        runsByTopic.merge(bundle.topic(), took, Mean::moved);
        double work = bundle.jobs() * Math.max(SHORTEST_MS, took.value());
        bundlesByType.merge(bundle.type(), new Mean(work, 1), Mean::moved);
        if (bundlesByType.size() > MOST_TYPES) {
            bundlesByType.pollFirstEntry();
        }
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
        Mean mean = runsByTopic.get(topic);
        return mean != null && mean.value() < SHORT;
    }

    /**
     * How much of a slot's share of unclaimed work, {@link #MOST_AHEAD} parts, a bundle of the type takes: one part where bundles of
     * it are so little work that so many are no more than one bundle may be; all where they are more, or nothing is known.
     */
    int parts(String type) {
        Mean bundle = bundlesByType.get(type);
        return bundle == null
                ? MOST_AHEAD
                : (int) Math.clamp(Math.ceil(MOST_AHEAD * bundle.value() / Bundling.MOST_WORK_MS), 1, MOST_AHEAD);
    }

    /** What is known of topics and types now; nobody changes it. */
    RunTimes ofTopics() {
        RunTimes known = new RunTimes();
        known.runsByTopic.putAll(runsByTopic);
        known.bundlesByType.putAll(bundlesByType);
        return known;
    }

    /** How long a job of the line takes on average, in milliseconds; none: not known yet. */
    OptionalDouble mean(Line line) {
        Mean own = byLine.get(line);
        Mean mean = own != null ? own : byType.get(line.type());
        return mean == null ? OptionalDouble.empty() : OptionalDouble.of(mean.value());
    }
}
