package io.sluice.core;

/**
 * How far a run says that it is, for people.
 *
 * @param percent from 0 to 100; what is less or more counts as the nearest of them
 * @param message what it is at, at most 1 KiB; may be empty
 * @since 0.1
 */
public record Progress(int percent, String message) {

    private static final int LONGEST_MESSAGE = 1024;

    /** Takes the nearest percentage that there is, and cuts a message that is too long. */
    public Progress {
        percent = Math.clamp(percent, 0, 100);
        message = Cut.beginning(message, LONGEST_MESSAGE);
    }
}
