package io.sluice.sdk;

import java.time.Duration;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** Names of our threads, and waiting for their end. */
final class Threads {

    private Threads() {}

    /** Threads named {@code name-1}, {@code name-2}…; daemons do not keep the process alive. */
    static ThreadFactory named(String name, boolean daemon) {
        AtomicInteger number = new AtomicInteger();
        return body -> {
            Thread thread = new Thread(body, name + "-" + number.incrementAndGet());
            thread.setDaemon(daemon);
            return thread;
        };
    }

    /** Waits for the thread's end, at most that long; an interrupt of the caller ends the wait and is kept. */
    static void join(Thread thread, Duration atMost) {
        if (thread == Thread.currentThread()) {
            return;
        }
        try {
            thread.join(Math.max(1, atMost.toMillis()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
