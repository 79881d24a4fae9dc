package io.sluice.sdk;

import java.time.Duration;

/**
 * Runs jobs: reads channel topics, claims the bundles that it gets, runs their jobs on its threads and reports how they
 * ended.
 *
 * <p>Heals by itself when the broker was away. Safe for use by many threads.
 *
 * @since 0.1
 */
public final class Worker implements AutoCloseable {

    private final WorkerSettings settings;

    Worker(WorkerSettings settings) {
        this.settings = settings;
    }

    /**
     * A worker to be set up.
     *
     * @since 0.1
     */
    public static WorkerBuilder builder() {
        return new WorkerBuilder();
    }

    /**
     * Starts its threads and returns at once.
     *
     * @return this worker
     * @throws IllegalStateException if it was started or closed before
     * @since 0.1
     */
    public Worker start() {
        throw new UnsupportedOperationException("not yet: " + settings.name());
    }

    /**
     * Its id: the name, a hyphen and a random part. Reports, events and the dashboard name it.
     *
     * @since 0.1
     */
    public String id() {
        return settings.name();
    }

    /**
     * Whether it reads all its channel topics and the broker has its first heartbeat.
     *
     * @since 0.1
     */
    public boolean isReady() {
        return false;
    }

    /**
     * Waits until {@link #isReady()}.
     *
     * @return false if it is not within that time
     * @throws InterruptedException if the caller is interrupted
     * @since 0.1
     */
    public boolean awaitReady(Duration atMost) throws InterruptedException {
        return isReady();
    }

    /**
     * Takes no more, lets jobs finish for the grace time, then interrupts them and hands back what did not end; waits until
     * the broker has all outcomes. A handler that ignores its interrupt for 5 s is left alone: its job is lost and released
     * again when its lease is over. A second call does nothing.
     *
     * @since 0.1
     */
    @Override
    public void close() {}
}
