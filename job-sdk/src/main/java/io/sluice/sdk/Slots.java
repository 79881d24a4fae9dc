package io.sluice.sdk;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** How many bundles a worker may run at once, and how many it has in its hands. */
final class Slots {

    private final int total;
    private int used;
    private boolean closed;

    Slots(int total) {
        this.total = total;
    }

    /** Waits for a free slot; false if there is none within that time, or if closed. */
    synchronized boolean awaitFree(Duration atMost) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (!closed && used >= total) {
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (left <= 0) {
                return false;
            }
            wait(left);
        }
        return !closed;
    }

    /** That many bundles came. More than there are slots wait for a thread; {@link Runner} bounds that. */
    synchronized void take(int bundles) {
        used += bundles;
    }

    synchronized void release() {
        used--;
        notifyAll();
    }

    synchronized int free() {
        return closed ? 0 : Math.max(0, total - used);
    }

    synchronized boolean isUnused() {
        return used == 0;
    }

    /** Whether more bundles are in hand than there are threads. */
    synchronized boolean crowded() {
        return used > total;
    }

    synchronized void close() {
        closed = true;
        notifyAll();
    }

    /** Waits until no slot is used; false if that takes longer. */
    synchronized boolean awaitUnused(Duration atMost) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (used > 0) {
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (left <= 0) {
                return false;
            }
            wait(left);
        }
        return true;
    }
}
