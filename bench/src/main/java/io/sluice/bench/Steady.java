package io.sluice.bench;

import java.util.List;

/** Jobs run as they come; the clock runs from the first that is accepted to the last DONE. */
final class Steady implements Workload {

    @Override
    public String about() {
        return "N jobs are submitted while they run";
    }

    @Override
    public List<Measured> run(Bench bench) {
        Clock clock = new Clock(bench, bench.load().jobs());
        Batch batch = clock.batch();
        clock.start();
        bench.submit(batch, number -> bench.noop(batch, number));
        Measured costs = clock.awaitEnds("", batch::firstSubmitted);
        return List.of(Drain.rated(costs, batch, batch.firstSubmitted(), batch.jobs()));
    }
}
