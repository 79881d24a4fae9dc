package io.sluice.sdk;

import java.util.concurrent.CompletableFuture;

/**
 * A job that the broker has accepted.
 *
 * <pre>{@code
 * JobHandle handle = client.submit(JobRequest.of(SCORE, customer));
 * handle.admitted().join();                           // stored, a duplicate, or rejected
 * int score = handle.result(Integer.class).get(1, TimeUnit.MINUTES); // what its handler returned
 * }</pre>
 *
 * @since 0.1
 */
public final class JobHandle {

    private final JobId id;
    private final CompletableFuture<Verdict> verdict;
    private final End end;

    /** Where its end is heard of; both null: nowhere. */
    record End(Ends ends, Ends.Awaited awaited, Json json) {}

    JobHandle(JobId id, CompletableFuture<Verdict> verdict, End end) {
        this.id = id;
        this.verdict = verdict;
        this.end = end;
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
     * timeout; the job may still be stored then. What follows it runs on the thread that reads the events and holds up all
     * other verdicts and results until it returns: let it follow by the {@code …Async} methods if it waits for anything.
     *
     * @throws IllegalStateException if the client was built without {@code verdicts(true)}
     * @since 0.1
     */
    public CompletableFuture<Verdict> admitted() {
        return Verdicts.wanted(verdict, "job " + id);
    }

    /**
     * How the job ends: completes when it is DONE, FAILED or CANCELLED for the first time after it was submitted, however long
     * that takes ({@code orTimeout} if that is too long), also when nobody holds this handle any more. Exceptionally with
     * {@link JobNotDoneException} if the job was not stored, with {@link IllegalStateException} if the client is closed first.
     * A job that was submitted before with the same id, and had ended by then, is not heard of again. What follows runs as with
     * {@link #admitted()}.
     *
     * @throws IllegalStateException if the client was built without {@code verdicts(true)}
     * @since 0.1
     */
    public CompletableFuture<JobResult> result() {
        if (end.ends == null) {
            throw new IllegalStateException("the result of job " + id
                    + " is not known: this client does not read the events. Build it with verdicts(true)");
        }
        return end.ends.result(end.awaited);
    }

    /**
     * What the job's handler returned, read by the client's ObjectMapper; null if it returned nothing. As {@link #result()},
     * and exceptionally with {@link JobNotDoneException} as well if the job FAILED or was CANCELLED, with
     * {@link IllegalArgumentException} if the result cannot be read as that class.
     *
     * @throws IllegalStateException if the client was built without {@code verdicts(true)}
     * @since 0.1
     */
    public <R> CompletableFuture<R> result(Class<R> type) {
        return result().thenApply(result -> {
            if (result instanceof JobResult.Failed failed) {
                throw JobNotDoneException.of(failed);
            }
            if (result instanceof JobResult.Cancelled cancelled) {
                throw JobNotDoneException.of(cancelled);
            }
            return ((JobResult.Done) result)
                    .text()
                    .map(text -> end.json.readResult(id, text, type))
                    .orElse(null);
        });
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
