package io.sluice.core;

import java.util.UUID;

/**
 * What a job waits for: the end of another one.
 *
 * @param child the job that waits, of the same tree
 * @param on which end of its parent it waits for
 * @param state how that stands
 * @since 0.1
 */
public record Edge(UUID child, Parent.On on, State state) {

    /** Why a job was cancelled whose parent was cancelled or deleted. */
    public static final String PARENT_CANCELLED = "PARENT_CANCELLED";

    /** Why a job was cancelled that was there for a failure, and whose parent is DONE. */
    public static final String NOT_NEEDED = "NOT_NEEDED";

    /** How an edge stands. */
    public enum State {
        /** Its parent has not ended, or FAILED where DONE is waited for: it may be requeued. */
        OPEN,
        /** Its parent ended as it should. */
        MET,
        /** Its parent cannot end so any more, unless it is requeued. */
        IMPOSSIBLE
    }

    /** How an edge stands whose parent is in that state. */
    static State of(Parent.On on, JobState parent) {
        return switch (parent) {
            case WAITING, SCHEDULED, READY, RELEASED, RUNNING -> State.OPEN;
            case DONE ->
                switch (on) {
                    case DONE, ANY -> State.MET;
                    case FAILURE -> State.IMPOSSIBLE;
                };
            case FAILED ->
                switch (on) {
                    case DONE -> State.OPEN;
                    case FAILURE, ANY -> State.MET;
                };
            case CANCELLED ->
                switch (on) {
                    case DONE, FAILURE -> State.IMPOSSIBLE;
                    case ANY -> State.MET;
                };
        };
    }

    /** How it stands once its parent was deleted: what was met stays met, nothing else ever will be. */
    State afterDeletion() {
        return state == State.MET ? State.MET : State.IMPOSSIBLE;
    }
}
