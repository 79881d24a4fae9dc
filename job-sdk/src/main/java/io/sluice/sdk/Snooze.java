package io.sluice.sdk;

import java.time.Duration;

/**
 * Thrown by a handler to be run later without using an attempt: {@code throw new Snooze(Duration.ofMinutes(5));}
 *
 * @since 0.1
 */
public final class Snooze extends RuntimeException {

    private final Duration delay;

    /**
     * Run me later.
     *
     * @param delay how much later, in whole milliseconds
     * @throws IllegalArgumentException if it is negative or over 10 years
     * @since 0.1
     */
    public Snooze(Duration delay) {
        super("snoozed for " + delay, null, false, false);
        this.delay = Limits.checkDelay("a snooze", delay);
    }

    /**
     * How much later.
     *
     * @since 0.1
     */
    public Duration delay() {
        return delay;
    }
}
