package io.sluice.sdk;

/**
 * The code that runs jobs of one type and has no result: a {@link JobHandler} without the return value, for
 * {@link WorkerBuilder#runs}. All that is said there holds here as well.
 *
 * <pre>{@code
 * Worker.builder().runs(REMIND, (invoice, job) -> mail.remind(invoice.id()));
 * }</pre>
 *
 * @param <T> what the payload is read into
 * @since 0.1
 */
@FunctionalInterface
public interface JobRunner<T> {

    /**
     * Runs one job.
     *
     * @param payload the payload, read by the worker's ObjectMapper; null where the client sent null
     * @param context the job and its circumstances
     * @throws Exception see {@link JobHandler#handle}
     * @since 0.1
     */
    void run(T payload, JobContext context) throws Exception;
}
