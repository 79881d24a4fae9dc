package io.sluice.bench;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Jobs with ETAs spread evenly over some seconds, all submitted before; from ETA to handler start. */
final class Lateness implements Workload {

    /** Submissions a second that any machine takes in, so that all wait when the first is due. */
    private static final int TAKEN_PER_SECOND = 10_000;

    private static final int LEAST_LEAD_SECONDS = 5;

    @Override
    public String about() {
        return "N jobs with ETAs over --seconds: from ETA to handler start";
    }

    @Override
    public List<Measured> run(Bench bench) {
        int jobs = bench.load().jobs();
        Clock clock = new Clock(bench, jobs);
        Batch batch = clock.batch();
        int lead = LEAST_LEAD_SECONDS + jobs / TAKEN_PER_SECOND;
        Instant first = Instant.now().plusSeconds(lead).truncatedTo(ChronoUnit.MILLIS);
        long millis = Duration.ofSeconds(bench.load().seconds()).toMillis();
        bench.submit(batch, number -> {
            Instant eta = first.plusMillis(number * millis / jobs);
            long micros = TimeUnit.MILLISECONDS.toMicros(eta.toEpochMilli());
            return bench.timed(batch, number, micros).eta(eta);
        });
        boolean inTime = Instant.now().isBefore(first);
        clock.start();
        bench.pauseUntil(first.plusMillis(millis));
        Measured measured = clock.awaitEnds("", first::toEpochMilli);
        if (!inTime || batch.lastSubmitted() > first.toEpochMilli()) {
            bench.progress().step("Not all were taken in when the first was due: lateness includes that.");
        }
        return List.of(measured.and("", batch.started()));
    }
}
