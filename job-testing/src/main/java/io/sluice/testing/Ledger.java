package io.sluice.testing;

import io.sluice.core.Event;
import io.sluice.core.Job;
import io.sluice.core.JobId;
import io.sluice.core.JobState;
import io.sluice.core.JobStatus;
import io.sluice.core.Recorded;
import io.sluice.core.Submission;
import io.sluice.state.JobRow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;

/**
 * All jobs that there ever were, also those that the scheduler keeps no more, in the order in which they were stored; and what was
 * submitted but not stored. Safe for use by several threads.
 */
final class Ledger {

    private final Function<JobId, Optional<JobRow>> kept;
    private final Map<JobId, JobRow> jobs = new LinkedHashMap<>();
    private final List<NotStored> notStored = new ArrayList<>();
    /** What was asked for where something else was stored: inline, times are left out. */
    private final Map<JobId, Submission> asked = new HashMap<>();

    private final Set<JobId> forgotten = new HashSet<>();

    /** @param kept what the scheduler says of a job */
    Ledger(Function<JobId, Optional<JobRow>> kept) {
        this.kept = kept;
    }

    /** A submission from which no job came. */
    record NotStored(JobId job, String why) {}

    synchronized void asked(Submission submission) {
        asked.put(submission.id(), submission);
    }

    synchronized void follow(Recorded recorded) {
        switch (recorded.event()) {
            case Event.JobSubmitted e -> {
                Submission submission =
                        asked.getOrDefault(e.job(), e.submitted().asked());
                Job job = new Job(
                        submission,
                        e.submitted().channel(),
                        e.submitted().seq(),
                        e.submitted().arrivedAt());
                // One that was purged and has come again counts again.
                jobs.remove(e.job());
                forgotten.remove(e.job());
                jobs.put(e.job(), new JobRow(job, JobStatus.fresh(e.submitted())));
            }
            case Event.JobReplaced e -> replaced(e);
            case Event.JobCancelled e -> cancelled(e);
            case Event.OfJob e -> refresh(e.job());
            case Event.JobDuplicate e -> notStored.add(new NotStored(e.job(), "it is a duplicate of " + e.existing()));
            case Event.CommandRejected e ->
                e.job()
                        .filter(job -> !jobs.containsKey(job))
                        .ifPresent(job ->
                                notStored.add(new NotStored(job, "it was rejected, " + e.code() + ": " + e.reason())));
            // Nothing else says what became of a job.
            default -> {}
        }
    }

    private void replaced(Event.JobReplaced e) {
        notStored.add(
                new NotStored(new JobId(e.job().tree(), e.by()), e.job() + " took over its payload, priority and ETA"));
        kept.apply(e.job()).ifPresent(row -> jobs.put(e.job(), row));
    }

    /** When a tree is dropped, its jobs are purged in the same breath. */
    private void cancelled(Event.JobCancelled e) {
        refresh(e.job());
        if (kept.apply(e.job()).isEmpty()) {
            jobs.computeIfPresent(e.job(), (id, row) -> new JobRow(row.job(), cancelled(row.status(), e.reason())));
        }
    }

    private static JobStatus cancelled(JobStatus was, String reason) {
        return new JobStatus(
                JobState.CANCELLED,
                was.attempt(),
                was.run(),
                OptionalLong.empty(),
                was.worker(),
                was.startedAt(),
                was.finishedAt(),
                was.error(),
                was.result(),
                reason,
                was.alone(),
                was.openEdges(),
                was.changes(),
                was.log());
    }

    private void refresh(JobId id) {
        JobRow before = jobs.get(id);
        if (before != null) {
            kept.apply(id).ifPresent(row -> jobs.put(id, new JobRow(before.job(), row.status())));
        }
    }

    /** Jobs so far are not listed any more; each can still be asked for. */
    synchronized void forget() {
        forgotten.addAll(jobs.keySet());
        notStored.clear();
    }

    /** As it was submitted, and as it is now. */
    synchronized Optional<JobRow> job(JobId id) {
        refresh(id);
        return Optional.ofNullable(jobs.get(id));
    }

    /** All jobs since the last {@link #forget} in the order in which they were stored, but for those that the rules make for themselves. */
    synchronized List<JobRow> jobs() {
        return jobs.keySet().stream().filter(id -> !forgotten.contains(id)).toList().stream()
                .map(id -> job(id).orElseThrow())
                .filter(row -> !row.job().isJoin())
                .toList();
    }

    synchronized List<NotStored> notStored() {
        return List.copyOf(notStored);
    }
}
