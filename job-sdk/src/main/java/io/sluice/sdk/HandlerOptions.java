package io.sluice.sdk;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a worker should know about one handler. Immutable.
 *
 * <pre>{@code
 * HandlerOptions.defaults()
 *         .retryOn(IOException.class)
 *         .failOn(IllegalArgumentException.class)
 *         .retry(RetryPolicy.fixed(Duration.ofMinutes(1)));
 * }</pre>
 *
 * @since 0.1
 */
public final class HandlerOptions {

    private final List<Class<? extends Throwable>> retryOn;
    private final List<Class<? extends Throwable>> failOn;
    private final RetryPolicy retry;

    private HandlerOptions(
            List<Class<? extends Throwable>> retryOn, List<Class<? extends Throwable>> failOn, RetryPolicy retry) {
        this.retryOn = List.copyOf(retryOn);
        this.failOn = List.copyOf(failOn);
        this.retry = retry;
    }

    /**
     * Only {@link RetryableJobException} retries, and the handler has no policy of its own.
     *
     * @since 0.1
     */
    public static HandlerOptions defaults() {
        return new HandlerOptions(List.of(), List.of(), null);
    }

    /**
     * These errors and their subclasses retry as well. {@code retryOn(Exception.class)} retries everything but errors of
     * the JVM. {@link Fail} never retries.
     *
     * @since 0.1
     */
    @SafeVarargs
    public final HandlerOptions retryOn(Class<? extends Throwable>... errors) {
        List<Class<? extends Throwable>> all = new ArrayList<>(retryOn);
        for (Class<? extends Throwable> error : errors) {
            all.add(error);
        }
        return new HandlerOptions(all, failOn, retry);
    }

    /**
     * These errors and their subclasses fail the job at once, whatever attempts are left, also where {@link #retryOn} names a
     * class above them: {@code retryOn(Exception.class).failOn(IllegalArgumentException.class)}. Default: none.
     *
     * @since 0.1
     */
    @SafeVarargs
    public final HandlerOptions failOn(Class<? extends Throwable>... errors) {
        List<Class<? extends Throwable>> all = new ArrayList<>(failOn);
        for (Class<? extends Throwable> error : errors) {
            all.add(error);
        }
        return new HandlerOptions(retryOn, all, retry);
    }

    /**
     * How long to wait between attempts where neither the error nor the job says. Default: the channel's, else exponential
     * from 10 s.
     *
     * @since 0.1
     */
    public HandlerOptions retry(RetryPolicy policy) {
        return new HandlerOptions(retryOn, failOn, policy);
    }

    /** These, and what is said for a method. */
    HandlerOptions also(HandlerOptions method) {
        List<Class<? extends Throwable>> retries = new ArrayList<>(retryOn);
        retries.addAll(method.retryOn);
        List<Class<? extends Throwable>> fails = new ArrayList<>(failOn);
        fails.addAll(method.failOn);
        return new HandlerOptions(retries, fails, retry);
    }

    /** Whether trying again later may help. */
    boolean mayHeal(Throwable error) {
        if (error instanceof Snooze || error instanceof RateLimited) {
            return true;
        }
        return !(error instanceof Fail) && !fails(error) && (error instanceof RetryableJobException || retries(error));
    }

    boolean retries(Throwable error) {
        return retryOn.stream().anyMatch(type -> type.isInstance(error));
    }

    boolean fails(Throwable error) {
        return failOn.stream().anyMatch(type -> type.isInstance(error));
    }

    Optional<RetryPolicy> retry() {
        return Optional.ofNullable(retry);
    }
}
