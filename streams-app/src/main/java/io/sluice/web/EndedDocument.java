package io.sluice.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.sluice.core.Failure;
import io.sluice.core.JobState;
import io.sluice.log.Ended;
import java.time.Instant;
import java.util.Optional;

/**
 * An end of a job as the events tell it, also of one that is long purged.
 *
 * @param job {@code tree:uuid}
 * @param at when
 * @param state DONE, FAILED or CANCELLED
 * @param type its type
 * @param channel its channel then
 * @param run releases up to then
 * @param attempt executions that count up to then
 * @param worker who ran it; left out if nobody did
 * @param error why it failed; left out if it did not
 * @param reason why it was cancelled; left out if it was not
 * @since 0.1
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record EndedDocument(
        String job,
        Instant at,
        JobState state,
        String type,
        String channel,
        int run,
        int attempt,
        String worker,
        Optional<Failure> error,
        String reason) {

    static EndedDocument of(Ended.Job job) {
        return new EndedDocument(
                job.id().toString(),
                Instant.ofEpochMilli(job.at()),
                job.state(),
                job.type(),
                job.channel().text(),
                job.run().run(),
                job.run().attempt(),
                job.run().worker(),
                job.error(),
                job.reason());
    }
}
