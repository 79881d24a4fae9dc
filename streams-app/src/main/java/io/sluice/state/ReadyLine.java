package io.sluice.state;

import io.sluice.core.ChannelPath;

/**
 * Jobs that stand in a line by their {@link io.sluice.core.Place}: the READY ones of one channel and one type or, where the
 * type is empty, all SCHEDULED ones of a channel.
 */
record ReadyLine(String tree, ChannelPath channel, String type) {

    /** The SCHEDULED jobs of a channel. */
    static ReadyLine scheduled(String tree, ChannelPath channel) {
        return new ReadyLine(tree, channel, "");
    }

    boolean isScheduled() {
        return type.isEmpty();
    }
}
