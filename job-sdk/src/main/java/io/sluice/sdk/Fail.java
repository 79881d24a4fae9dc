package io.sluice.sdk;

/**
 * Thrown by a handler to fail its job for good, whatever attempts are left and whatever {@link HandlerOptions#retryOn}
 * names.
 *
 * <pre>{@code
 * throw new Fail("invoice " + id + " has no address; add one and requeue the job");
 * }</pre>
 *
 * @since 0.1
 */
public final class Fail extends RuntimeException {

    /**
     * Fail this job.
     *
     * @param reason why, for people
     * @since 0.1
     */
    public Fail(String reason) {
        super(reason);
    }

    /**
     * Fail this job.
     *
     * @param reason why, for people
     * @param cause what it comes from; may be null
     * @since 0.1
     */
    public Fail(String reason, Throwable cause) {
        super(reason, cause);
    }
}
