package io.sluice.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.sluice.core.Failure;
import io.sluice.log.History;
import io.sluice.log.HistoryEntry;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;

/**
 * All that happened to a job.
 *
 * @param job {@code tree:uuid}
 * @param entries in the order in which it happened
 * @param leftOut how many in the middle were left out, because there are more than anybody reads
 * @param begins whether it begins with the job's submission; if not, that is no longer on the log
 * @param purged whether it ends because the job was forgotten
 * @param complete whether reading came to its end; if not, there may be more
 * @since 0.1
 */
public record HistoryDocument(
        String job, List<Entry> entries, long leftOut, boolean begins, boolean purged, boolean complete) {

    /** As a document. */
    public static HistoryDocument of(History history) {
        return new HistoryDocument(
                history.job().toString(),
                history.entries().stream().map(Entry::of).toList(),
                history.leftOut(),
                history.begins(),
                history.purged(),
                history.complete());
    }

    /**
     * One event; what it does not say is left out.
     *
     * @param at the partition's time
     * @param number counts the tree's events
     * @param event its name
     * @param run which run it is about
     * @param attempt executions that count, up to and with that run
     * @param worker who ran it
     * @param by who caused it
     * @param command the command that caused it
     * @param error why the run did not succeed
     * @param what what else there is to say, for people
     * @since 0.1
     */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Entry(
            Instant at,
            long number,
            String event,
            OptionalInt run,
            OptionalInt attempt,
            String worker,
            String by,
            Optional<UUID> command,
            Optional<Failure> error,
            String what) {

        static Entry of(HistoryEntry entry) {
            return new Entry(
                    Instant.ofEpochMilli(entry.recorded().at()),
                    entry.recorded().number(),
                    entry.event(),
                    entry.run(),
                    entry.attempt(),
                    entry.worker(),
                    entry.recorded().cause().by(),
                    entry.recorded().cause().command(),
                    entry.error(),
                    entry.what());
        }
    }
}
