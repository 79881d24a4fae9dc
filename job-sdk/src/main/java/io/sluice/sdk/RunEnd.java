package io.sluice.sdk;

import io.sluice.schemas.Done;
import io.sluice.schemas.Failed;
import io.sluice.schemas.JobError;
import io.sluice.schemas.Retry;
import io.sluice.schemas.Snoozed;
import java.time.Duration;
import java.util.Optional;

/**
 * How a run ended, as its worker told it, for {@link WorkerListener#runEnded}. Immutable.
 *
 * @since 0.1
 */
public final class RunEnd {

    /**
     * What the end of a run means for its job.
     *
     * @since 0.1
     */
    public enum How {
        /**
         * The handler returned; Kafka output, if there is any, is committed.
         *
         * @since 0.1
         */
        DONE,
        /**
         * An error that another attempt may heal. If none is left, or the job was cancelled meanwhile, the scheduler decides
         * otherwise.
         *
         * @since 0.1
         */
        RETRY,
        /**
         * An error that ends the job.
         *
         * @since 0.1
         */
        FAILED,
        /**
         * The handler threw {@link Snooze}.
         *
         * @since 0.1
         */
        SNOOZED,
        /**
         * The handler threw {@link RateLimited}.
         *
         * @since 0.1
         */
        RATE_LIMITED,
        /**
         * Nothing is told of it: its lease was in doubt, its worker stops, or nobody knows whether its Kafka output was committed.
         * The job is DONE already by another word, or runs again.
         *
         * @since 0.1
         */
        UNTOLD
    }

    private final How how;
    private final Duration took;
    private final JobError error;
    private final Throwable thrown;

    private RunEnd(How how, Duration took, JobError error, Throwable thrown) {
        this.how = how;
        this.took = took;
        this.error = error;
        this.thrown = thrown;
    }

    /** @param end as it is told to the scheduler; null: it is not */
    static RunEnd of(Object end, Throwable thrown, Duration took) {
        if (end == null) {
            return new RunEnd(How.UNTOLD, took, null, thrown);
        }
        if (end instanceof Failed failed) {
            return new RunEnd(How.FAILED, took, failed.getError(), thrown);
        }
        if (end instanceof Retry retry) {
            return new RunEnd(How.RETRY, took, retry.getError(), thrown);
        }
        How how = end instanceof Done ? How.DONE : end instanceof Snoozed ? How.SNOOZED : How.RATE_LIMITED;
        return new RunEnd(how, took, null, thrown);
    }

    /**
     * What it means for the job.
     *
     * @since 0.1
     */
    public How how() {
        return how;
    }

    /**
     * From just before the payload was read until the outcome was handed on, in milliseconds' precision.
     *
     * @since 0.1
     */
    public Duration took() {
        return took;
    }

    /**
     * The error that is kept with the job: its type, usually a class name, and its message. Empty unless it is {@link How#RETRY}
     * or {@link How#FAILED}.
     *
     * @since 0.1
     */
    public Optional<String> error() {
        return Optional.ofNullable(error).map(kept -> kept.getType() + ": " + kept.getMessage());
    }

    /**
     * What the handler, an interceptor or the reading of the payload threw. Empty where nothing was thrown, also for some errors: a
     * result that is too large, output that could not be written.
     *
     * @since 0.1
     */
    public Optional<Throwable> thrown() {
        return Optional.ofNullable(thrown);
    }

    /**
     * For people.
     *
     * @since 0.1
     */
    @Override
    public String toString() {
        return how + " after " + took.toMillis() + " ms"
                + error().map(text -> ": " + text).orElse("");
    }
}
