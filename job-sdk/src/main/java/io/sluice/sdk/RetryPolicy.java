package io.sluice.sdk;

import java.time.Duration;

/**
 * How long to wait between two attempts.
 *
 * @since 0.1
 */
public sealed interface RetryPolicy {

    /**
     * The same wait before every attempt.
     *
     * @param delay the wait, in whole milliseconds; zero tries again at once
     * @throws IllegalArgumentException if it is negative or over 10 years
     * @since 0.1
     */
    static RetryPolicy fixed(Duration delay) {
        return new Fixed(delay);
    }

    /**
     * A wait that grows: first, first × factor, first × factor², … at most max.
     *
     * @param first wait after the first attempt
     * @param factor what each further wait is multiplied by, at least 1
     * @param max longest wait, before jitter
     * @param jitter share of the wait by which it may be longer or shorter, 0 to 1
     * @throws IllegalArgumentException if one of them is out of its range
     * @since 0.1
     */
    static RetryPolicy exponential(Duration first, double factor, Duration max, double jitter) {
        return new Exponential(first, factor, max, jitter);
    }

    /**
     * The same wait before every attempt.
     *
     * @param delay the wait
     * @since 0.1
     */
    record Fixed(Duration delay) implements RetryPolicy {
        /**
         * Checks the wait.
         *
         * @since 0.1
         */
        public Fixed {
            Limits.checkDelay("a fixed retry delay", delay);
        }
    }

    /**
     * A wait that grows.
     *
     * @param first wait after the first attempt
     * @param factor what each further wait is multiplied by
     * @param max longest wait, before jitter
     * @param jitter share by which it may vary
     * @since 0.1
     */
    record Exponential(Duration first, double factor, Duration max, double jitter) implements RetryPolicy {
        /**
         * Checks all four.
         *
         * @since 0.1
         */
        public Exponential {
            Limits.checkDelay("the first delay of an exponential retry", first);
            Limits.checkDelay("the longest delay of an exponential retry", max);
            if (!(factor >= 1) || Double.isInfinite(factor)) {
                throw new IllegalArgumentException(
                        "the factor of an exponential retry is " + factor + "; it must be a number from 1 up");
            }
            if (!(jitter >= 0 && jitter <= 1)) {
                throw new IllegalArgumentException(
                        "the jitter of an exponential retry is " + jitter + "; it must be from 0 to 1");
            }
        }
    }
}
