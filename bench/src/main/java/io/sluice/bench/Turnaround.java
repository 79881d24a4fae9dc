package io.sluice.bench;

import java.util.List;

/** A drain through a single seat: nothing is released before the last one has ended. */
final class Turnaround implements Workload {

    @Override
    public String about() {
        return "N jobs wait in a channel of capacity 1, then they run one by one";
    }

    @Override
    public int capacity(Settings.Shape shape) {
        return 1;
    }

    @Override
    public List<Measured> run(Bench bench) {
        return List.of(Drain.measure(bench, Drain.Waiting.of(bench.load().jobs()), bench::noop));
    }
}
