package io.sluice.bench;

import io.sluice.sdk.JobRequest;
import io.sluice.sdk.RetryPolicy;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** What a real day looks like: mostly short jobs, some long, some that are tried again or fail, some behind a throttle. */
final class Mixed implements Workload {

    /** The same jobs each time. */
    private static final long SEED = 20_261_128;

    private static final RetryPolicy SOON = RetryPolicy.fixed(Duration.ofMillis(50));

    @Override
    public String about() {
        return "N jobs, short and long, some tried again, some failing, some throttled, submitted while they run";
    }

    @Override
    public String channels(Settings settings) {
        return Workload.super.channels(settings) + ",root.slow:8,root.throttled:16:throttle=500/1s";
    }

    @Override
    public List<Measured> run(Bench bench) {
        RandomGenerator random = RandomGeneratorFactory.getDefault().create(SEED);
        Clock clock = new Clock(bench, bench.load().jobs());
        Batch batch = clock.batch();
        clock.start();
        bench.submit(batch, number -> job(bench, batch, number, random.nextInt(100)));
        Measured costs = clock.awaitEnds("", batch::firstSubmitted);
        return List.of(Drain.rated(costs, batch, batch.firstSubmitted(), batch.jobs()));
    }

    private static JobRequest<?> job(Bench bench, Batch batch, int number, int drawn) {
        if (drawn < 1) {
            batch.fails(number);
            return JobRequest.of(Work.BROKEN, null).id(batch.id(Bench.TREE, number));
        }
        if (drawn < 3) {
            return JobRequest.of(Work.FLAKY, drawn).retry(SOON).maxAttempts(5).id(batch.id(Bench.TREE, number));
        }
        if (drawn < 5) {
            return JobRequest.of(Work.BUSY, 5 * drawn).channel("root.slow").id(batch.id(Bench.TREE, number));
        }
        return drawn < 8
                ? bench.noop(batch, number).channel("root.throttled")
                : bench.noop(batch, number).priority(drawn % 4);
    }
}
