package io.sluice.wire;

/**
 * A record that cannot be taken for a command, a report or an event: its bytes, its key or a value in it is wrong. The
 * message says which, and what is expected.
 *
 * @since 0.1
 */
public final class BadRecordException extends RuntimeException {

    BadRecordException(String message) {
        super(message);
    }

    BadRecordException(RuntimeException cause) {
        super(cause.getMessage(), cause);
    }
}
