package io.sluice.core;

/**
 * A key that at most one job of a tree holds: what the others that come with it find there decides what becomes of them.
 *
 * @param key the key, 1 to 512 characters
 * @param mode what a submission does that finds its key held
 * @param untilFinished whether a RUNNING job holds its key as well
 * @param windowMs how long the key is held from the submission on, finished or not, in milliseconds; 0: only while it waits
 * @since 0.1
 */
public record Dedup(String key, Mode mode, boolean untilFinished, long windowMs) {

    private static final int LONGEST = 512;

    private static final long LONGEST_WINDOW = Admission.FURTHEST_ETA;

    /** What a submission does that finds its key held. */
    public enum Mode {
        /** It is not stored. */
        KEEP,
        /** A twin that waits takes over its payload, priority and ETA. */
        REPLACE
    }

    /** Whether a job in that state holds its key. */
    public boolean isHeldWhile(JobState state) {
        return switch (state) {
            case WAITING, SCHEDULED, READY, RELEASED -> true;
            case RUNNING -> untilFinished;
            case DONE, FAILED, CANCELLED -> false;
        };
    }

    /** @throws IllegalArgumentException if the key is empty or too long, or the window negative */
    public Dedup {
        if (key.isEmpty() || key.length() > LONGEST) {
            throw new IllegalArgumentException(
                    "the dedup key has " + key.length() + " characters; 1 to " + LONGEST + " are allowed");
        }
        if (windowMs < 0 || windowMs > LONGEST_WINDOW) {
            throw new IllegalArgumentException("the dedup window is " + windowMs + " ms; 0 to " + LONGEST_WINDOW
                    + ", which is 10 years, is allowed");
        }
    }
}
