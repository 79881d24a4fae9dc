package io.sluice.bench;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/** The costs of one batch: what was there when it was opened, and when the clock began to run. */
final class Clock {

    private final Bench bench;
    private final Batch batch;
    private final Changelog before;
    private Map<String, Double> cpu;

    /** Opens a batch and notes what the changelog holds. */
    Clock(Bench bench, int jobs) {
        this.bench = bench;
        batch = bench.ledger().open(jobs);
        before = state();
        cpu = bench.cluster().cpuSeconds();
    }

    private Changelog state() {
        return Changelog.of(bench.admin(), Changelog.STATE::equals);
    }

    Batch batch() {
        return batch;
    }

    /** CPU time counts from here on. */
    void start() {
        cpu = bench.cluster().cpuSeconds();
    }

    /**
     * Waits for the end of all jobs, checks them, and adds up what they cost.
     *
     * @param start asked at the end: when the clock began to run, by the scheduler's clock
     */
    Measured awaitEnds(String variant, LongSupplier start) {
        Map<String, Double> end = bench.awaitEnds(batch);
        long from = start.getAsLong();
        Map<String, Double> used = new LinkedHashMap<>();
        end.forEach((role, seconds) -> used.put(role, seconds - cpu.getOrDefault(role, 0.0)));
        Changelog grown = state().since(before);
        double seconds = Math.max(1, batch.lastEnd() - from) / 1000.0;
        return new Measured(variant, Map.of(), used)
                // A transaction that wrote events wrote the changelog too, and left one end marker in each.
                .and(
                        "changelogRecordsPerJob",
                        per(grown.offsets() - bench.ledger().markersSince(0)))
                .and("bytesPerJob", per(grown.bytes()))
                .and("commitsPerSecond", bench.ledger().markersSince(from) / seconds);
    }

    private double per(long count) {
        return (double) count / batch.jobs();
    }
}
