package io.sluice.core;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What an operator changed of a job: laid over what was submitted, which stays as it came. An absent part was not changed.
 *
 * @param priority smaller is sooner
 * @param channel where it waits now
 * @param maxAttempts at most that many executions, 0 = unlimited
 * @param eta earliest start, in milliseconds since the epoch
 * @since 0.1
 */
public record Changes(OptionalInt priority, Optional<ChannelPath> channel, OptionalInt maxAttempts, OptionalLong eta) {

    /** Nothing was changed. */
    public static final Changes NONE =
            new Changes(OptionalInt.empty(), Optional.empty(), OptionalInt.empty(), OptionalLong.empty());

    /** With another priority. */
    public Changes withPriority(int changed) {
        return new Changes(OptionalInt.of(changed), channel, maxAttempts, eta);
    }

    /** In another channel. */
    public Changes withChannel(ChannelPath changed) {
        return new Changes(priority, Optional.of(changed), maxAttempts, eta);
    }

    /** With another bound on executions. */
    public Changes withMaxAttempts(int changed) {
        return new Changes(priority, channel, OptionalInt.of(changed), eta);
    }

    /** With another earliest start. */
    public Changes withEta(long changed) {
        return new Changes(priority, channel, maxAttempts, OptionalLong.of(changed));
    }
}
