package io.sluice.sdk;

import java.time.Duration;
import java.util.Optional;

/**
 * Thrown by a handler when trying again later may help. Uses an attempt; on the last one the job fails.
 *
 * <pre>{@code
 * throw new RetryableJobException("the mail server is away", error).after(Duration.ofMinutes(5));
 * }</pre>
 *
 * @since 0.1
 */
public class RetryableJobException extends RuntimeException {

    private Duration after;

    /**
     * An error that may heal.
     *
     * @param message what went wrong, for people
     * @since 0.1
     */
    public RetryableJobException(String message) {
        super(message);
    }

    /**
     * An error that may heal.
     *
     * @param message what went wrong, for people
     * @param cause what it comes from; may be null
     * @since 0.1
     */
    public RetryableJobException(String message, Throwable cause) {
        super(message, cause);
    }

    /**
     * Asks for this wait, whatever the job's policy says. Default: by policy.
     *
     * @param delay the wait, in whole milliseconds; zero tries again at once
     * @return this exception
     * @throws IllegalArgumentException if it is negative or over 10 years
     * @since 0.1
     */
    public RetryableJobException after(Duration delay) {
        this.after = Limits.checkDelay("the delay of a retry", delay);
        return this;
    }

    Optional<Duration> after() {
        return Optional.ofNullable(after);
    }
}
