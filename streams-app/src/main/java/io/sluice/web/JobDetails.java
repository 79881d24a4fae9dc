package io.sluice.web;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.sluice.core.Failure;
import io.sluice.core.Job;
import io.sluice.state.JobRow;
import java.time.Instant;
import java.util.List;
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
 * @param log the last lines that the handler wrote in the last run that a worker reported on
 * @since 0.1
 */
public record JobDetails(
        @JsonUnwrapped JobDocument row,
        long seq,
        Instant arrivedAt,
        Optional<Instant> eta,
        OptionalInt maxAttempts,
        Map<String, String> headers,
        PayloadText payload,
        Optional<String> result,
        Optional<Error> failure,
        Optional<String> reason,
        List<String> log) {

    static JobDetails of(JobRow row, boolean withPayload) {
        Job job = row.job();
        return new JobDetails(
                JobDocument.of(row),
                job.seq(),
                Instant.ofEpochMilli(job.arrivedAt()),
                JobDocument.time(job.eta()),
                job.maxAttempts(),
                job.headers(),
                withPayload ? PayloadText.whole(job.payload()) : PayloadText.outline(job.payload()),
                row.status().result(),
                row.status().error().map(Error::of),
                JobDocument.text(row.status().reason()),
                row.status().log().lines().toList());
    }

    /**
     * An error.
     *
     * @param type its class
     * @param message its message
     * @param stackTrace its trace
     * @since 0.1
     */
    public record Error(String type, String message, String stackTrace) {

        private static Error of(Failure failure) {
            return new Error(failure.type(), failure.message(), failure.stackTrace());
        }
    }
}
