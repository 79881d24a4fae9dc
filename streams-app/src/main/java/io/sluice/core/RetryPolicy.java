package io.sluice.core;

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

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
