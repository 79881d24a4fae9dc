package io.sluice.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The channels of one tree: what the file declares for all trees and what this tree says over it, option by option. A
 * channel that nobody declared has no limits of its own; those of its ancestors hold.
 *
 * @param file entries that hold for every tree
 * @param own entries of this tree
 * @since 0.1
 */
public record ChannelTree(Map<ChannelPath, Limits> file, Map<ChannelPath, Limits> own) {

    /** What holds for a channel itself. */
    public Limits limits(ChannelPath channel) {
        Limits declared = file.getOrDefault(channel, Limits.NONE);
        Limits live = own.get(channel);
        return live == null ? declared : live.over(declared);
    }

    /** Every declared channel, in the order of their paths. */
    public List<ChannelPath> declared() {
        TreeSet<ChannelPath> paths = new TreeSet<>(file.keySet());
        paths.addAll(own.keySet());
        return List.copyOf(paths);
    }

    /** The channel and all above it, from itself up to {@code root}. */
    public static List<ChannelPath> upwards(ChannelPath channel) {
        List<ChannelPath> line = new ArrayList<>();
        for (Optional<ChannelPath> at = Optional.of(channel);
                at.isPresent();
                at = at.get().parent()) {
            line.add(at.get());
        }
        return line;
    }

    /** The path of the nearest channel, itself or above, with a channel topic of its own; {@code root} always has one. */
    public ChannelPath topicOf(ChannelPath channel) {
        return upwards(channel).stream()
                .filter(path -> file.getOrDefault(path, Limits.NONE).topic())
                .findFirst()
                .orElse(ChannelPath.ROOT);
    }

    /** At most how many executions a job of this channel may have if it does not say; 0 = unlimited. */
    public int maxAttempts(ChannelPath channel) {
        for (ChannelPath path : upwards(channel)) {
            Limits limits = limits(path);
            if (limits.maxAttempts().isPresent()) {
                return limits.maxAttempts().getAsInt();
            }
        }
        return 5;
    }

    /** How a job of this channel waits between attempts if neither it nor its handler says. */
    public RetryPolicy retry(ChannelPath channel) {
        return upwards(channel).stream()
                .flatMap(path -> limits(path).retry().stream())
                .findFirst()
                .orElse(RetryPolicy.DEFAULT);
    }
}
