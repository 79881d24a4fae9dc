package io.sluice.core;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * What one entry of the channel text says about a channel. An absent part says nothing: the entry below it (the tree's over
 * the file's) or the nearest ancestor decides.
 *
 * @param capacity how many bundles may be open at once in the channel and below; none = {@code *}, no limit of its own
 * @param topic whether the channel and its subtree are released to a channel topic of their own
 * @param maxAttempts default for jobs of the subtree that do not say; 0 = unlimited
 * @param retry default for jobs of the subtree that do not say
 * @since 0.1
 */
public record Limits(OptionalInt capacity, boolean topic, OptionalInt maxAttempts, Optional<RetryPolicy> retry) {

    /** Nothing said at all. */
    public static final Limits NONE = new Limits(OptionalInt.empty(), false, OptionalInt.empty(), Optional.empty());

    /** These limits where they say something, else the other's. A capacity is always said. */
    Limits over(Limits other) {
        return new Limits(
                capacity,
                topic || other.topic,
                maxAttempts.isPresent() ? maxAttempts : other.maxAttempts,
                retry.isPresent() ? retry : other.retry);
    }
}
