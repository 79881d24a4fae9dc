package io.sluice.sdk;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A thread for what happens later. It sleeps while there is nothing, and no error ends it. */
final class TimerThread implements Timer, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TimerThread.class);

    private final ScheduledThreadPoolExecutor thread;

    TimerThread(String name) {
        thread = new ScheduledThreadPoolExecutor(1, Threads.named(name, true));
        thread.setRemoveOnCancelPolicy(true);
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    @Override
    public Due after(long millis, Runnable what) {
        try {
            ScheduledFuture<?> due = thread.schedule(() -> guarded(what), millis, TimeUnit.MILLISECONDS);
            return () -> due.cancel(false);
        } catch (RejectedExecutionException e) {
            LOG.debug("the worker is closed; something due in {} ms is left out", millis, e);
            return () -> {};
        }
    }

    /** Again and again, each time that long after the last time's end. */
    void every(LongSupplier millis, Runnable what) {
        after(millis.getAsLong(), () -> {
            try {
                what.run();
            } finally {
                every(millis, what);
            }
        });
    }

    /** An Error as well: without this thread, a worker would neither report nor notice that its lease is gone. */
    private static void guarded(Runnable what) {
        try {
            what.run();
        } catch (RuntimeException | Error e) {
            LOG.error("something that was due failed", e);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
