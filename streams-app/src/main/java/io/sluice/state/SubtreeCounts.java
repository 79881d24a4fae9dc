package io.sluice.state;

import io.sluice.core.ChannelPath;
import io.sluice.core.ChannelTree;
import java.util.HashMap;
import java.util.Map;

/** How many of something are in a channel and everything below it. */
final class SubtreeCounts {

    private final Map<ChannelPath, Integer> counts = new HashMap<>();

    int of(ChannelPath channel) {
        return counts.getOrDefault(channel, 0);
    }

    void add(ChannelPath channel, int by) {
        if (by == 0) {
            return;
        }
        for (ChannelPath path : ChannelTree.upwards(channel)) {
            counts.merge(path, by, (before, more) -> before + more == 0 ? null : before + more);
        }
    }
}
