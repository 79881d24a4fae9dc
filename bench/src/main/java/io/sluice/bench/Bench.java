package io.sluice.bench;

import io.sluice.app.CommandFailed;
import io.sluice.sdk.JobClient;
import io.sluice.sdk.JobRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;

/** What workloads work with: a cluster, a client of it, and who counts. For one thread. */
final class Bench implements AutoCloseable {

    /** The tree of all jobs but those that are spread over many. */
    static final String TREE = "bench";

    static final String ROOT = "root";

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration LOOK = Duration.ofMillis(100);
    private static final Duration STILL_FOR = Duration.ofSeconds(60);
    private static final int WARM_UP_JOBS = 5_000;
    private static final int WARM_UP_RATE = 100;

    private final Settings settings;
    private final Cluster cluster;
    private final Progress progress;
    private final JobClient client;
    private final Ledger ledger;
    private final Admin admin;

    Bench(Settings settings, Cluster cluster, Progress progress) {
        this.settings = settings;
        this.cluster = cluster;
        this.progress = progress;
        client = JobClient.builder()
                .bootstrapServers(cluster.bootstrapServers())
                .name("bench")
                .tree(TREE)
                .build();
        ledger = new Ledger(cluster.bootstrapServers());
        admin = Admin.create(Map.of("bootstrap.servers", cluster.bootstrapServers()));
    }

    Settings settings() {
        return settings;
    }

    Settings.Load load() {
        return settings.load();
    }

    Cluster cluster() {
        return cluster;
    }

    Progress progress() {
        return progress;
    }

    JobClient client() {
        return client;
    }

    Ledger ledger() {
        return ledger;
    }

    Admin admin() {
        return admin;
    }

    /** A job that does nothing, with the payload that was asked for. */
    JobRequest<byte[]> noop(Batch batch, int number) {
        return noop(batch, number, TREE);
    }

    JobRequest<byte[]> noop(Batch batch, int number, String tree) {
        return JobRequest.of(Work.NOOP, Work.payload(load().payload(), number)).id(batch.id(tree, number));
    }

    /** A job that says how long after that moment it began. */
    JobRequest<byte[]> timed(Batch batch, int number, long micros) {
        return JobRequest.of(Work.TIMED, Work.payload(load().payload(), micros)).id(batch.id(TREE, number));
    }

    /** Waits, and says so. */
    void pauseUntil(Instant end) {
        for (Duration left = left(end); left.isPositive(); left = left(end)) {
            progress.still("%,d s left", left.toSeconds());
            Pause.of(left.compareTo(SECOND) < 0 ? left : SECOND);
        }
    }

    private static Duration left(Instant end) {
        return Duration.between(Instant.now(), end);
    }

    /** Works for a while before anything is measured: in bursts, then job by job. Returns the jobs. */
    int warmUp() {
        long begin = System.nanoTime();
        long bursts = begin + Duration.ofSeconds(settings.warmUpSeconds()).toNanos() * 2 / 3;
        int jobs = 0;
        while (System.nanoTime() - bursts < 0) {
            Batch batch = ledger.open(WARM_UP_JOBS);
            submit(batch, number -> noop(batch, number));
            awaitEnds(batch);
            jobs += WARM_UP_JOBS;
            progress.still("%,d jobs", jobs);
        }
        int singles = settings.warmUpSeconds() * WARM_UP_RATE / 3;
        if (singles > 0) {
            Batch batch = ledger.open(singles);
            Paced.at(WARM_UP_RATE).run(singles, (number, micros) -> client.submitAsync(noop(batch, number)));
            awaitEnds(batch);
        }
        return jobs + singles;
    }

    /** Submits all jobs of a batch and waits until the broker has them. */
    void submit(Batch batch, IntFunction<JobRequest<?>> job) {
        List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
        IntStream.range(0, batch.jobs()).forEach(number -> {
            client.submitAsync(job.apply(number)).whenComplete((handle, failure) -> {
                if (failure != null) {
                    failures.add(failure);
                }
            });
            progress.still("%,d of %,d submitted", number, batch.jobs());
        });
        client.flush();
        if (!failures.isEmpty()) {
            throw new IllegalStateException(failures.size() + " jobs could not be submitted", failures.getFirst());
        }
    }

    /** Waits until the scheduler has stored all jobs of a batch. */
    void awaitTaken(Batch batch) {
        await(batch::isTaken);
        check(batch.isTaken(), batch);
    }

    /**
     * Waits until all jobs of a batch have ended.
     *
     * @return the CPU time at the end
     * @throws CommandFailed if they did not all end as they should
     */
    Map<String, Double> awaitEnds(Batch batch) {
        Map<String, Double> cpu = await(batch::hasEnded);
        check(batch.problems().isEmpty(), batch);
        return cpu;
    }

    /** Looks only when the events have stood still for a moment, and gives up when they have for a minute. */
    private Map<String, Double> await(BooleanSupplier condition) {
        long before = -1;
        long since = System.nanoTime();
        while (true) {
            Pause.of(LOOK);
            long end = ledger.end();
            progress.still("%,d records of events", end);
            if (end != before) {
                before = end;
                since = System.nanoTime();
                continue;
            }
            Map<String, Double> cpu = cluster.cpuSeconds();
            ledger.catchUp();
            if (condition.getAsBoolean() || System.nanoTime() - since > STILL_FOR.toNanos()) {
                return cpu;
            }
        }
    }

    private void check(boolean good, Batch batch) {
        if (good) {
            return;
        }
        List<String> problems = new ArrayList<>(batch.problems());
        ledger.tellRejection(problems::add);
        throw CommandFailed.refused("Not all jobs were done once, so this measured nothing:\n  "
                + String.join("\n  ", problems) + "\nLogs are in " + settings.folder());
    }

    @Override
    public void close() {
        client.close();
        ledger.close();
        admin.close();
    }
}
