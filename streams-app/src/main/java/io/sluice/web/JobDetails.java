package io.sluice.web;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * All about one job: what its row says, and more.
 *
 * @param row what stands in lists too
 * @param seq arrival number within the tree
 * @param arrivedAt the partition's time when it was stored
 * @param eta earliest start that was asked for
 * @param maxAttempts at most that many executions, 0 = unlimited; null: the channel's default
 * @param headers as they were given
 * @param payload what the handler gets
 * @param result what the handler returned
 * @param failure the last failed attempt's error, with its trace
 * @param reason why it was cancelled
 * @since 0.1
 */
public record JobDetails(
        @JsonUnwrapped JobRow row,
        long seq,
        Instant arrivedAt,
        Optional<Instant> eta,
        OptionalInt maxAttempts,
        Map<String, String> headers,
        PayloadPart payload,
        Optional<String> result,
        Optional<Error> failure,
        Optional<String> reason) {

    /**
     * A payload.
     *
     * @param contentType its media type
     * @param size in bytes
     * @param text it as text, if it was asked for and is text or JSON
     * @param base64 it in base64, if it was asked for and is anything else
     * @since 0.1
     */
    public record PayloadPart(String contentType, int size, Optional<String> text, Optional<String> base64) {}

    /**
     * An error.
     *
     * @param type its class
     * @param message its message
     * @param stackTrace its trace
     * @since 0.1
     */
    public record Error(String type, String message, String stackTrace) {}
}
