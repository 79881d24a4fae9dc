package io.sluice.core;

import java.util.Optional;
import java.util.UUID;

/**
 * An edge to a job that has to end before another may go on.
 *
 * @param job the parent, of the same tree
 * @param on which end of it is waited for
 * @since 0.1
 */
public record Parent(UUID job, On on) {

    /** Which end of the parent is waited for. */
    public enum On {
        /** Met by DONE; impossible after CANCELLED or deletion. */
        DONE,
        /** Met by FAILED; impossible after DONE or CANCELLED. */
        FAILURE,
        /** Met by any end. */
        ANY;

        /** What is met exactly if both are; none: never are both. */
        Optional<On> and(On other) {
            if (this == other || other == ANY) {
                return Optional.of(this);
            }
            return this == ANY ? Optional.of(other) : Optional.empty();
        }
    }
}
