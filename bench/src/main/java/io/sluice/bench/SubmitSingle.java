package io.sluice.bench;

import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** Many threads submit, each one job at a time, waiting for its acknowledgement. The jobs run later. */
final class SubmitSingle implements Workload {

    @Override
    public String about() {
        return "--callers threads submit N jobs, each waiting for its acknowledgement before its next";
    }

    @Override
    public List<Measured> run(Bench bench) {
        Clock clock = new Clock(bench, bench.load().jobs());
        Batch batch = clock.batch();
        Histogram waits = new ConcurrentHistogram(3);
        bench.client().pause(Bench.TREE, Bench.ROOT, "bench");
        clock.start();
        long begin = System.nanoTime();
        submit(bench, batch, waits);
        double seconds = (System.nanoTime() - begin) / 1e9;
        bench.awaitTaken(batch);
        bench.client().resume(Bench.TREE, Bench.ROOT);
        return List.of(clock.awaitEnds("", batch::firstSubmitted)
                .rated(batch.jobs() / seconds)
                .and("", waits));
    }

    private static void submit(Bench bench, Batch batch, Histogram waits) {
        int callers = bench.load().callers();
        try (ExecutorService threads = Executors.newFixedThreadPool(callers)) {
            List<Future<?>> all = IntStream.range(0, callers)
                    .<Future<?>>mapToObj(caller -> threads.submit(() -> call(bench, batch, waits, caller)))
                    .toList();
            for (Future<?> one : all) {
                one.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("a caller could not submit", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the bench was interrupted", e);
        }
    }

    private static void call(Bench bench, Batch batch, Histogram waits, int caller) {
        for (int number = caller; number < batch.jobs(); number += bench.load().callers()) {
            long begin = System.nanoTime();
            bench.client().submit(bench.noop(batch, number));
            waits.recordValue((System.nanoTime() - begin) / 1000);
        }
    }
}
