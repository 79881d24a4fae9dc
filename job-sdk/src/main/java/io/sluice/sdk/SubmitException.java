package io.sluice.sdk;

import java.util.Optional;

/**
 * The broker did not confirm a job or command. Whether it has it is not known; the message names the id and what to do.
 * Submitting again with {@link JobRequest#id(JobId)} is always safe: a job that is there already is not stored twice.
 *
 * @since 0.1
 */
public final class SubmitException extends RuntimeException {

    private final transient JobId job;

    SubmitException(String message, JobId job, Throwable cause) {
        super(message, cause);
        this.job = job;
    }

    /**
     * The job that was to be submitted; empty for other commands.
     *
     * @since 0.1
     */
    public Optional<JobId> job() {
        return Optional.ofNullable(job);
    }
}
