package io.sluice.web;

import io.sluice.core.Failure;
import io.sluice.core.Job;
import io.sluice.core.JobState;
import io.sluice.core.JobStatus;
import io.sluice.state.JobRow;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

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
 * @param progress how far its last run said that it was
 * @since 0.1
 */
public record JobDocument(
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
        Optional<String> error,
        Optional<Progress> progress) {

    static JobDocument of(JobRow row) {
        Job job = row.job();
        JobStatus status = row.status();
        return new JobDocument(
                job.id().toString(),
                job.type(),
                job.channel().text(),
                status.state(),
                job.priority(),
                status.attempt(),
                status.run(),
                job.description(),
                Instant.ofEpochMilli(job.submittedAt()),
                time(status.notBefore()),
                text(status.worker()),
                time(status.startedAt()),
                time(status.finishedAt()),
                status.error().map(JobDocument::sentence),
                status.progress().map(Progress::of));
    }

    private static String sentence(Failure error) {
        return error.message().isEmpty() ? error.type() : error.type() + ": " + error.message();
    }

    static Optional<Instant> time(OptionalLong millis) {
        return millis.isEmpty() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis.getAsLong()));
    }

    private static Optional<Instant> time(long millis) {
        return millis == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
    }

    /**
     * How far a run said that it was.
     *
     * @param percent from 0 to 100
     * @param message what it was at, may be empty
     * @since 0.1
     */
    public record Progress(int percent, String message) {

        private static Progress of(io.sluice.core.Progress progress) {
            return new Progress(progress.percent(), progress.message());
        }
    }

    /** What is empty is not there. */
    static Optional<String> text(String text) {
        return Optional.of(text).filter(given -> !given.isEmpty());
    }
}
