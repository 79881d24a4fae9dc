package io.sluice.sdk;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Function;

/** Now if it works, else later: which errors mean later, and how much. */
final class TryOrDelay {

    /** Where neither the request nor the error says. */
    static final Duration LATER = Duration.ofMinutes(10);

    private TryOrDelay() {}

    /** @param submit what is submitted if it has to be later */
    static <R> Tried<R> run(
            Callable<? extends R> now,
            JobRequest<?> later,
            HandlerOptions heals,
            Function<JobRequest<?>, JobHandle> submit)
            throws Exception {
        try {
            return Tried.ran(now.call());
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            if (!heals.mayHeal(e)) {
                throw e;
            }
            return Tried.delayed(submitted(later, e, submit), e);
        }
    }

    private static JobHandle submitted(
            JobRequest<?> later, Exception error, Function<JobRequest<?>, JobHandle> submit) {
        try {
            return submit.apply(later.values().hasEta() ? later : later.eta(delay(error)));
        } catch (RuntimeException e) {
            e.addSuppressed(error);
            throw e;
        }
    }

    private static Duration delay(Exception error) {
        if (error instanceof Snooze snooze) {
            return snooze.delay();
        }
        if (error instanceof RateLimited limited) {
            return limited.delay();
        }
        return error instanceof RetryableJobException retryable
                ? retryable.after().orElse(LATER)
                : LATER;
    }
}
