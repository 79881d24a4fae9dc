package io.sluice.sdk;

import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How long to wait between two attempts.
 *
 * <pre>{@code
 * HandlerOptions.defaults().retry(RetryPolicy.fixed(Duration.ofMinutes(1)));
 * }</pre>
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
     * A wait by the number of attempts made: {@code steps(1, 10 s).then(5, 1 min).then(10, 5 min)} waits 10 s after each of
     * the attempts 1 to 4, and 1 min from the fifth on. Attempts before the first step have the default wait.
     *
     * @param attempts from how many attempts on, at least 1
     * @param delay the wait
     * @throws IllegalArgumentException if one of them is out of its range
     * @since 0.1
     */
    static Steps steps(int attempts, Duration delay) {
        return steps(attempts, delay, delay);
    }

    /**
     * As {@link #steps(int, Duration)}, with a wait that is drawn evenly between two.
     *
     * @param attempts from how many attempts on, at least 1
     * @param least the shortest wait
     * @param most the longest wait
     * @throws IllegalArgumentException if one of them is out of its range
     * @since 0.1
     */
    static Steps steps(int attempts, Duration least, Duration most) {
        return new Steps(new TreeMap<>(Map.of(attempts, new Wait(least, most))));
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

    /**
     * A wait between two bounds.
     *
     * @param least the shortest
     * @param most the longest
     * @since 0.1
     */
    record Wait(Duration least, Duration most) {
        /**
         * Checks both.
         *
         * @since 0.1
         */
        public Wait {
            Limits.checkDelay("the shortest wait of a retry step", least);
            Limits.checkDelay("the longest wait of a retry step", most);
            if (most.compareTo(least) < 0) {
                throw new IllegalArgumentException(
                        "a retry step waits from " + least + " to " + most + "; the longest must not be the shorter");
            }
        }
    }

    /**
     * Waits by the number of attempts made.
     *
     * @param waits by the number of attempts from which on they hold
     * @since 0.1
     */
    record Steps(SortedMap<Integer, Wait> waits) implements RetryPolicy {
        /**
         * Checks the numbers.
         *
         * @since 0.1
         */
        public Steps {
            if (waits.isEmpty() || waits.firstKey() < 1) {
                throw new IllegalArgumentException(
                        "the steps of a retry are from " + waits.keySet() + " attempts on; each must be 1 or more");
            }
            waits = Collections.unmodifiableSortedMap(new TreeMap<>(waits));
        }

        /**
         * With one more step.
         *
         * @param attempts from how many attempts on
         * @param delay the wait
         * @since 0.1
         */
        public Steps then(int attempts, Duration delay) {
            return then(attempts, delay, delay);
        }

        /**
         * With one more step, whose wait is drawn evenly between two.
         *
         * @param attempts from how many attempts on
         * @param least the shortest wait
         * @param most the longest wait
         * @since 0.1
         */
        public Steps then(int attempts, Duration least, Duration most) {
            TreeMap<Integer, Wait> more = new TreeMap<>(waits);
            more.put(attempts, new Wait(least, most));
            return new Steps(more);
        }
    }
}
