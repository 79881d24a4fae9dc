package io.sluice.bench;

import java.util.List;

/** A drain in which no two jobs have the same priority, and none comes in order. */
final class Priorities implements Workload {

    /** Prime, so that its multiples visit each priority once. */
    private static final long STEP = 1_000_003;

    @Override
    public String about() {
        return "N jobs wait, each with a priority of its own, then they run";
    }

    @Override
    public List<Measured> run(Bench bench) {
        int jobs = bench.load().jobs();
        return List.of(Drain.measure(
                bench,
                Drain.Waiting.of(jobs),
                (batch, number) -> bench.noop(batch, number).priority((int) (number * STEP % jobs))));
    }
}
