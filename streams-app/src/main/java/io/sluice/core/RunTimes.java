package io.sluice.core;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * How long runs take, as moving means: by channel topic, by channel and type, and by type for channels where none of it ran yet.
 * Known to this process only, and learnt anew after a start.
 */
final class RunTimes {

    /** From here on runs are long enough that a release should find a free slot. */
    private static final double SHORT = 100;

    /**
     * As many bundles may lie ahead of a slot at most. With four of ten no-op jobs each, ten thousand trees are done twice as fast
     * as with one.
     */
    private static final int MOST_AHEAD = 4;

    /** What a run counts for at least: workers tell times in whole milliseconds, and none takes nothing. */
    static final double SHORTEST_MS = 0.02;

    private static final double WEIGHT = 0.1;

    /** Beyond so many lines those that were used longest ago are forgotten. */
    private static final int MOST_LINES = 20_000;

    private final Map<String, Mean> runsByTopic = new HashMap<>();
    private final Map<String, Mean> bundlesByTopic = new HashMap<>();
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
        runsByTopic.merge(bundle.topic(), took, Mean::moved);
        double work = bundle.jobs() * Math.max(SHORTEST_MS, took.value());
        bundlesByTopic.merge(bundle.topic(), new Mean(work, 1), Mean::moved);
        byLine.merge(new Line(bundle.id().tree(), bundle.channel(), bundle.type()), took, Mean::moved);
        if (byLine.size() > MOST_LINES) {
            byLine.pollFirstEntry();
        }
        byType.merge(bundle.type(), took, Mean::moved);
        if (byType.size() > MOST_LINES) {
            byType.pollFirstEntry();
        }
    }

    /**
     * How many unclaimed bundles may lie ahead of each slot of the topic: one where runs take under 100 ms on average, for then the
     * slot is free again before another is there; up to four where that is as much work as one bundle may be, so that order is
     * bent no more by it. None where runs take longer, or nothing is known: what is released should find a free slot.
     */
    int ahead(String topic) {
        Mean run = runsByTopic.get(topic);
        if (run == null || run.value() >= SHORT) {
            return 0;
        }
        Mean bundle = bundlesByTopic.get(topic);
        return bundle == null ? 1 : (int) Math.clamp(Bundling.MOST_WORK_MS / bundle.value(), 1, MOST_AHEAD);
    }

    /** What is known of topics now; nobody changes it. */
    RunTimes ofTopics() {
        RunTimes known = new RunTimes();
        known.runsByTopic.putAll(runsByTopic);
        known.bundlesByTopic.putAll(bundlesByTopic);
        return known;
    }

    /** How long a job of the line takes on average, in milliseconds; none: not known yet. */
    OptionalDouble mean(Line line) {
        Mean own = byLine.get(line);
        Mean mean = own != null ? own : byType.get(line.type());
        return mean == null ? OptionalDouble.empty() : OptionalDouble.of(mean.value());
    }
}
