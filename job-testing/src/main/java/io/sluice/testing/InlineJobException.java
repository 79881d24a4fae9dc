package io.sluice.testing;

import io.sluice.sdk.JobId;

/**
 * A job that ran inline failed: thrown to whoever submitted it. Its cause is what the handler threw.
 *
 * @since 0.1
 */
public final class InlineJobException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final transient JobId job;

    InlineJobException(JobId job, String message, Throwable cause) {
        super(message, cause);
        this.job = job;
    }

    /**
     * The job that failed; null after deserialization.
     *
     * @since 0.1
     */
    public JobId job() {
        return job;
    }
}
