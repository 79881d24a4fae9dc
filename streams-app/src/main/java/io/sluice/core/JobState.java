package io.sluice.core;

/**
 * Where a job is in its life.
 *
 * @since 0.1
 */
public enum JobState {
    /** Parents are not done. */
    WAITING,
    /** Its ETA or back-off lies ahead. */
    SCHEDULED,
    /** May be released as soon as its channel allows. */
    READY,
    /** Holds a seat and lies on a channel topic, not begun. */
    RELEASED,
    /** A worker has begun it. */
    RUNNING,
    /** Succeeded. */
    DONE,
    /** Will not be tried again by itself; stays until somebody looks into it. */
    FAILED,
    /** Ended without success on purpose. */
    CANCELLED;

    /** WAITING, SCHEDULED, READY, RELEASED or RUNNING. */
    public boolean isUnfinished() {
        return !isEnded();
    }

    /** DONE, FAILED or CANCELLED. */
    public boolean isEnded() {
        return this == DONE || this == FAILED || this == CANCELLED;
    }

    /** DONE or CANCELLED: nobody needs to look. */
    public boolean isClosed() {
        return this == DONE || this == CANCELLED;
    }

    /** RELEASED or RUNNING: holds a seat, or shares one. */
    public boolean isActive() {
        return this == RELEASED || this == RUNNING;
    }
}
