package io.sluice.app.meters;

import io.micrometer.core.instrument.Tags;

/**
 * What a meter about a channel is labelled with.
 *
 * @param tree a tree's name, or {@link Labels#OTHER}
 * @param channel a channel's path, or {@link Labels#OTHER}
 */
record ChannelLabel(String tree, String channel) {

    Tags tags() {
        return Tags.of("tree", tree, "channel", channel);
    }
}
