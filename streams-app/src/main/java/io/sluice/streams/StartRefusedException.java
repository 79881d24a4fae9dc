package io.sluice.streams;

/**
 * What is there does not fit this application, and trying again will not change that. The message says what to do.
 *
 * @since 0.1
 */
public final class StartRefusedException extends RuntimeException {

    /** With what was found, what is expected and what to do. */
    public StartRefusedException(String message) {
        super(message);
    }

    /** As above, because of an exception. */
    public StartRefusedException(String message, Throwable cause) {
        super(message, cause);
    }
}
