package io.sluice.state;

import io.sluice.core.Failure;
import io.sluice.core.Job;
import io.sluice.core.JobId;
import io.sluice.core.JobStatus;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * The jobs that came last, with what is stored of them: so a job that is released soon after it came costs no read, and to know
 * that an id is new costs none either. Ids grow with time, so a new one is greater than all that were let go here; in a tree that
 * has one from far in the future, each new one costs a read.
 *
 * <p>Measured: the reads were a quarter of the stream thread's time where jobs are submitted and run at once.
 */
final class RecentJobs {

    static final int MOST = 4096;

    /** Of memory, about: what a job and its status take beside their texts included. */
    private static final long MOST_BYTES = 4L * 1024 * 1024;

    private static final int FRAME_BYTES = 512;
    private static final int MOST_TREES = 10_000;

    private final OrderedReads store;
    private final int most;

    /** The oldest first. */
    private final LinkedHashMap<JobId, Kept> jobs = new LinkedHashMap<>();

    /** By tree, the coldest first: every job that is kept under a greater id is here. */
    private final LinkedHashMap<String, UUID> floors = new LinkedHashMap<>(16, 0.75f, true);

    /** Trees whose floor was found since the last landing: it may rest on what is taken back. */
    private final Set<String> found = new HashSet<>();

    private long bytes;

    /**
     * @param store has all jobs, those that are here too
     * @param most at most that many are here
     */
    RecentJobs(OrderedReads store, int most) {
        this.store = store;
        this.most = most;
    }

    /**
     * A job.
     *
     * @param status what is stored under STATUS
     * @param size about how many bytes both take in memory
     */
    record Kept(Job job, Optional<JobStatus> status, long size) {

        static Kept of(Job job, Optional<JobStatus> status) {
            long size = FRAME_BYTES + job.payload().bytes().length + job.characters();
            return new Kept(job, status, size + status.map(Kept::size).orElse(0L));
        }

        private static long size(JobStatus status) {
            return status.log().length()
                    + status.reason().length()
                    + status.result().map(String::length).orElse(0)
                    + status.error().map(Failure::toString).map(String::length).orElse(0);
        }
    }

    Optional<Kept> find(JobId id) {
        return Optional.ofNullable(jobs.get(id));
    }

    /** Whether it follows from what is here that the job is not kept. */
    boolean isAbsent(JobId id) {
        UUID floor = floors.get(id.tree());
        return floor != null && isGreater(id.uuid(), floor) && !jobs.containsKey(id);
    }

    /** A job is about to be stored that was not. */
    void expect(JobId id) {
        if (!floors.containsKey(id.tree())) {
            floors.put(id.tree(), greatest(id.tree()));
            found.add(id.tree());
            if (floors.size() > MOST_TREES) {
                floors.pollFirstEntry();
            }
        }
    }

    /** What was expected and changed is stored. */
    void landed() {
        found.clear();
    }

    /** What was expected since the last landing did not come. */
    void discard() {
        floors.keySet().removeAll(found);
        found.clear();
    }

    private UUID greatest(String tree) {
        KeyRange all = Keys.jobs(tree);
        return store.reverseScan(all.from(), all.to(), 1).stream()
                .findFirst()
                .map(last -> Keys.keptJobOf(last.key()).uuid())
                .orElse(new UUID(0, 0));
    }

    /** A job was stored that was not. */
    void add(Job job, Optional<JobStatus> status) {
        change(job.id(), Optional.empty(), Optional.empty());
        put(job.id(), Kept.of(job, status));
    }

    /** What is stored of a job is something else now. */
    void change(JobId id, Optional<Job> job, Optional<JobStatus> status) {
        Kept before = jobs.get(id);
        if (before == null) {
            return;
        }
        bytes -= before.size();
        if (job.isEmpty()) {
            jobs.remove(id);
        } else {
            put(id, Kept.of(job.get(), status));
        }
    }

    private void put(JobId id, Kept kept) {
        jobs.put(id, kept);
        bytes += kept.size();
        while (jobs.size() > most || bytes > MOST_BYTES) {
            Map.Entry<JobId, Kept> oldest = jobs.pollFirstEntry();
            bytes -= oldest.getValue().size();
            UUID gone = oldest.getKey().uuid();
            floors.computeIfPresent(oldest.getKey().tree(), (tree, floor) -> isGreater(gone, floor) ? gone : floor);
        }
    }

    /** In the order of the store. */
    private static boolean isGreater(UUID one, UUID other) {
        int high = Long.compareUnsigned(one.getMostSignificantBits(), other.getMostSignificantBits());
        return high > 0
                || high == 0
                        && Long.compareUnsigned(one.getLeastSignificantBits(), other.getLeastSignificantBits()) > 0;
    }
}
