package io.sluice.log;

import io.sluice.core.JobId;
import java.util.List;

/**
 * All that happened to a job.
 *
 * @param job which
 * @param entries in the order in which it happened
 * @param leftOut how many were left out after the first {@value JobTrail#FIRST}, because there are more than anybody reads
 * @param begins whether it begins with the job's submission; if not, that is no longer on the log, or never was
 * @param purged whether it ends because the job was forgotten
 * @param complete whether reading came to its end; if not, it was stopped
 * @since 0.1
 */
public record History(
        JobId job, List<HistoryEntry> entries, long leftOut, boolean begins, boolean purged, boolean complete) {

    /** A copy that nobody changes. */
    public History {
        entries = List.copyOf(entries);
    }
}
