package io.sluice.sdk;

import java.util.Objects;

/**
 * A job to submit: its type, its payload and its options. Immutable: each option gives a new request.
 *
 * <pre>{@code
 * client.submit(JobRequest.of(SEND_INVOICE, invoice).channel("root.shop").eta(Duration.ofMinutes(5)).maxAttempts(3));
 * }</pre>
 *
 * @param <T> what the payload is
 * @since 0.1
 */
public final class JobRequest<T> extends Options<JobRequest<T>> implements FlowPart {

    private final JobType<T> type;
    private final T payload;

    private JobRequest(JobType<T> type, T payload, OptionValues options) {
        super(options);
        this.type = type;
        this.payload = payload;
    }

    /**
     * A request with all options at their defaults.
     *
     * @param type name of the code to run
     * @param payload what its handler gets; null is allowed and arrives as null
     * @since 0.1
     */
    public static <T> JobRequest<T> of(JobType<T> type, T payload) {
        return new JobRequest<>(Objects.requireNonNull(type, "a request needs a job type"), payload, type.defaults());
    }

    /**
     * A call of a method with {@link JobMethod}, to be submitted alone, in a flow, by a schedule or by a handler. What the
     * annotation says are its options until others are given.
     *
     * <pre>{@code
     * client.submit(JobFlow.chain(
     *         JobRequest.call(Invoices.class, invoices -> invoices.number(42L)),
     *         JobRequest.call(Invoices.class, invoices -> invoices.send(42L)).priority(5)));
     * }</pre>
     *
     * @param jobs the interface
     * @param call calls one method of it; it is recorded, not run
     * @throws IllegalArgumentException if the interface cannot be used so, or not exactly one such call is made; it says why
     * @since 0.1
     */
    public static <I> JobRequest<?> call(Class<I> jobs, JobCall<I> call) {
        return of(JobInterface.of(jobs).recorded(call));
    }

    static JobRequest<MethodCall> of(MethodCall call) {
        JobMethodType method = call.method();
        OptionValues values = new OptionValues().over(method.defaults());
        method.description(call.arguments()).ifPresent(values::description);
        return new JobRequest<>(method.type(), call, values);
    }

    /**
     * The name of the code to run.
     *
     * @since 0.1
     */
    public JobType<T> type() {
        return type;
    }

    /**
     * What the handler gets.
     *
     * @since 0.1
     */
    public T payload() {
        return payload;
    }

    /** With these options, and its own where they say nothing. */
    JobRequest<T> also(JobOptions options) {
        return with(options.values().over(values()));
    }

    @Override
    JobRequest<T> with(OptionValues changed) {
        return new JobRequest<>(type, payload, changed);
    }
}
