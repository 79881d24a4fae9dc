package io.sluice.core;

import java.util.Optional;

/**
 * What may keep a channel from releasing, in the order in which it is asked. The dispatcher asks in order to choose, and
 * "why is my job not running" asks the very same.
 *
 * @since 0.1
 */
public enum Gate {
    /** The channel is paused. */
    PAUSED {
        @Override
        Optional<String> shut(Situation channel) {
            return channel.pause()
                    .map(pause ->
                            channel.path() + " is paused" + said(" by ", pause.by()) + said(": ", pause.reason()));
        }
    },
    /** Every seat is taken. */
    CAPACITY {
        @Override
        Optional<String> shut(Situation channel) {
            if (channel.limits().capacity().isEmpty()) {
                return Optional.empty();
            }
            int capacity = channel.limits().capacity().getAsInt();
            return channel.seats() < capacity
                    ? Optional.empty()
                    : Optional.of(channel.path() + " is full (" + channel.seats() + "/" + capacity + ")");
        }
    };

    /**
     * Why nothing may be released into the channel or below it; none: it is open.
     *
     * @param channel the channel as it is now
     */
    abstract Optional<String> shut(Situation channel);

    /** The first shut gate and its reason; none: the channel is open. */
    public static Optional<Shut> firstShut(Situation channel) {
        for (Gate gate : values()) {
            Optional<String> reason = gate.shut(channel);
            if (reason.isPresent()) {
                return Optional.of(new Shut(gate, reason.get()));
            }
        }
        return Optional.empty();
    }

    private static String said(String before, String words) {
        return words.isEmpty() ? "" : before + words;
    }

    /**
     * What the gates look at.
     *
     * @param path the channel
     * @param limits what holds for it
     * @param pause its pause, if it is paused
     * @param seats bundles of it and below that are open
     * @since 0.1
     */
    public record Situation(ChannelPath path, Limits limits, Optional<StateView.Pause> pause, int seats) {}

    /**
     * A gate that is shut.
     *
     * @param gate which
     * @param reason why, in words
     * @since 0.1
     */
    public record Shut(Gate gate, String reason) {}
}
