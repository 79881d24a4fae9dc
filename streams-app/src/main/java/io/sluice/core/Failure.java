package io.sluice.core;

/**
 * Why a run did not succeed.
 *
 * @param type class of the error
 * @param message its message
 * @param stackTrace its trace, at most 32 KiB
 * @since 0.1
 */
public record Failure(String type, String message, String stackTrace) {

    /** The same error with a sentence behind its message. */
    Failure saying(String more) {
        return new Failure(type, message.isEmpty() ? more : message + " (" + more + ")", stackTrace);
    }
}
