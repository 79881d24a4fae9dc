package io.sluice.app.meters;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.sluice.streams.Vitals;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/** How this instance is: its partitions, its stream threads, the workers that it hears of. */
final class InstanceGauges {

    /** How many workers have rows of their own: the first by id. */
    private static final int MOST_WORKERS = 200;

    private final WorkerLog log;
    private final Rows<Seen> workers;
    private final Rows<Integer> partitions;
    private final Rows<Lag> lags;
    private final Rows<Vitals.ThreadVitals> threads;
    private volatile double restoring;
    private volatile int ready;
    private volatile int partitionsOfAll;
    private volatile Totals totals = new Totals(0, 0, 0);

    InstanceGauges(MeterRegistry registry, WorkerLog log) {
        this.log = log;
        workers = new Rows<Seen>(registry)
                .gauge(
                        "sluice.worker.slots",
                        "Bundles that it can run at once",
                        seen -> seen.said().slots())
                .gauge(
                        "sluice.worker.held.bundles",
                        "Bundles in its hands, of all partitions",
                        seen -> seen.said().held())
                .gauge(
                        "sluice.worker.free.slots",
                        "Slots in which nothing runs; 0 for one that is stopping",
                        seen -> seen.said().free())
                .gauge(
                        "sluice.worker.last.seen",
                        "seconds",
                        "How long ago its last heartbeat came to this instance",
                        seen -> seen.ageMs() / 1000.0);
        partitions = new Rows<Integer>(registry)
                .gauge("sluice.partition.open", "1: the partition is restored and at work here", open -> open);
        lags = new Rows<Lag>(registry)
                .gauge("sluice.partition.lag.records", "Records that are not read yet", Lag::records)
                .gauge(
                        "sluice.partition.lag",
                        "seconds",
                        "How old the record was that was read last, while more wait; 0: none waits",
                        Lag::seconds);
        threads = new Rows<Vitals.ThreadVitals>(registry)
                .gauge(
                        "sluice.thread.commit.average",
                        "seconds",
                        "How long commits of the stream thread took on average of late",
                        thread -> thread.commitAverageMs() / 1000)
                .gauge(
                        "sluice.thread.commit.longest",
                        "seconds",
                        "How long the longest commit of late took",
                        thread -> thread.commitLongestMs() / 1000)
                .gauge(
                        "sluice.thread.commits.per.second",
                        "Commits a second of late",
                        Vitals.ThreadVitals::commitsPerSecond);
        gauge(registry, "sluice.ready", "1: all partitions of this instance are at work", each -> each.ready);
        gauge(registry, "sluice.partitions", "Partitions of all instances together", each -> each.partitionsOfAll);
        gauge(registry, "sluice.restoring.records", "Records still to be restored", each -> each.restoring);
        gauge(registry, "sluice.workers", "Workers that are heard of", each -> each.totals.workers());
        gauge(registry, "sluice.workers.slots", "Slots of all workers", each -> each.totals.slots());
        gauge(registry, "sluice.workers.free.slots", "Free slots of all workers", each -> each.totals.free());
    }

    private void gauge(MeterRegistry registry, String name, String help, ToDoubleFunction<InstanceGauges> value) {
        Gauge.builder(name, this, value).description(help).register(registry);
    }

    private record Seen(WorkerLog.Said said, long ageMs) {}

    private record Lag(double records, double seconds) {}

    private record Totals(int workers, int slots, int free) {}

    /** Takes in how it is now. */
    void read(boolean isReady, Vitals vitals, long now) {
        ready = isReady ? 1 : 0;
        restoring = vitals.restoring();
        partitionsOfAll = vitals.partitions();
        Map<Integer, Integer> open = new TreeMap<>();
        vitals.open().forEach(partition -> open.put(partition, 1));
        partitions.set(open, partition -> Tags.of("partition", Integer.toString(partition)));
        Map<Integer, Vitals.ThreadVitals> byNumber = new TreeMap<>();
        vitals.threads().forEach(thread -> byNumber.put(thread.number(), thread));
        threads.set(byNumber, number -> Tags.of("thread", Integer.toString(number)));
        lags(vitals, now);
        workers(now);
    }

    private void lags(Vitals vitals, long now) {
        Map<Tags, Lag> found = new HashMap<>();
        for (Vitals.Lag lag : vitals.lags()) {
            long readAt = lag.readAt().orElse(now);
            double seconds = lag.records() > 0 ? Math.max(0, now - readAt) / 1000.0 : 0;
            Tags tags = Tags.of("partition", Integer.toString(lag.partition()), "topic", lag.topic());
            found.put(tags, new Lag(lag.records(), seconds));
        }
        lags.set(found, tags -> tags);
    }

    private void workers(long now) {
        Map<String, WorkerLog.Said> live = log.live(now);
        totals = new Totals(
                live.size(),
                live.values().stream().mapToInt(WorkerLog.Said::slots).sum(),
                live.values().stream().mapToInt(WorkerLog.Said::free).sum());
        Map<String, Seen> shown = new TreeMap<>();
        live.entrySet().stream()
                .limit(MOST_WORKERS)
                .forEach(worker -> shown.put(
                        worker.getKey(),
                        new Seen(
                                worker.getValue(),
                                Math.max(0, now - worker.getValue().at()))));
        workers.set(shown, worker -> Tags.of("worker", worker));
    }
}
