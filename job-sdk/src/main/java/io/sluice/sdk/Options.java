package io.sluice.sdk;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What can be said about a job, whichever way it is submitted: with a {@link JobRequest}, or beside a delayed call as
 * {@link JobOptions}. Immutable: each method gives a new one.
 *
 * @param <S> the request or the options themselves
 * @since 0.1
 */
public abstract sealed class Options<S> permits JobRequest, JobOptions {

    /** Name of the header that links to the business object. */
    static final String LINK = "link";

    private static final int LONGEST_CONTENT_TYPE = 256;

    private final OptionValues values;

    Options(OptionValues values) {
        this.values = values;
    }

    /** The same with these. */
    abstract S with(OptionValues changed);

    OptionValues values() {
        return values;
    }

    /**
     * The tree that the job belongs to. Default: its client's ({@link JobClientBuilder#tree}), which is {@code main} unless told.
     *
     * @throws IllegalArgumentException if it is no name
     * @since 0.1
     */
    public S tree(String tree) {
        Limits.checkName("tree", tree);
        return with(new OptionValues(values).tree(tree));
    }

    /**
     * The channel that the job waits in, such as {@code root.shop.import}. Default: none, the scheduler takes
     * {@code root}.
     *
     * @throws IllegalArgumentException if it does not begin with {@code root}, is deeper than 8, or has a segment that is
     *     no name
     * @since 0.1
     */
    public S channel(String channel) {
        Limits.checkChannel(channel);
        return with(new OptionValues(values).channel(channel));
    }

    /**
     * Smaller is sooner; any number, also negative. Default 10.
     *
     * @since 0.1
     */
    public S priority(int priority) {
        return with(new OptionValues(values).priority(priority));
    }

    /**
     * Earliest start, counted from when it is submitted. Default: as soon as the channel allows.
     *
     * @throws IllegalArgumentException if it is negative or over 10 years
     * @since 0.1
     */
    public S eta(Duration fromNow) {
        Limits.checkDelay("an ETA from now", fromNow);
        return with(new OptionValues(values).eta(null, fromNow));
    }

    /**
     * Earliest start, to the millisecond; one that is past means now. It may start later, never earlier. More than 10
     * years ahead is refused on submission.
     *
     * @since 0.1
     */
    public S eta(Instant at) {
        Objects.requireNonNull(at, "an ETA cannot be null; leave it out to start as soon as possible");
        return with(new OptionValues(values).eta(at, null));
    }

    /**
     * At most that many executions; 0 is unlimited. Default: the channel's, else 5.
     *
     * @throws IllegalArgumentException if it is negative
     * @since 0.1
     */
    public S maxAttempts(int maxAttempts) {
        if (maxAttempts < 0) {
            throw new IllegalArgumentException("maxAttempts is " + maxAttempts + "; it must be 0 (unlimited) or more");
        }
        return with(new OptionValues(values).maxAttempts(maxAttempts));
    }

    /**
     * How long to wait between attempts. Default: the handler's, else the channel's, else exponential from 10 s.
     *
     * @since 0.1
     */
    public S retry(RetryPolicy policy) {
        return with(new OptionValues(values).retry(Objects.requireNonNull(policy)));
    }

    /**
     * Longest execution, rounded up to the millisecond; zero is no limit. Default: the channel's, else none.
     *
     * @throws IllegalArgumentException if it is negative or over 10 years
     * @since 0.1
     */
    public S timeout(Duration timeout) {
        return with(new OptionValues(values).timeout(Limits.checkDelay("a timeout", timeout)));
    }

    /**
     * A job that was not started that long after it is submitted is cancelled, with the reason {@code EXPIRED}. Default:
     * never.
     *
     * @throws IllegalArgumentException if it is negative or over 10 years
     * @since 0.1
     */
    public S expires(Duration fromNow) {
        return with(new OptionValues(values).expires(null, Limits.checkDelay("an expiry from now", fromNow)));
    }

    /**
     * A job that was not started by then is cancelled, with the reason {@code EXPIRED}. Default: never. More than 10 years ahead
     * is refused on submission.
     *
     * @since 0.1
     */
    public S expires(Instant at) {
        return with(new OptionValues(values)
                .expires(Objects.requireNonNull(at, "leave the expiry out if the job shall never expire"), null));
    }

    /**
     * Not to be stored if a job that holds the same key is there. Default: every submission is stored.
     *
     * @since 0.1
     */
    public S dedup(Dedup dedup) {
        return with(new OptionValues(values).dedup(Objects.requireNonNull(dedup)));
    }

    /**
     * One line for people. Default: none.
     *
     * @throws IllegalArgumentException if it is longer than 1024 characters
     * @since 0.1
     */
    public S description(String description) {
        Objects.requireNonNull(description, "a description cannot be null; leave it out if there is none");
        return with(new OptionValues(values).description(Limits.checkDescription(description)));
    }

    /**
     * Adds or replaces one header: trace context, user, a link to the business object. All together at most 16 KiB.
     *
     * @throws IllegalArgumentException if they are more, or name or value is null
     * @since 0.1
     */
    public S header(String name, String value) {
        Map<String, String> headers = new LinkedHashMap<>(values.headers());
        headers.put(name, value);
        Limits.checkHeaders(headers);
        return with(new OptionValues(values).headers(headers));
    }

    /**
     * The business object that the job is about, as a link or a name for people, such as
     * {@code https://shop.example/invoices/42}: the header {@code link}. Default: none.
     *
     * @since 0.1
     */
    public S link(String toBusinessObject) {
        return header(LINK, Objects.requireNonNull(toBusinessObject, "leave the link out if there is none"));
    }

    /**
     * The job's own id, and with it its tree; a second job with it is ignored as long as the first is kept. Default: a new
     * one on each submission.
     *
     * @since 0.1
     */
    public S id(JobId id) {
        Objects.requireNonNull(id, "an id cannot be null; leave it out and each job gets a new one");
        return with(new OptionValues(values).id(id));
    }

    /**
     * Media type of the payload, for one that is given as bytes. Default: {@code application/octet-stream} for bytes, else
     * {@code application/json}. Handlers are not chosen by it.
     *
     * @throws IllegalArgumentException if it is longer than 256 characters
     * @since 0.1
     */
    public S contentType(String mediaType) {
        if (mediaType.length() > LONGEST_CONTENT_TYPE) {
            throw new IllegalArgumentException("the content type has " + mediaType.length() + " characters; at most "
                    + LONGEST_CONTENT_TYPE + " are allowed");
        }
        return with(new OptionValues(values).contentType(mediaType));
    }

    /**
     * The job of the same tree that this one runs again, for the history: nothing else follows from it. Default: none.
     *
     * @since 0.1
     */
    public S replayOf(JobId job) {
        return with(new OptionValues(values).replayOf(Objects.requireNonNull(job)));
    }

    // ---- flows

    /**
     * Jobs of the same tree that have to be DONE before this one may start. One of them cancelled or deleted: this one is
     * cancelled as well. One of them FAILED: this one waits, for that one may be requeued. Each call adds to those before.
     *
     * @since 0.1
     */
    public S after(JobId... jobs) {
        return waiting("done", jobs);
    }

    /**
     * Jobs of the same tree of which each has to fail for good before this one may start: notify, compensate. It is
     * cancelled, as not needed, when one of them is DONE.
     *
     * @since 0.1
     */
    public S onFailure(JobId... jobs) {
        return waiting("failure", jobs);
    }

    /**
     * Jobs of the same tree that have to end before this one may start, DONE, FAILED or CANCELLED.
     *
     * @since 0.1
     */
    public S whenever(JobId... jobs) {
        return waiting("any", jobs);
    }

    private S waiting(String on, JobId... jobs) {
        for (JobId job : jobs) {
            Objects.requireNonNull(job, "a job to wait for cannot be null");
        }
        return with(new OptionValues(values).after(List.of(jobs), on));
    }

    /**
     * A flow of the same tree that is there already and that this job joins. Not for jobs of a {@link JobFlow}: they are in
     * it anyway.
     *
     * @since 0.1
     */
    public S flow(FlowId flow) {
        return with(new OptionValues(values).flow(Objects.requireNonNull(flow)));
    }
}
