package io.sluice.sdk;

import java.time.Duration;

/**
 * Thrown by a handler when something that it needs, such as another service's interface, takes no more calls for a while:
 * the job comes back after the delay without using an attempt, and its channel releases nothing until then.
 *
 * <pre>{@code
 * if (response.status() == 429) {
 *     throw new RateLimited(Duration.ofSeconds(30));
 * }
 * }</pre>
 *
 * @since 0.1
 */
public final class RateLimited extends RuntimeException {

    private final Duration delay;

    /**
     * Not now, and no other job of this channel either.
     *
     * @param delay how much later, in whole milliseconds
     * @throws IllegalArgumentException if it is negative or over 10 years
     * @since 0.1
     */
    public RateLimited(Duration delay) {
        super("rate limited for " + delay, null, false, false);
        this.delay = Limits.checkDelay("the delay of a rate limit", delay);
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
