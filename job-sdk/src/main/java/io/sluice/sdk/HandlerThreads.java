package io.sluice.sdk;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The threads that run bundles. */
interface HandlerThreads extends AutoCloseable {

    /**
     * Runs it as soon as a thread is free.
     *
     * @throws java.util.concurrent.RejectedExecutionException if they are closed
     */
    void execute(Runnable bundle);

    /** Takes no more; what was given is run. */
    @Override
    void close();

    /** As many as the worker has slots. */
    static HandlerThreads of(WorkerSettings settings, String worker) {
        String name = "sluice-slot-" + worker;
        return settings.virtualThreads()
                ? new VirtualThreads(name, settings.slots())
                : new Platform(name, settings.slots());
    }

    /** Those that end when they had nothing to do for a minute. */
    final class Platform implements HandlerThreads {

        private final ThreadPoolExecutor threads;

        Platform(String name, int slots) {
            threads = new ThreadPoolExecutor(
                    slots, slots, 1, TimeUnit.MINUTES, new LinkedBlockingQueue<>(), Threads.named(name, false));
            threads.allowCoreThreadTimeOut(true);
        }

        @Override
        public void execute(Runnable bundle) {
            threads.execute(bundle);
        }

        @Override
        public void close() {
            threads.shutdown();
        }
    }
}
