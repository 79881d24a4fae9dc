package io.sluice.sdk;

import io.sluice.schemas.JobCancelled;
import io.sluice.schemas.JobDone;
import io.sluice.schemas.JobDuplicate;
import io.sluice.schemas.JobFailed;
import io.sluice.schemas.Uuid;
import io.sluice.schemas.UuidFormat;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The ends of jobs that somebody may ask for. Every submitted job is looked out for as long as its {@link JobHandle} is
 * held by anybody, and from when its result was asked for until it ends. Safe for use by many threads.
 */
final class Ends {

    /** What a handle holds on to. */
    static final class Awaited {
        private final JobId job;
        private final CompletableFuture<JobResult> result = new CompletableFuture<>();

        private Awaited(JobId job) {
            this.job = job;
        }
    }

    private static final class Watched extends WeakReference<Awaited> {
        private final JobId job;

        Watched(Awaited awaited, ReferenceQueue<Awaited> gone) {
            super(awaited, gone);
            this.job = awaited.job;
        }
    }

    private final Map<JobId, Watched> watched = new ConcurrentHashMap<>();
    private final Set<Awaited> asked = ConcurrentHashMap.newKeySet();
    private final ReferenceQueue<Awaited> gone = new ReferenceQueue<>();
    private volatile boolean closed;

    /** Looks out for it; two who do share what they get. */
    Awaited watch(JobId job) {
        for (Reference<?> left = gone.poll(); left != null; left = gone.poll()) {
            Watched old = (Watched) left;
            watched.remove(old.job, old);
        }
        while (true) {
            Watched there = watched.get(job);
            Awaited shared = there == null ? null : there.get();
            if (shared != null) {
                return shared;
            }
            Awaited fresh = new Awaited(job);
            Watched added = new Watched(fresh, gone);
            if (there == null ? watched.putIfAbsent(job, added) == null : watched.replace(job, there, added)) {
                return fresh;
            }
        }
    }

    /** Its result when it ends, also if nobody holds the handle any more. */
    CompletableFuture<JobResult> result(Awaited awaited) {
        if (!awaited.result.isDone() && asked.add(awaited)) {
            awaited.result.whenComplete((result, error) -> asked.remove(awaited));
        }
        if (closed) {
            giveUp(awaited);
        }
        return awaited.result.copy();
    }

    int size() {
        return watched.size();
    }

    boolean isEmpty() {
        return watched.isEmpty();
    }

    void read(String tree, List<Object> changes) {
        for (Object change : changes) {
            if (change instanceof JobDuplicate twin) {
                JobId held = new JobId(tree, UuidFormat.decode(twin.getExisting()));
                decided(new JobId(tree, UuidFormat.decode(twin.getJob())), new Verdict.Duplicate(held));
            } else if (change instanceof JobDone done) {
                of(tree, done.getJob())
                        .ifPresent(it ->
                                it.result.complete(new JobResult.Done(it.job, Optional.ofNullable(done.getResult()))));
            } else if (change instanceof JobFailed failed) {
                of(tree, failed.getJob())
                        .ifPresent(it -> it.result.complete(new JobResult.Failed(
                                it.job,
                                failed.getError().getType(),
                                failed.getError().getMessage(),
                                failed.getError().getStackTrace())));
            } else if (change instanceof JobCancelled cancelled) {
                of(tree, cancelled.getJob())
                        .ifPresent(it -> it.result.complete(new JobResult.Cancelled(it.job, cancelled.getReason())));
            }
        }
    }

    /** The scheduler's word on a submission: what was not stored has no end. */
    void decided(JobId job, Verdict verdict) {
        boolean stored = verdict instanceof Verdict.Accepted
                || verdict instanceof Verdict.Duplicate twin && twin.existing().equals(job);
        if (!stored) {
            find(job).ifPresent(it -> it.result.completeExceptionally(JobNotDoneException.notStored(it.job, verdict)));
        }
    }

    private Optional<Awaited> of(String tree, Uuid job) {
        return find(new JobId(tree, UuidFormat.decode(job)));
    }

    private Optional<Awaited> find(JobId job) {
        return Optional.ofNullable(watched.remove(job)).map(Reference::get);
    }

    /** Nothing is heard of any more. */
    void close() {
        closed = true;
        asked.forEach(Ends::giveUp);
    }

    private static void giveUp(Awaited awaited) {
        if (!awaited.result.isDone()) {
            awaited.result.completeExceptionally(
                    new IllegalStateException("the client was closed before job " + awaited.job + " ended"));
        }
    }
}
