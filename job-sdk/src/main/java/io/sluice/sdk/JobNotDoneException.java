package io.sluice.sdk;

/**
 * There is no result, and there will be none by itself: the job failed or was cancelled, or it was not even stored.
 *
 * @since 0.1
 */
public final class JobNotDoneException extends RuntimeException {

    private final transient JobId job;

    JobNotDoneException(JobId job, String message) {
        super(message);
        this.job = job;
    }

    static JobNotDoneException of(JobResult.Failed failed) {
        return new JobNotDoneException(
                failed.job(),
                "job " + failed.job() + " FAILED with " + failed.type() + ": " + failed.message()
                        + ". It stays there until it is requeued, set done or cancelled");
    }

    static JobNotDoneException of(JobResult.Cancelled cancelled) {
        return new JobNotDoneException(
                cancelled.job(), "job " + cancelled.job() + " was CANCELLED: " + cancelled.reason());
    }

    static JobNotDoneException notStored(JobId job, Verdict verdict) {
        return new JobNotDoneException(job, "job " + job + " was not stored, so it has no result: " + verdict);
    }

    /**
     * The job that is not done.
     *
     * @since 0.1
     */
    public JobId job() {
        return job;
    }
}
