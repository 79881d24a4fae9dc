package io.sluice.sdk;

/**
 * How long runs take here, as a moving mean. Where they are short, a slot is free again before the next bundle is there, so
 * many are taken at once; where they are long, each is taken only by a slot that is free, else it would wait here while
 * another worker is idle. Safe for use by many threads.
 */
final class Pace {

    private static final double WEIGHT = 0.1;
    private static final double LONG_MS = 100;

    /** Taking in another way means joining the group anew, which may take seconds: so not each time that a long one comes by. */
    private static final long CALM_MS = 30_000;

    private double mean = -1;
    private long longUntil = Long.MIN_VALUE;

    synchronized void ran(long millis, long now) {
        mean = mean < 0 ? millis : mean + WEIGHT * (millis - mean);
        if (mean >= LONG_MS) {
            longUntil = now + CALM_MS;
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
