package io.sluice.sdk;

/**
 * The code that runs jobs of one type. Called by many threads at once, and a second time for the same job when its first
 * run was lost or failed: {@code (context.id(), context.run())} names one execution.
 *
 * <pre>{@code
 * JobHandler<InvoiceId> send = (invoice, job) -> {
 *     if (!shop.exists(invoice.id())) {
 *         return "deleted meanwhile";
 *     }
 *     return mail.send(invoice.id(), job.id() + "/" + job.run());
 * };
 * }</pre>
 *
 * @param <T> what the payload is read into
 * @since 0.1
 */
@FunctionalInterface
public interface JobHandler<T> {

    /**
     * Runs one job.
     *
     * <p>Returning ends the job as DONE. {@link RetryableJobException}, and what {@link HandlerOptions#retryOn} names,
     * runs it again later while attempts are left; {@link Snooze} runs it later without using one, and {@link RateLimited} its
     * whole channel; anything else thrown ends it as FAILED. The thread is interrupted when the job is cancelled, its timeout is
     * over, its worker stops, or its lease is gone: end soon then. After its timeout the job is tried again while attempts are
     * left, whatever the handler does.
     *
     * @param payload the payload, read by the worker's ObjectMapper; null where the client sent null
     * @param context the job and its circumstances
     * @return the result that is kept with the job: null for none, text as it is, anything else as JSON; at most 64 KiB in
     *     UTF-8, more fails the job
     * @throws Exception see above
     * @since 0.1
     */
    Object handle(T payload, JobContext context) throws Exception;
}
