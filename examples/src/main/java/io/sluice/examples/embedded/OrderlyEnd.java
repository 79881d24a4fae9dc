package io.sluice.examples.embedded;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets Ctrl-C end a command in order: it interrupts the command's thread and holds the JVM until {@link #reached}, for at
 * most ten seconds.
 *
 * @since 0.1
 */
public final class OrderlyEnd {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Thread command = Thread.currentThread();
    private final CountDownLatch reached = new CountDownLatch(1);
    private final Thread hook = new Thread(this::interrupt, "orderly-end");

    private OrderlyEnd() {}

    /** Watches over the calling thread. */
    public static OrderlyEnd ofThisThread() {
        OrderlyEnd end = new OrderlyEnd();
        Runtime.getRuntime().addShutdownHook(end.hook);
        return end;
    }

    private void interrupt() {
        command.interrupt();
        try {
            reached.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** All is closed; the JVM may go. */
    public void reached() {
        reached.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException alreadyEnding) {
            return;
        }
    }
}
