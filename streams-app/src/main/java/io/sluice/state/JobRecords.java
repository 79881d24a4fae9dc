package io.sluice.state;

import io.sluice.core.Job;
import io.sluice.core.JobId;
import io.sluice.core.JobStatus;
import io.sluice.core.StateView.KeptJob;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * JOB and STATUS. What was read or written since the last landing stays in memory, for rules and fold look at the same job; so do
 * those that came last.
 */
final class JobRecords {

    private final OrderedStore store;
    private Map<JobId, Optional<Job>> jobs = new HashMap<>();
    private Map<JobId, Optional<JobStatus>> statuses = new HashMap<>();
    private final RecentJobs recent;

    /** Which were written since the last landing, and whether they are new. */
    private Map<JobId, Boolean> written = new LinkedHashMap<>();

    JobRecords(OrderedStore store) {
        this(store, RecentJobs.MOST);
    }

    /** @param recent how many of those that came last stay in memory */
    JobRecords(OrderedStore store, int recent) {
        this.store = store;
        this.recent = new RecentJobs(store, recent);
    }

    /** As it was accepted, with what was changed since. */
    Optional<Job> job(JobId id) {
        return stands(id)
                .map(job -> stored(id).map(JobStatus::changes).map(job::with).orElse(job));
    }

    /** As it was accepted, whatever an operator changed. */
    Job submitted(JobId id) {
        return stands(id)
                .orElseThrow(() -> new IllegalStateException("an event is about " + id + ", which is not kept"));
    }

    private Optional<Job> stands(JobId id) {
        return jobs.computeIfAbsent(
                id, missing -> recent.find(id).map(RecentJobs.Kept::job).or(() -> read(id)));
    }

    private Optional<Job> read(JobId id) {
        return recent.isAbsent(id) ? Optional.empty() : store.get(Keys.job(id)).map(bytes -> JobValue.read(id, bytes));
    }

    /** @throws IllegalStateException if it is not kept: an event about it is our bug */
    Job mustHave(JobId id) {
        return job(id).orElseThrow(() -> new IllegalStateException("an event is about " + id + ", which is not kept"));
    }

    void insert(Job job) {
        recent.expect(job.id());
        store.insert(Keys.job(job.id()), JobValue.write(job));
        jobs.put(job.id(), Optional.of(job));
        // It has no status yet, which need not be looked up.
        statuses.put(job.id(), Optional.empty());
        written.put(job.id(), true);
    }

    /** What is stored, or follows from the submission; of an active job it is what it was before. */
    Optional<JobStatus> status(JobId id) {
        return stored(id).or(() -> stands(id).map(JobStatus::fresh));
    }

    private Optional<JobStatus> stored(JobId id) {
        return statuses.computeIfAbsent(
                id,
                missing -> recent.find(id)
                        .map(RecentJobs.Kept::status)
                        .orElseGet(() -> store.get(Keys.status(id)).map(StatusValue::read)));
    }

    /** Whether something is stored of it, which need not be looked up where it was just written or read. */
    boolean hasStatus(JobId id) {
        return stored(id).isPresent();
    }

    /** Nothing is stored of it, says an index: that need not be looked up. */
    void noteFresh(JobId id) {
        statuses.putIfAbsent(id, Optional.empty());
    }

    /** Whether it is one of those that came last. */
    boolean isRecent(JobId id) {
        return recent.find(id).isPresent();
    }

    /**
     * Reads together what is about to be asked for one by one. What does not lie in the order of ids right behind the first one
     * is left out.
     */
    void readAhead(String tree, List<UUID> soon) {
        Map<JobId, byte[]> wanted = new LinkedHashMap<>();
        for (UUID job : soon) {
            JobId id = new JobId(tree, job);
            if (!jobs.containsKey(id)) {
                wanted.put(id, Keys.job(id));
            }
        }
        List<byte[]> keys = List.copyOf(wanted.values());
        if (!mostlyRise(keys)) {
            return;
        }
        int limit = keys.size() + keys.size() / ReadyJobs.JOBS_PER_OTHER;
        byte[] last = keys.stream().max(Arrays::compareUnsigned).orElseThrow();
        for (OrderedReads.Entry entry : store.scan(keys.getFirst(), OrderedReads.justAfter(last), limit)) {
            JobId id = Keys.keptJobOf(entry.key());
            if (wanted.containsKey(id)) {
                jobs.put(id, Optional.of(JobValue.read(id, entry.value())));
            }
        }
    }

    /** Ids that do not follow time lie anywhere, and between them the whole tree. */
    private static boolean mostlyRise(List<byte[]> keys) {
        int rises = 0;
        for (int i = 1; i < keys.size(); i++) {
            rises += Arrays.compareUnsigned(keys.get(i - 1), keys.get(i)) < 0 ? 1 : 0;
        }
        return rises > keys.size() / 4 * 3;
    }

    /** Jobs of a tree in the order of their ids, as they were accepted, with what is stored of them. */
    List<KeptJob> after(String tree, Optional<UUID> after, int limit) {
        KeyRange all = Keys.jobs(tree);
        KeyRange rest = after.map(job -> all.startingAt(OrderedReads.justAfter(Keys.job(new JobId(tree, job)))))
                .orElse(all);
        return store.scan(rest.from(), rest.to(), limit).stream()
                .map(entry -> JobValue.read(Keys.keptJobOf(entry.key()), entry.value()))
                .map(job -> new KeptJob(job, stored(job.id()).orElseGet(() -> JobStatus.fresh(job))))
                .toList();
    }

    void put(JobId id, JobStatus status) {
        // A fresh job has none, and to know which it is would cost a read.
        store.upsert(Keys.status(id), StatusValue.write(status));
        statuses.put(id, Optional.of(status));
        written.putIfAbsent(id, false);
    }

    /** Writes what was submitted anew: a twin took it over. */
    void rewrite(Job job) {
        store.update(Keys.job(job.id()), JobValue.write(job));
        jobs.put(job.id(), Optional.of(job));
        written.putIfAbsent(job.id(), false);
    }

    /** A job that ended is no longer kept; one that ended has a status. */
    void remove(JobId id) {
        store.delete(Keys.job(id));
        store.delete(Keys.status(id));
        jobs.put(id, Optional.empty());
        statuses.put(id, Optional.empty());
        written.putIfAbsent(id, false);
    }

    /** What was written stands in the store. */
    void landed() {
        written.forEach((id, isNew) -> {
            Optional<Job> job = isNew ? jobs.get(id) : recent.find(id).flatMap(before -> stands(id));
            if (isNew && job.isPresent()) {
                recent.add(job.get(), stored(id));
            } else {
                recent.change(id, job, job.flatMap(any -> stored(id)));
            }
        });
        recent.landed();
        forget();
    }

    /** Forgets what was read and written since the last landing. */
    void discard() {
        recent.discard();
        forget();
    }

    private void forget() {
        jobs = new HashMap<>();
        statuses = new HashMap<>();
        written = new LinkedHashMap<>();
    }
}
