package io.sluice.bench;

import java.util.List;

/** So many jobs a second, each when it is due; from that moment to the handler's start, and until its DONE was read. */
final class Latency implements Workload {

    @Override
    public String about() {
        return "--rate jobs a second for --seconds: from submission to handler start, and until DONE is read";
    }

    @Override
    public int jobs(Settings.Load load) {
        return load.rate() * load.seconds();
    }

    @Override
    public List<Measured> run(Bench bench) {
        Clock clock = new Clock(bench, jobs(bench.load()));
        Batch batch = clock.batch();
        clock.start();
        Thread submitter = Thread.ofPlatform().name("bench-submit").start(() -> submit(bench, batch));
        while (submitter.isAlive() || !batch.hasEnded() && batch.taken() > batch.ended()) {
            bench.ledger().read();
            bench.progress().still("%,d of %,d done", batch.ended(), batch.jobs());
        }
        return List.of(clock.awaitEnds("", batch::firstSubmitted)
                .and("", batch.started())
                .and("UntilDone", batch.seen()));
    }

    private static void submit(Bench bench, Batch batch) {
        Paced.at(bench.load().rate()).run(batch.jobs(), (number, micros) -> {
            batch.note(number, micros);
            bench.client().submitAsync(bench.timed(batch, number, micros));
        });
    }
}
