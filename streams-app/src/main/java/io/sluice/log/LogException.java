package io.sluice.log;

/**
 * The events cannot be read: there is no such topic, a record is none that this version can read, or no more comes. The
 * message says which and what to do.
 *
 * @since 0.1
 */
public final class LogException extends RuntimeException {

    LogException(String message) {
        super(message);
    }

    LogException(String message, Throwable cause) {
        super(message, cause);
    }
}
