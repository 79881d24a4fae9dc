package io.sluice.sdk;

/**
 * The events did not say in time what became of a command. It may be carried out still; sending a job again with the same
 * id is safe.
 *
 * @since 0.1
 */
public final class VerdictTimeoutException extends RuntimeException {

    VerdictTimeoutException(String message) {
        super(message);
    }
}
