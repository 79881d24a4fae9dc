package io.sluice.schemas;

/**
 * Bytes that are not the record they should be: no magic byte, an unknown schema id, a schema of another topic, or a body
 * that does not decode. The message says which, and what was expected.
 *
 * @since 0.1
 */
public final class UnreadableRecordException extends RuntimeException {

    UnreadableRecordException(String message) {
        super(message);
    }

    UnreadableRecordException(String message, Throwable cause) {
        super(message, cause);
    }
}
