package io.sluice.sdk;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A thread for what happens later. It sleeps while there is nothing, and an error does not end it. */
final class TimerThread implements Timer, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TimerThread.class);

    private final ScheduledThreadPoolExecutor thread;

    TimerThread(String name) {
        thread = new ScheduledThreadPoolExecutor(1, Threads.named(name, true));
        thread.setRemoveOnCancelPolicy(true);
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    @Override
    public void after(long millis, Runnable what) {
        try {
            thread.schedule(() -> guarded(what), millis, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("the worker is closed; something due in {} ms is left out", millis, e);
        }
    }

    void every(long millis, Runnable what) {
        thread.scheduleWithFixedDelay(() -> guarded(what), 0, millis, TimeUnit.MILLISECONDS);
    }

    private static void guarded(Runnable what) {
        try {
            what.run();
        } catch (RuntimeException e) {
            LOG.error("something that was due failed", e);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
