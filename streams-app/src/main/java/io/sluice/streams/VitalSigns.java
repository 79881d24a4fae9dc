package io.sluice.streams;

import io.sluice.schemas.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.streams.KafkaStreams;

/** Picks the few numbers of Kafka's own metrics that say how an instance is. */
final class VitalSigns {

    private static final Pattern THREAD = Pattern.compile(".*-StreamThread-(\\d+).*");

    private final KafkaStreams streams;
    private final Shell shell;
    private final ReadTimes readTimes;

    VitalSigns(KafkaStreams streams, Shell shell, ReadTimes readTimes) {
        this.streams = streams;
        this.shell = shell;
        this.readTimes = readTimes;
    }

    Vitals now() {
        List<Vitals.Lag> lags = new ArrayList<>();
        Map<Integer, Map<String, Double>> threads = new TreeMap<>();
        double restoring = 0;
        for (Metric metric : streams.metrics().values()) {
            MetricName name = metric.metricName();
            switch (name.name()) {
                case "records-lag" -> lag(name, metric).ifPresent(lags::add);
                case "commit-latency-avg", "commit-latency-max", "commit-rate" ->
                    thread(name)
                            .ifPresent(number -> threads.computeIfAbsent(number, first -> new TreeMap<>())
                                    .put(name.name(), number(metric)));
                case "restore-remaining-records-total" -> restoring += number(metric);
                default -> {}
            }
        }
        return new Vitals(shell.partitions(), shell.open().now(), List.copyOf(lags), threads(threads), restoring);
    }

    private Optional<Vitals.Lag> lag(MetricName name, Metric metric) {
        String topic = name.tags().getOrDefault("topic", "");
        int partition = Integer.parseInt(name.tags().getOrDefault("partition", "-1"));
        return Stream.of(Topics.JOBS, Topics.REPORTS)
                .filter(topic::equals)
                .findFirst()
                .map(ours -> new Vitals.Lag(ours, partition, number(metric), readTimes.last(ours, partition)));
    }

    private static Optional<Integer> thread(MetricName name) {
        Matcher matcher = THREAD.matcher(name.tags().getOrDefault("thread-id", ""));
        return name.group().equals("stream-thread-metrics") && matcher.matches()
                ? Optional.of(Integer.valueOf(matcher.group(1)))
                : Optional.empty();
    }

    private static List<Vitals.ThreadVitals> threads(Map<Integer, Map<String, Double>> threads) {
        return threads.entrySet().stream()
                .map(thread -> new Vitals.ThreadVitals(
                        thread.getKey(),
                        thread.getValue().getOrDefault("commit-latency-avg", 0.0),
                        thread.getValue().getOrDefault("commit-latency-max", 0.0),
                        thread.getValue().getOrDefault("commit-rate", 0.0)))
                .toList();
    }

    /** Kafka says NaN where nothing was measured of late. */
    private static double number(Metric metric) {
        return metric.metricValue() instanceof Number number && !Double.isNaN(number.doubleValue())
                ? number.doubleValue()
                : 0;
    }
}
