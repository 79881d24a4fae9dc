package io.sluice.sdk;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * How many bundles a worker may have in its hands, so that none waits behind a long job while another worker is idle. A
 * poller reserves before it polls, because what it polls is ours from then on.
 */
final class Slots {

    private final int total;
    private final Map<String, Integer> reserved = new HashMap<>();
    private int used;
    private boolean closed;

    Slots(int total) {
        this.total = total;
    }

    /**
     * Waits for a free slot and reserves as many as the largest of these sizes that fits.
     *
     * <p>A poller that found nothing keeps its reservation, as its fetch goes on in the background. Against such a one
     * others count a single slot only; should its topic wake up just then, a bundle too many waits for a thread, and
     * {@link Runner} bounds that wait.
     *
     * @return the size; 0 when closed
     */
    synchronized int reserve(String poller, int... sizesAscending) throws InterruptedException {
        while (!closed && used >= total) {
            wait();
        }
        if (closed) {
            return 0;
        }
        int others = reserved.values().stream().mapToInt(Integer::intValue).sum();
        int size = 1;
        for (int candidate : sizesAscending) {
            size = candidate <= total - used - others ? candidate : size;
        }
        reserved.put(poller, size);
        return size;
    }

    /** The poller found nothing. */
    synchronized void idle(String poller) {
        reserved.replace(poller, 1);
    }

    /** The poller has its records; that many bundles need a slot each. */
    synchronized void settle(String poller, int taken) {
        reserved.remove(poller);
        used += taken;
    }

    synchronized void release() {
        used--;
        notifyAll();
    }

    synchronized int free() {
        return closed ? 0 : Math.max(0, total - used);
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
