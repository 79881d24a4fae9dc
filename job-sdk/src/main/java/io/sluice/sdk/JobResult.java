package io.sluice.sdk;

import java.util.Optional;

/**
 * How a job ended.
 *
 * <pre>{@code
 * String words = switch (handle.result().get(1, TimeUnit.MINUTES)) { // a Java that has patterns in switch
 *     case JobResult.Done done -> "receipt " + done.text().orElse("none");
 *     case JobResult.Failed failed -> "failed: " + failed.message();
 *     case JobResult.Cancelled cancelled -> "cancelled: " + cancelled.reason();
 * };
 * }</pre>
 *
 * @since 0.1
 */
public sealed interface JobResult {

    /**
     * The job.
     *
     * @since 0.1
     */
    JobId job();

    /**
     * It is DONE.
     *
     * @param job the job
     * @param text what its handler returned: text as it is, anything else as JSON; empty if nothing
     * @since 0.1
     */
    record Done(JobId job, Optional<String> text) implements JobResult {}

    /**
     * It is FAILED, and stays so until somebody requeues it or sets it done.
     *
     * @param job the job
     * @param type class of the error, or a name such as {@code Timeout}
     * @param message what went wrong
     * @param stackTrace of the last attempt; may be empty
     * @since 0.1
     */
    record Failed(JobId job, String type, String message, String stackTrace) implements JobResult {}

    /**
     * It was CANCELLED.
     *
     * @param job the job
     * @param reason why; may be empty
     * @since 0.1
     */
    record Cancelled(JobId job, String reason) implements JobResult {}
}
