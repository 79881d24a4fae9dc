package io.sluice.streams;

import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;

/**
 * How many commits of this stream thread have succeeded. Streams calls nobody back after one, but it counts them; and one that
 * fails is never followed by another record of the same task, which is opened anew.
 *
 * <p>All tasks of a thread commit together, in one transaction. Belongs to the stream thread.
 */
final class CommitCount implements LongSupplier {

    private final Map<MetricName, ? extends Metric> metrics;
    private Optional<? extends Metric> total;
    private long asked;

    CommitCount(Map<MetricName, ? extends Metric> metrics) {
        this.metrics = metrics;
    }

    @Override
    public long getAsLong() {
        if (total == null) {
            // At the first need: there are thousands of them.
            total = metrics.values().stream().filter(CommitCount::isOurs).findFirst();
        }
        // The test driver commits after each record and does not count.
        return total.map(metric -> ((Number) metric.metricValue()).longValue()).orElseGet(() -> ++asked);
    }

    private static boolean isOurs(Metric metric) {
        MetricName name = metric.metricName();
        return name.name().equals("commit-total")
                && name.group().equals("stream-thread-metrics")
                && Thread.currentThread().getName().equals(name.tags().get("thread-id"));
    }
}
