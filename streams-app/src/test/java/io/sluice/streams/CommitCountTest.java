package io.sluice.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.junit.jupiter.api.Test;

class CommitCountTest {

    private double ofThisThread;

    private final Map<MetricName, Metric> metrics = new HashMap<>();

    private void metric(String name, String thread, boolean isOurs) {
        MetricName full = new MetricName(name, "stream-thread-metrics", "", Map.of("thread-id", thread));
        metrics.put(full, new Metric() {
            @Override
            public MetricName metricName() {
                return full;
            }

            @Override
            public Object metricValue() {
                return isOurs ? ofThisThread : -1.0;
            }
        });
    }

    @Test
    void it_is_streams_own_count_of_this_thread() {
        String here = Thread.currentThread().getName();
        metric("commit-rate", here, false);
        metric("commit-total", "another", false);
        metric("commit-total", here, true);
        CommitCount count = new CommitCount(metrics);

        assertThat(count.getAsLong()).isZero();
        assertThat(count.getAsLong()).isZero();
        ofThisThread = 1;
        assertThat(count.getAsLong()).isOne();
    }

    @Test
    void where_nothing_is_counted_each_record_is_committed_by_the_next() {
        CommitCount count = new CommitCount(metrics);
        assertThat(count.getAsLong()).isNotEqualTo(count.getAsLong());
    }
}
