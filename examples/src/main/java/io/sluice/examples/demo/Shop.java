package io.sluice.examples.demo;

import io.sluice.sdk.JobClient;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Submits a small job every {@value #EVERY_MS} ms while the import runs: they must not wait for it. */
final class Shop implements AutoCloseable {

    private static final long EVERY_MS = 40;

    private final JobClient client;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("demo-shop").factory());
    private final AtomicLong orders = new AtomicLong();

    Shop(JobClient client) {
        this.client = client;
    }

    /** The first order comes alone: it also shows that all is awake. */
    void firstOrder() {
        order();
    }

    void open() {
        clock.scheduleAtFixedRate(this::order, 0, EVERY_MS, TimeUnit.MILLISECONDS);
    }

    private void order() {
        client.submit(ImportJobs.order(orders.get() + 1));
        orders.incrementAndGet();
    }

    /** How many jobs the broker has confirmed; final after the close. */
    long orders() {
        return orders.get();
    }

    @Override
    public void close() {
        clock.close();
    }
}
