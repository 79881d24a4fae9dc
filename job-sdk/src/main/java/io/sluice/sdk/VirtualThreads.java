package io.sluice.sdk;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;

/** Runs each thing given to it on a virtual thread of its own, so many at once; the others wait in their order. */
final class VirtualThreads implements HandlerThreads {

    private static final int FIRST_JAVA = 21;

    private final ThreadFactory factory;
    private final Semaphore running;
    private volatile boolean closed;

    VirtualThreads(String name, int atOnce) {
        factory = factory(name);
        running = new Semaphore(atOnce, true);
    }

    /** @throws IllegalStateException if this Java has none */
    static void check(int java) {
        if (java < FIRST_JAVA) {
            throw new IllegalStateException(
                    "cannot run jobs on virtual threads: this is Java " + java
                            + ", and virtual threads need Java 21 or newer. Run the service on a newer Java, or leave out virtualThreads()");
        }
    }

    /** {@code Thread.ofVirtual().name(name, 1).factory()}, which does not compile for Java 17. */
    private static ThreadFactory factory(String name) {
        try {
            Class<?> builder = Class.forName("java.lang.Thread$Builder");
            Object virtual = Thread.class.getMethod("ofVirtual").invoke(null);
            Object named = builder.getMethod("name", String.class, long.class).invoke(virtual, name + "-", 1L);
            return (ThreadFactory) builder.getMethod("factory").invoke(named);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this Java says that it has virtual threads, but they cannot be made", e);
        }
    }

    @Override
    public void execute(Runnable what) {
        if (closed) {
            throw new RejectedExecutionException("closed");
        }
        factory.newThread(() -> {
                    running.acquireUninterruptibly();
                    try {
                        what.run();
                    } finally {
                        running.release();
                    }
                })
                .start();
    }

    @Override
    public void close() {
        closed = true;
    }
}
