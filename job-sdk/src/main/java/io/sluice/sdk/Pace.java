package io.sluice.sdk;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * How long runs take here, as a moving mean. Where they are short, a slot is free again before the next bundle is there, so
 * many are taken at once; where they are long, each is taken only by a slot that is free, else it would wait here while
 * another worker is idle. Safe for use by many threads.
 */
final class Pace {

    private static final double WEIGHT = 0.1;
    private static final double LONG_MS = 100;

    /**
     * Taking in another way means joining the group anew, which may take seconds: so not each time that a long one comes by.
     * Soon for once, for the first runs of a JVM take long whatever they do; later each time twice as late.
     */
    private static final long SHORTEST_CALM_MS = 1_000;

    private static final long LONGEST_CALM_MS = 30_000;

    private double mean = -1;
    private long longUntil = Long.MIN_VALUE;
    private long calm = SHORTEST_CALM_MS / 2;

    synchronized void ran(long millis, long now) {
        mean = mean < 0 ? millis : mean + WEIGHT * (millis - mean);
        if (mean >= LONG_MS) {
            if (now >= longUntil) {
                calm = Math.min(LONGEST_CALM_MS, 2 * calm);
            }
            longUntil = now + calm;
        }
        notifyAll();
    }

    /** Waits until one has run. One that does not end within that time is long, whatever it is. */
    synchronized void awaitKnown(Duration atMost) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        long left = atMost.toMillis();
        while (!isKnown() && left > 0) {
            wait(left);
            left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        }
    }

    synchronized boolean isKnown() {
        return mean >= 0;
    }

    /** Whether runs are short, and have been for a while; not while nothing ran. */
    synchronized boolean isShort(long now) {
        return isKnown() && now >= longUntil;
    }
}
