package io.sluice.core;

import java.util.OptionalInt;

/** What an entry of the channel text must not say, beyond what each option refuses for itself. */
final class ChannelChecks {

    /** Any priority times this is a time that can still be added to another. */
    private static final long LONGEST_AGING = 24L * 24 * 3600 * 1000;

    private ChannelChecks() {}

    /**
     * What an entry says by itself, whatever lies under it.
     *
     * @throws IllegalArgumentException with what is allowed
     */
    static void alone(ChannelPath channel, Limits limits) {
        if (limits.sequential() && !limits.capacity().equals(OptionalInt.of(1))) {
            throw new IllegalArgumentException("sequential lets one job after the other run and needs the capacity 1");
        }
        if (limits.aging().isPresent() && !channel.equals(ChannelPath.ROOT)) {
            throw new IllegalArgumentException("aging holds for the whole tree and can be set on root only");
        }
        if (limits.aging().orElse(0) > LONGEST_AGING) {
            throw new IllegalArgumentException(
                    "aging is " + Durations.text(limits.aging().getAsLong()) + "; at most "
                            + Durations.text(LONGEST_AGING) + " is allowed for one point of priority");
        }
        if (limits.has(ChannelOption.WEIGHT) && channel.equals(ChannelPath.ROOT)) {
            throw new IllegalArgumentException(
                    "weight is a share among the children of a fair channel; root is nobody's" + " child");
        }
        if (limits.topic() && channel.isTemplate()) {
            throw new IllegalArgumentException("a template makes no channel topics; topic needs a channel's own entry");
        }
        limits.throttle().ifPresent(throttle -> refuseBurst(limits, throttle));
    }

    private static void refuseBurst(Limits limits, Throttle throttle) {
        if (limits.burst() > throttle.releases()) {
            throw new IllegalArgumentException("burst is " + limits.burst() + "; allowed is 1 to " + throttle.releases()
                    + ", the releases of throttle=" + throttle);
        }
    }

    /**
     * What an entry says together with those under it.
     *
     * @param said the entry as it was written
     * @param limits what holds then
     * @throws IllegalArgumentException quoting the entry, with what is allowed
     */
    static void together(ChannelPath channel, Limits said, Limits limits) {
        try {
            alone(channel, limits);
            // Where the throttle was taken away its burst means nothing, and need not be taken away too.
            if (limits.has(ChannelOption.BURST) && !limits.options().containsKey(ChannelOption.THROTTLE)) {
                throw new IllegalArgumentException(
                        "burst says how many releases of a throttle go at once; add throttle=<number>/<duration>");
            }
            if (limits.retentionFailed().isPresent() && limits.sequential()) {
                throw new IllegalArgumentException(
                        "retention.failed cannot be set in a sequential channel: a FAILED job"
                                + " there holds the others until somebody handles it");
            }
        } catch (IllegalArgumentException e) {
            throw quoting(channel, said, e.getMessage());
        }
    }

    /** @throws IllegalArgumentException if a tree's own entry says {@code topic} */
    static void refuseTopic(ChannelPath channel, Limits limits) {
        if (limits.options().containsKey(ChannelOption.TOPIC)) {
            throw quoting(
                    channel,
                    limits,
                    "topic can be set in the channels file's [default] only, for it holds for every tree");
        }
    }

    static IllegalArgumentException quoting(ChannelPath channel, Limits limits, String words) {
        return new IllegalArgumentException("channel entry \"" + ChannelText.entry(channel, limits) + "\": " + words);
    }
}
