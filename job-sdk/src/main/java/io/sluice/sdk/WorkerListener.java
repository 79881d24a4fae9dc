package io.sluice.sdk;

/**
 * Told of what happens to a worker and its runs: for metrics, error trackers, tests and log lines. Given to
 * {@link WorkerBuilder#listener}. All methods do nothing unless they are overridden.
 *
 * <p>What a listener throws is logged and disturbs nothing, an {@link Error} too. None is called under a lock of the worker's.
 * It only looks on: what changes a run is a {@link JobInterceptor}.
 *
 * <pre>{@code
 * Worker.builder().listener(new WorkerListener() {
 *     @Override
 *     public void runEnded(JobContext job, RunEnd end) {
 *         meters.timer("jobs", "type", job.type(), "how", end.how().name()).record(end.took());
 *         end.thrown().ifPresent(sentry::captureException);
 *     }
 * });
 * }</pre>
 *
 * @since 0.1
 */
public interface WorkerListener {

    /**
     * The worker's threads were started. Called by the thread that called {@link Worker#start()}.
     *
     * @param worker its id
     * @since 0.1
     */
    default void started(String worker) {}

    /**
     * It is {@linkplain Worker#isReady() ready} for the first time. Called within about a second of that, by the listeners' own
     * thread, of which a worker has one: so one after the other with {@link #brokerAway} and {@link #brokerBack}.
     *
     * @param worker its id
     * @since 0.1
     */
    default void ready(String worker) {}

    /**
     * It takes no more jobs. Called by the thread that closes it, before anything else is done.
     *
     * @param worker its id
     * @since 0.1
     */
    default void stopping(String worker) {}

    /**
     * It is closed, and nothing more will come but the end of handlers that ignore their interrupt. Called by the thread that
     * closes it.
     *
     * @param worker its id
     * @since 0.1
     */
    default void stopped(String worker) {}

    /**
     * A heartbeat has waited for the broker's word for two thirds of a lease. The worker goes on by itself when the broker is back.
     * Called by the listeners' own thread.
     *
     * @param worker its id
     * @since 0.1
     */
    default void brokerAway(String worker) {}

    /**
     * The broker has confirmed a heartbeat again. Called by the listeners' own thread.
     *
     * @param worker its id
     * @since 0.1
     */
    default void brokerBack(String worker) {}

    /**
     * A run begins. Called by the handler's thread, before the payload is read and before interceptors; the job waits for it.
     *
     * @param job the job and its circumstances
     * @since 0.1
     */
    default void runStarted(JobContext job) {}

    /**
     * A run has ended and was told to the scheduler, or was not. Called by the handler's thread, outside of interceptors; the
     * thread's next job waits for it. The context takes no more jobs, log lines or output.
     *
     * @param job the job and its circumstances
     * @param end how it ended
     * @since 0.1
     */
    default void runEnded(JobContext job, RunEnd end) {}
}
