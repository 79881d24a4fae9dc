package io.sluice.bench;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Many jobs wait in a paused channel while others run; the scheduler is killed; how long until it releases again. */
final class Restore implements Workload {

    private static final String WAITING = "root.waiting";
    private static final int PROBES_PER_SECOND = 20;
    private static final Duration STANDBY_CATCHES_UP = Duration.ofSeconds(10);

    @Override
    public String about() {
        return "N jobs wait, the scheduler is killed: time until the next release (--standby: with a second one)";
    }

    @Override
    public List<Measured> run(Bench bench) {
        Clock clock = new Clock(bench, bench.load().jobs());
        Batch batch = clock.batch();
        bench.client().pause(Bench.TREE, WAITING, "bench");
        bench.submit(batch, number -> bench.noop(batch, number).channel(WAITING));
        bench.awaitTaken(batch);
        if (bench.settings().shape().standby()) {
            bench.pauseUntil(Instant.now().plus(STANDBY_CATCHES_UP));
        }
        long records = Changelog.of(bench.admin(), Changelog.STATE::equals).offsets();
        Batch probes = bench.ledger().also(PROBES_PER_SECOND * bench.load().seconds());
        Thread prober = Thread.ofPlatform().name("bench-probes").start(() -> probe(bench, probes));
        bench.pauseUntil(Instant.now().plusSeconds(1));
        double seconds = untilRelease(bench, probes, prober) / 1000.0;
        bench.awaitEnds(probes);
        bench.client().resume(Bench.TREE, WAITING);
        return List.of(clock.awaitEnds("", bench.ledger()::resumedAt)
                .and("secondsToRelease", seconds)
                .and("restoredRecords", records)
                .and("restoredPerSecond", records / seconds));
    }

    private static void probe(Bench bench, Batch probes) {
        Paced.at(PROBES_PER_SECOND)
                .run(probes.jobs(), (number, micros) -> bench.client().submitAsync(bench.noop(probes, number)));
    }

    /** Milliseconds from the kill; the probes that go on coming are what is released. */
    private long untilRelease(Bench bench, Batch probes, Thread prober) {
        boolean standby = bench.settings().shape().standby();
        long killed = bench.cluster().killScheduler();
        if (!standby) {
            bench.cluster().launchSchedulers(channels(bench.settings()));
        }
        while (bench.ledger().firstReleaseAfter(killed) == Long.MAX_VALUE
                && (prober.isAlive() || probes.ended() < probes.jobs())) {
            bench.ledger().read();
            bench.progress().still("%,d ms since the kill", System.currentTimeMillis() - killed);
        }
        if (standby) {
            bench.cluster().launchSchedulers(channels(bench.settings()));
        }
        return bench.ledger().firstReleaseAfter(killed) - killed;
    }
}
