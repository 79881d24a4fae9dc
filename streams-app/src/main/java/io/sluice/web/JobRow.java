package io.sluice.web;

import io.sluice.core.JobState;
import java.time.Instant;
import java.util.Optional;

/**
 * A job in a list.
 *
 * @param id {@code tree:uuid}
 * @param type name of its code
 * @param channel where it waits
 * @param state where it is in its life
 * @param priority smaller is sooner
 * @param attempt executions that count so far
 * @param run releases so far
 * @param description one line for people, may be empty
 * @param submittedAt the client's clock
 * @param notBefore while SCHEDULED: ETA or the back-off's end
 * @param worker who ran it last; null: nobody did
 * @param startedAt its last start
 * @param finishedAt its end
 * @param error class and message of the last failed attempt
 * @since 0.1
 */
public record JobRow(
        String id,
        String type,
        String channel,
        JobState state,
        int priority,
        int attempt,
        int run,
        String description,
        Instant submittedAt,
        Optional<Instant> notBefore,
        Optional<String> worker,
        Optional<Instant> startedAt,
        Optional<Instant> finishedAt,
        Optional<String> error) {}
