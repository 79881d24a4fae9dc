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
    BAD_CHANNELS
}
