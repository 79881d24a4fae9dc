package io.sluice.sdk;

import java.util.concurrent.CompletableFuture;

/**
 * A job that the broker has accepted.
 *
 * @since 0.1
 */
public final class JobHandle {

    private final JobId id;
    private final CompletableFuture<Verdict> verdict;

    JobHandle(JobId id, CompletableFuture<Verdict> verdict) {
        this.id = id;
        this.verdict = verdict;
    }

    /**
     * The job's id.
     *
     * @since 0.1
     */
    public JobId id() {
        return id;
    }

    /**
     * What the scheduler made of it: stored ({@link Verdict.Accepted}), a duplicate, or rejected. Completes as soon as the
     * events say so, and exceptionally with {@link VerdictTimeoutException} if they do not within the client's verdict
     * timeout; the job may still be stored then.
     *
     * @throws IllegalStateException if the client was built without {@code verdicts(true)}
     * @since 0.1
     */
    public CompletableFuture<Verdict> admitted() {
        return Verdicts.wanted(verdict, "job " + id);
    }

    /**
     * The job's id.
     *
     * @since 0.1
     */
    @Override
    public String toString() {
        return "JobHandle(" + id + ")";
    }
}
