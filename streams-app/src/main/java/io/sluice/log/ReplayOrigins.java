package io.sluice.log;

import io.sluice.core.Event;
import io.sluice.core.Job;
import io.sluice.core.JobId;
import io.sluice.core.Recorded;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** Finds out where each job's payload stands on the log, and what was changed of the job until its end. */
final class ReplayOrigins {

    private static final Changed NOTHING =
            new Changed(OptionalInt.empty(), OptionalInt.empty(), OptionalLong.empty(), false);

    private final EndedJobs jobs;
    /** Of the few that were changed. */
    private final Map<UUID, Changed> changes = new HashMap<>();

    ReplayOrigins(EndedJobs jobs) {
        this.jobs = jobs;
    }

    /**
     * What is not as it was submitted.
     *
     * @param replaced whether a twin's submission took the place of payload, priority and ETA
     */
    record Changed(OptionalInt priority, OptionalInt maxAttempts, OptionalLong eta, boolean replaced) {}

    boolean take(Recorded recorded) {
        long number = recorded.number();
        switch (recorded.event()) {
            case Event.JobSubmitted e -> source(e.job(), number, was -> NOTHING);
            case Event.JobReplaced e ->
                source(
                        e.job(),
                        number,
                        was -> new Changed(OptionalInt.of(e.priority()), was.maxAttempts, e.eta(), true));
            case Event.JobReprioritized e ->
                changed(
                        e.job(),
                        number,
                        was -> new Changed(OptionalInt.of(e.priority()), was.maxAttempts, was.eta, was.replaced));
            case Event.MaxAttemptsSet e ->
                changed(
                        e.job(),
                        number,
                        was -> new Changed(was.priority, OptionalInt.of(e.most()), was.eta, was.replaced));
            case Event.JobRescheduled e ->
                changed(
                        e.job(),
                        number,
                        was -> new Changed(was.priority, was.maxAttempts, OptionalLong.of(e.eta()), was.replaced));
            // Where it waited last, its end says.
            default -> {}
        }
        return true;
    }

    private void source(JobId job, long number, UnaryOperator<Changed> change) {
        if (isDue(job, number)) {
            jobs.source(jobs.find(job.uuid()), number);
            changed(job, number, change);
        }
    }

    private void changed(JobId job, long number, UnaryOperator<Changed> change) {
        if (!isDue(job, number)) {
            return;
        }
        Changed now = change.apply(of(job.uuid()));
        if (now.equals(NOTHING)) {
            changes.remove(job.uuid());
        } else {
            changes.put(job.uuid(), now);
        }
    }

    private boolean isDue(JobId job, long number) {
        int slot = jobs.find(job.uuid());
        return slot != EndedJobs.NONE && jobs.isDue(slot) && number <= jobs.end(slot);
    }

    Changed of(UUID job) {
        return changes.getOrDefault(job, NOTHING);
    }

    /** Whether its payload stands in that event. */
    boolean isSource(int slot, Job job, long number) {
        return jobs.source(slot) == number && !of(job.id().uuid()).replaced;
    }

    long missing() {
        long missing = 0;
        for (int slot : jobs.slots()) {
            missing += jobs.isDue(slot) && jobs.source(slot) == 0 ? 1 : 0;
        }
        return missing;
    }
}
