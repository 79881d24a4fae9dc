package io.sluice.bench;

import java.util.List;

/** One thread submits without waiting; the clock runs until the broker has acknowledged all. They run later. */
final class Submit implements Workload {

    @Override
    public String about() {
        return "N jobs are submitted in bulk, until the broker has acknowledged all";
    }

    @Override
    public List<Measured> run(Bench bench) {
        Clock clock = new Clock(bench, bench.load().jobs());
        Batch batch = clock.batch();
        bench.client().pause(Bench.TREE, Bench.ROOT, "bench");
        clock.start();
        long begin = System.nanoTime();
        bench.submit(batch, number -> bench.noop(batch, number));
        double seconds = (System.nanoTime() - begin) / 1e9;
        bench.awaitTaken(batch);
        double taking = Math.max(1, batch.lastSubmitted() - batch.firstSubmitted()) / 1000.0;
        bench.client().resume(Bench.TREE, Bench.ROOT);
        return List.of(clock.awaitEnds("", batch::firstSubmitted)
                .rated(batch.jobs() / seconds)
                .and("takenPerSecond", batch.jobs() / taking));
    }
}
