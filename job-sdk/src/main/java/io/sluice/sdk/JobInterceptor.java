package io.sluice.sdk;

/**
 * Code around every run of a worker's jobs: a transaction, a tenant, a measure, a logging context ({@link LoggingContext}).
 * Given to {@link WorkerBuilder#interceptor}; the first one given is the outermost.
 *
 * <pre>{@code
 * worker.interceptor((job, run) -> {
 *     try (Tenant.Scope tenant = Tenant.enter(job.headers().get("tenant"))) {
 *         return run.proceed();
 *     }
 * });
 * }</pre>
 *
 * @since 0.1
 */
@FunctionalInterface
public interface JobInterceptor {

    /**
     * Called on the handler's thread for each run whose payload could be read, by many threads at once.
     *
     * @param job the job and its circumstances, as the handler sees them
     * @param run what is inside: the next interceptor, and in the end the handler
     * @return the job's result, as {@link JobHandler#handle} has it; usually what {@code run.proceed()} returned
     * @throws Exception what the run shall end with, as if the handler had thrown it; usually what {@code run.proceed()} threw
     * @since 0.1
     */
    Object around(JobContext job, Run run) throws Exception;

    /**
     * What an interceptor is around.
     *
     * @since 0.1
     */
    @FunctionalInterface
    interface Run {

        /**
         * Goes on to the handler. Not calling it keeps the handler from running; the interceptor's own result or exception ends
         * the run then. To be called once, on the same thread.
         *
         * @return what the handler returned
         * @throws IllegalStateException if it is called a second time
         * @throws Exception what the handler threw
         * @since 0.1
         */
        Object proceed() throws Exception;
    }
}
