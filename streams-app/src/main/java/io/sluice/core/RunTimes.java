package io.sluice.core;

import java.util.HashMap;
import java.util.Map;

/** How long runs take, as a moving mean by channel topic. Known to this process only. */
final class RunTimes {

    /** From here on runs are long enough that a release should find a free slot. */
    private static final double SHORT = 100;

    private static final double WEIGHT = 0.1;

    private final Map<String, Double> means = new HashMap<>();

    void ran(String topic, long startedAt, long finishedAt) {
        if (startedAt > 0) {
            double took = Math.max(0, finishedAt - startedAt);
            means.merge(topic, took, (mean, now) -> mean + WEIGHT * (now - mean));
        }
    }

    /** Whether runs of the topic take under 100 ms on average; not while nothing is known. */
    boolean areShort(String topic) {
        return means.getOrDefault(topic, SHORT) < SHORT;
    }
}
