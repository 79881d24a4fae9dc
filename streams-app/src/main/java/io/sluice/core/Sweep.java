package io.sluice.core;

import java.util.UUID;

/**
 * Something that is being done to many jobs of a tree, step by step.
 *
 * @param id its name: the id of the command that began it
 * @param filter which jobs; the states are always named
 * @param action what is done to each
 * @param by who wants it
 * @param seq jobs that arrived later have a higher one and are left alone
 * @param at when it was accepted; what ended later is left alone
 * @param progress how far it is
 * @since 0.1
 */
public record Sweep(UUID id, JobFilter filter, JobAction action, String by, long seq, long at, Progress progress) {

    /**
     * How far a sweep is.
     *
     * @param cursor where the next step begins; empty: at the beginning
     * @param lookedAt jobs looked at so far
     * @param changed jobs of these that were changed
     * @param inPass jobs looked at since it was at the beginning last
     */
    public record Progress(String cursor, long lookedAt, long changed, long inPass) {

        /** Nothing was done yet. */
        public static final Progress NONE = new Progress("", 0, 0, 0);
    }

    /** The same, after a step. */
    public Sweep advanced(Event.SweepAdvanced step) {
        long inPass = step.cursor().isEmpty() ? 0 : progress.inPass() + step.lookedAt() - progress.lookedAt();
        return new Sweep(
                id, filter, action, by, seq, at, new Progress(step.cursor(), step.lookedAt(), step.changed(), inPass));
    }
}
