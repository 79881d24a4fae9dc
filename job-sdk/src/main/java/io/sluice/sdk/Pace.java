package io.sluice.sdk;

/**
 * How long runs take here, as a moving mean. Where they are short, a slot is free again before the next bundle is there, so
 * many are taken at once; where they are long, each is taken only by a slot that is free, else it would wait here while
 * another worker is idle. Safe for use by many threads.
 */
final class Pace {

    private static final double WEIGHT = 0.1;
    private static final double SHORT_MS = 50;
    private static final double LONG_MS = 100;

    private double mean = -1;
    private boolean isShort;

    synchronized void ran(long millis) {
        mean = mean < 0 ? millis : mean + WEIGHT * (millis - mean);
        // Two bounds, so that a mean near one of them does not switch all the time.
        isShort = mean < (isShort ? LONG_MS : SHORT_MS);
    }

    synchronized boolean isKnown() {
        return mean >= 0;
    }

    /** Whether runs are short; not while nothing ran. */
    synchronized boolean isShort() {
        return isShort;
    }
}
