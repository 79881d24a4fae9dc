package io.sluice.sdk;

import io.sluice.schemas.JobSpec;
import io.sluice.schemas.Submit;
import io.sluice.schemas.SubmittedJob;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/** The jobs that one run submits through its context: kept here, and told with its outcome. Safe for many threads. */
final class FanOut {

    private final JobId parent;
    private final CommandRecords records;
    private final LongSupplier clock;
    private final List<SubmittedJob> jobs = new ArrayList<>();
    private int bytes;
    private boolean ended;

    FanOut(JobId parent, CommandRecords records, LongSupplier clock) {
        this.parent = parent;
        this.records = records;
        this.clock = clock;
    }

    synchronized List<JobId> submit(boolean holdsChildren, List<JobRequest<?>> requests) {
        if (ended) {
            throw new IllegalStateException(
                    "job " + parent
                            + " has ended and submits nothing more through its context. Use a JobClient, or submit before the handler returns");
        }
        Instant now = Instant.ofEpochMilli(clock.getAsLong());
        List<SubmittedJob> added = new ArrayList<>();
        List<JobId> ids = new ArrayList<>();
        int size = bytes;
        for (JobRequest<?> request : requests) {
            JobId id = idOf(request, jobs.size() + added.size());
            JobSpec job = records.spec(request, id, now);
            size += records.encode(records.command(null, new Submit(job), now)).length;
            ids.add(id);
            added.add(new SubmittedJob(job, holdsChildren));
        }
        Limits.checkFanOut(parent, jobs.size() + added.size(), size);
        bytes = size;
        jobs.addAll(added);
        return List.copyOf(ids);
    }

    private JobId idOf(JobRequest<?> request, int n) {
        String tree = request.values().treeOr(parent.tree());
        if (!tree.equals(parent.tree())) {
            throw new IllegalArgumentException(
                    "job " + parent + " cannot submit a " + request.type().name() + " job to the tree " + tree
                            + " through its context: both must be in one tree. Use a JobClient");
        }
        return request.values().id().orElseGet(() -> JobIds.derived(parent, n));
    }

    synchronized List<SubmittedJob> end() {
        ended = true;
        return List.copyOf(jobs);
    }
}
