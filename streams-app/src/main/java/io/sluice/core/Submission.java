package io.sluice.core;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * A job as someone asks for it: not checked yet. The parts are those of {@link Job}.
 *
 * @param id the id that the client made
 * @param type name of the code to run
 * @param channel path under root; empty: root
 * @param payload what the handler gets
 * @param priority smaller is sooner
 * @param eta earliest start in milliseconds since the epoch; none: as soon as the channel allows
 * @param maxAttempts at most that many executions, 0 = unlimited; none: the channel's default, else 5
 * @param retry wait between attempts; none: the handler's, else the channel's, else the default
 * @param description one line for people
 * @param headers trace context, tenant, user…
 * @param submittedAt the client's clock, for show
 * @since 0.1
 */
public record Submission(
        JobId id,
        String type,
        String channel,
        Payload payload,
        int priority,
        OptionalLong eta,
        OptionalInt maxAttempts,
        Optional<RetryPolicy> retry,
        String description,
        Map<String, String> headers,
        long submittedAt) {}
