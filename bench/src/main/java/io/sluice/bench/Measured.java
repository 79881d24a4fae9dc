package io.sluice.bench;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.HdrHistogram.Histogram;

/**
 * What one run measured, or the medians of several.
 *
 * @param variant which of the sizes that the workload compares; empty: it compares none
 * @param figures by their names in JSON, in the order in which they are shown
 * @param cpuSeconds CPU time while the clock ran, by kind of process
 */
record Measured(String variant, Map<String, Double> figures, Map<String, Double> cpuSeconds) {

    /** Keeps the order. */
    Measured {
        figures = new LinkedHashMap<>(figures);
        cpuSeconds = new LinkedHashMap<>(cpuSeconds);
    }

    /** The same with its rate, which is shown first. */
    Measured rated(double jobsPerSecond) {
        Map<String, Double> all = new LinkedHashMap<>();
        all.put("jobsPerSecond", jobsPerSecond);
        all.putAll(figures);
        return new Measured(variant, all, cpuSeconds);
    }

    /** The same with one more figure. */
    Measured and(String name, double value) {
        Measured more = new Measured(variant, figures, cpuSeconds);
        more.figures.put(name, value);
        return more;
    }

    /** The same with p50, p99 and the greatest of times in microseconds, as milliseconds; names as {@code p50<suffix>Ms}. */
    Measured and(String suffix, Histogram micros) {
        return and("p50" + suffix + "Ms", micros.getValueAtPercentile(50) / 1000.0)
                .and("p99" + suffix + "Ms", micros.getValueAtPercentile(99) / 1000.0)
                .and("max" + suffix + "Ms", micros.getMaxValue() / 1000.0);
    }

    /** The median of each figure over runs of one variant. */
    static Measured median(List<Measured> runs) {
        return new Measured(
                runs.getFirst().variant(),
                medians(runs.stream().map(Measured::figures).toList()),
                medians(runs.stream().map(Measured::cpuSeconds).toList()));
    }

    private static Map<String, Double> medians(List<Map<String, Double>> runs) {
        Set<String> names = new LinkedHashSet<>();
        runs.forEach(run -> names.addAll(run.keySet()));
        Map<String, Double> medians = new LinkedHashMap<>();
        for (String name : names) {
            medians.put(
                    name,
                    median(runs.stream()
                            .filter(run -> run.containsKey(name))
                            .mapToDouble(run -> run.get(name))
                            .toArray()));
        }
        return medians;
    }

    /** The middle one; the mean of the two in the middle of an even number. */
    static double median(double... values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
