package io.sluice.sdk;

import java.util.Optional;

/**
 * What came of {@link JobClient#tryOrDelay}: either it ran, or it will.
 *
 * <pre>{@code
 * Tried<Receipt> mail = client.tryOrDelay(() -> mailer.send(42), JobRequest.of(SEND_INVOICE, 42L), IOException.class);
 * return mail.wasDelayed() ? "it will be sent in ten minutes" : "sent: " + mail.value();
 * }</pre>
 *
 * @param <R> what it returns when it runs
 * @since 0.1
 */
public final class Tried<R> {

    /**
     * What is tried and has no result: {@code () -> mailer.send(42)}.
     *
     * @since 0.1
     */
    @FunctionalInterface
    public interface Attempt {

        /**
         * Does it.
         *
         * @throws Exception whatever goes wrong
         * @since 0.1
         */
        void run() throws Exception;
    }

    private final R value;
    private final JobHandle job;
    private final Exception error;

    private Tried(R value, JobHandle job, Exception error) {
        this.value = value;
        this.job = job;
        this.error = error;
    }

    static <R> Tried<R> ran(R value) {
        return new Tried<>(value, null, null);
    }

    static <R> Tried<R> delayed(JobHandle job, Exception error) {
        return new Tried<>(null, job, error);
    }

    /**
     * Whether it did not work now and is a job.
     *
     * @since 0.1
     */
    public boolean wasDelayed() {
        return job != null;
    }

    /**
     * What it returned; null if it was delayed.
     *
     * @since 0.1
     */
    public R value() {
        return value;
    }

    /**
     * The job that will do it; empty if it ran.
     *
     * @since 0.1
     */
    public Optional<JobHandle> job() {
        return Optional.ofNullable(job);
    }

    /**
     * Why it was delayed; empty if it ran.
     *
     * @since 0.1
     */
    public Optional<Exception> error() {
        return Optional.ofNullable(error);
    }
}
