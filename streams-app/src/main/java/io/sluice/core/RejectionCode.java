package io.sluice.core;

/**
 * The kind of a refusal, for programs; the words beside it are for people.
 *
 * @since 0.1
 */
public enum RejectionCode {
    /** Names a run or bundle that is not the current one, or a job that is not active. */
    STALE_RUN,
    /** No job of that id is kept. */
    UNKNOWN_JOB,
    /** The job's state forbids it. */
    WRONG_STATE,
    /** A name, size or number is out of its range. */
    OVER_LIMIT,
    /** A channel text or path that does not read. */
    BAD_CHANNELS,
    /** Jobs that cannot wait for each other so: a cycle, an unknown parent, too many. */
    BAD_FLOW,
    /** No flow of that id is kept. */
    UNKNOWN_FLOW,
    /** A schedule whose cron line, time zone or job does not read. */
    BAD_SCHEDULE,
    /** No schedule of that id. */
    UNKNOWN_SCHEDULE,
    /** A submission that contradicts itself or a job that is there. */
    BAD_JOB,
    /** No sweep of that name is at work. */
    UNKNOWN_SWEEP
}
