package io.sluice.sdk;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
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
public final class JobRequest<T> {

    private final JobType<T> type;
    private final T payload;
    private final JobOptions options;

    private JobRequest(JobType<T> type, T payload, JobOptions options) {
        this.type = type;
        this.payload = payload;
        this.options = options;
    }

    /**
     * A request with all options at their defaults.
     *
     * @param type name of the code to run
     * @param payload what its handler gets; null is allowed and arrives as null
     * @since 0.1
     */
    public static <T> JobRequest<T> of(JobType<T> type, T payload) {
        return new JobRequest<>(Objects.requireNonNull(type, "a request needs a job type"), payload, new JobOptions());
    }

    /**
     * The tree that the job belongs to. Default {@code main}.
     *
     * @throws IllegalArgumentException if it is no name
     * @since 0.1
     */
    public JobRequest<T> tree(String tree) {
        Limits.checkName("tree", tree);
        return with(new JobOptions(options).tree(tree));
    }

    /**
     * The channel that the job waits in, such as {@code root.shop.import}. Default: none, the scheduler takes
     * {@code root}.
     *
     * @throws IllegalArgumentException if it does not begin with {@code root}, is deeper than 8, or has a segment that is
     *     no name
     * @since 0.1
     */
    public JobRequest<T> channel(String channel) {
        Limits.checkChannel(channel);
        return with(new JobOptions(options).channel(channel));
    }

    /**
     * Smaller is sooner; any number, also negative. Default 10.
     *
     * @since 0.1
     */
    public JobRequest<T> priority(int priority) {
        return with(new JobOptions(options).priority(priority));
    }

    /**
     * Earliest start, counted from when it is submitted. Default: as soon as the channel allows.
     *
     * @throws IllegalArgumentException if it is negative or over 10 years
     * @since 0.1
     */
    public JobRequest<T> eta(Duration fromNow) {
        Limits.checkDelay("an ETA from now", fromNow);
        return with(new JobOptions(options).eta(null, fromNow));
    }

    /**
     * Earliest start, to the millisecond; one that is past means now. It may start later, never earlier. More than 10
     * years ahead is refused on submission.
     *
     * @since 0.1
     */
    public JobRequest<T> eta(Instant at) {
        Objects.requireNonNull(at, "an ETA cannot be null; leave it out to start as soon as possible");
        return with(new JobOptions(options).eta(at, null));
    }

    /**
     * At most that many executions; 0 is unlimited. Default: the channel's, else 5.
     *
     * @throws IllegalArgumentException if it is negative
     * @since 0.1
     */
    public JobRequest<T> maxAttempts(int maxAttempts) {
        if (maxAttempts < 0) {
            throw new IllegalArgumentException("maxAttempts is " + maxAttempts + "; it must be 0 (unlimited) or more");
        }
        return with(new JobOptions(options).maxAttempts(maxAttempts));
    }

    /**
     * How long to wait between attempts. Default: the handler's, else the channel's, else exponential from 10 s.
     *
     * @since 0.1
     */
    public JobRequest<T> retry(RetryPolicy policy) {
        return with(new JobOptions(options).retry(Objects.requireNonNull(policy)));
    }

    /**
     * One line for people. Default: none.
     *
     * @since 0.1
     */
    public JobRequest<T> description(String description) {
        return with(new JobOptions(options).description(Objects.requireNonNull(description)));
    }

    /**
     * Adds or replaces one header: trace context, user, a link to the business object. All together at most 16 KiB.
     *
     * @throws IllegalArgumentException if they are more, or name or value is null
     * @since 0.1
     */
    public JobRequest<T> header(String name, String value) {
        Map<String, String> headers = new LinkedHashMap<>(options.headers());
        headers.put(name, value);
        Limits.checkHeaders(headers);
        return with(new JobOptions(options).headers(headers));
    }

    /**
     * The job's own id, and with it its tree; a second job with it is ignored as long as the first is kept. Default: a new
     * one on each submission.
     *
     * @since 0.1
     */
    public JobRequest<T> id(JobId id) {
        return with(new JobOptions(options).id(id));
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

    JobOptions options() {
        return options;
    }

    private JobRequest<T> with(JobOptions changed) {
        return new JobRequest<>(type, payload, changed);
    }
}
