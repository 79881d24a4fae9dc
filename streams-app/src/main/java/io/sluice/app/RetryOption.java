package io.sluice.app;

import io.sluice.core.ChannelPath;
import io.sluice.core.ChannelText;
import io.sluice.sdk.RetryPolicy;
import java.time.Duration;
import java.util.SortedMap;
import java.util.TreeMap;

/** A retry policy as people type it, in the same words as in the channel text. */
final class RetryOption {

    private RetryOption() {}

    /** @throws IllegalArgumentException with what is allowed */
    static RetryPolicy parse(String text) {
        io.sluice.core.RetryPolicy read = ChannelText.parse("root:*:retry=" + text)
                .get(ChannelPath.ROOT)
                .retry()
                .orElseThrow();
        return of(read);
    }

    /** In the words of those who submit. */
    static RetryPolicy of(io.sluice.core.RetryPolicy policy) {
        return switch (policy) {
            case io.sluice.core.RetryPolicy.Fixed fixed -> RetryPolicy.fixed(Duration.ofMillis(fixed.delayMs()));
            case io.sluice.core.RetryPolicy.Exponential growing ->
                RetryPolicy.exponential(
                        Duration.ofMillis(growing.firstMs()),
                        growing.factor(),
                        Duration.ofMillis(growing.maxMs()),
                        growing.jitter());
            case io.sluice.core.RetryPolicy.Steps steps -> new RetryPolicy.Steps(waits(steps));
        };
    }

    private static SortedMap<Integer, RetryPolicy.Wait> waits(io.sluice.core.RetryPolicy.Steps steps) {
        TreeMap<Integer, RetryPolicy.Wait> waits = new TreeMap<>();
        steps.steps()
                .forEach((attempts, wait) -> waits.put(
                        attempts,
                        new RetryPolicy.Wait(Duration.ofMillis(wait.minMs()), Duration.ofMillis(wait.maxMs()))));
        return waits;
    }
}
