package io.sluice.bench;

import io.sluice.sdk.JobRequest;
import java.util.List;
import java.util.function.BiFunction;

/** Jobs wait in a paused channel, with idle workers; the clock runs from the resumption to the last DONE. */
final class Drain implements Workload {

    /**
     * What is drained.
     *
     * @param variant its name, where several are compared; else empty
     * @param jobs how many wait
     * @param rated the rate is that of so many first ones
     * @param trees the trees that they are in
     */
    record Waiting(String variant, int jobs, int rated, List<String> trees) {

        static Waiting of(int jobs) {
            return new Waiting("", jobs, jobs, List.of(Bench.TREE));
        }

        Waiting named(String name) {
            return new Waiting(name, jobs, rated, trees);
        }
    }

    @Override
    public String about() {
        return "N jobs wait, then they run";
    }

    @Override
    public List<Measured> run(Bench bench) {
        return List.of(measure(bench, Waiting.of(bench.load().jobs()), bench::noop));
    }

    /**
     * Drains.
     *
     * @param job the job of a batch by its number
     */
    static Measured measure(Bench bench, Waiting waiting, BiFunction<Batch, Integer, JobRequest<?>> job) {
        Clock clock = new Clock(bench, waiting.jobs());
        Batch batch = clock.batch();
        waiting.trees().forEach(tree -> bench.client().pauseAsync(tree, Bench.ROOT, "bench"));
        bench.client().flush();
        bench.submit(batch, number -> job.apply(batch, number));
        bench.awaitTaken(batch);
        clock.start();
        waiting.trees().forEach(tree -> bench.client().resumeAsync(tree, Bench.ROOT));
        bench.client().flush();
        Measured costs = clock.awaitEnds(waiting.variant(), () -> bench.ledger().resumedAt());
        return rated(costs, batch, bench.ledger().resumedAt(), waiting.rated());
    }

    /** With the rate of the first so many jobs. */
    static Measured rated(Measured measured, Batch batch, long from, int count) {
        double seconds = Math.max(1, batch.whenDone(count).orElse(batch.lastEnd()) - from) / 1000.0;
        return measured.rated(count / seconds);
    }
}
