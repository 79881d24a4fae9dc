package io.sluice.core;

import java.util.Collections;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * How long a job waits between attempts. All durations in milliseconds.
 *
 * @since 0.1
 */
public sealed interface RetryPolicy {

    /** What holds where nobody says otherwise: from 10 s, doubling, at most 1 h, ±10 %. */
    RetryPolicy DEFAULT = new Exponential(10_000, 2, 3_600_000, 0.1);

    /**
     * The wait before the next attempt.
     *
     * @param job whose wait; a part of the draw, so that jobs do not come back in step
     * @param attempt how many executions there were, from 1
     */
    long delay(JobId job, int attempt);

    /**
     * Reads {@code fixed(10s)}, {@code exponential(10s,2,1h,0.1)} or {@code steps{1: 10s, 5: 1m..2m}}.
     *
     * @throws IllegalArgumentException with what is allowed
     */
    static RetryPolicy parse(String text) {
        return RetryText.parse(text);
    }

    /** What {@link #parse} reads back. */
    default String text() {
        return RetryText.text(this);
    }

    /**
     * Always the same wait.
     *
     * @param delayMs at least 0
     * @since 0.1
     */
    record Fixed(long delayMs) implements RetryPolicy {

        /** @throws IllegalArgumentException if the wait is negative */
        public Fixed {
            require(delayMs >= 0, "fixed retry: the delay is " + delayMs + " ms; 0 or more is allowed");
        }

        @Override
        public long delay(JobId job, int attempt) {
            return delayMs;
        }
    }

    /**
     * A wait that grows.
     *
     * @param firstMs the wait after the first attempt
     * @param factor what each further one is multiplied by, at least 1
     * @param maxMs the longest, before jitter
     * @param jitter share by which a wait may be shorter or longer, 0 to 1
     * @since 0.1
     */
    record Exponential(long firstMs, double factor, long maxMs, double jitter) implements RetryPolicy {

        /** @throws IllegalArgumentException if a number is out of its range */
        public Exponential {
            require(firstMs >= 0, "exponential retry: first is " + firstMs + " ms; 0 or more is allowed");
            require(
                    factor >= 1 && factor <= 1000,
                    "exponential retry: the factor is " + factor + "; 1 to 1000 is allowed");
            require(
                    maxMs >= firstMs,
                    "exponential retry: max is " + maxMs + " ms, less than first (" + firstMs + " ms)");
            require(jitter >= 0 && jitter <= 1, "exponential retry: the jitter is " + jitter + "; 0 to 1 is allowed");
        }

        @Override
        public long delay(JobId job, int attempt) {
            double wait = Math.min(maxMs, firstMs * Math.pow(factor, attempt - 1.0));
            return Math.round(wait * (1 + jitter * Draw.signed(job, attempt)));
        }
    }

    /**
     * Waits by number of attempts.
     *
     * @param steps by the number of attempts from which on it holds, from 1; the largest that was reached counts, and before
     *     the smallest the {@linkplain #DEFAULT default}
     * @since 0.1
     */
    record Steps(NavigableMap<Integer, Wait> steps) implements RetryPolicy {

        /** @throws IllegalArgumentException if there is no step, or one from less than one attempt on */
        public Steps {
            require(!steps.isEmpty(), "steps retry: no step is given; expected such as steps{1: 10s, 5: 1m..2m}");
            require(
                    steps.firstKey() >= 1,
                    "steps retry: a step is from " + steps.firstKey() + " attempts on; 1 or more is allowed");
            steps = Collections.unmodifiableNavigableMap(new TreeMap<>(steps));
        }

        @Override
        public long delay(JobId job, int attempt) {
            Map.Entry<Integer, Wait> step = steps.floorEntry(attempt);
            return step == null ? DEFAULT.delay(job, attempt) : step.getValue().drawn(Draw.signed(job, attempt));
        }
    }

    /**
     * A wait between two bounds, in milliseconds, both included.
     *
     * @param minMs the shortest
     * @param maxMs the longest; the same as the shortest if nothing is to be drawn
     * @since 0.1
     */
    record Wait(long minMs, long maxMs) {

        /** @throws IllegalArgumentException if the bounds are negative or the wrong way round */
        public Wait {
            require(
                    minMs >= 0 && maxMs >= minMs,
                    "steps retry: a wait is from " + minMs + " ms to " + maxMs
                            + " ms; expected 0 <= shortest <= longest");
        }

        private long drawn(double signed) {
            return minMs + Math.round((maxMs - minMs) * (signed + 1) / 2);
        }
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
