package io.sluice.simulate;

import io.sluice.core.ChannelFile;
import io.sluice.core.ChannelPath;
import io.sluice.core.ChannelText;
import io.sluice.core.Limits;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * All job types and channel topics that a script names anywhere: what a worker handles and reads of which nothing is said. A
 * worker has to tell them before the first job comes.
 */
final class Known {

    private static final String TOPIC = "sluice.channel.";

    private final Set<String> types = new TreeSet<>();
    private final Set<String> topics = new TreeSet<>();
    private int version;

    Known() {
        topics.add(TOPIC + ChannelPath.ROOT);
    }

    /** The topic of a channel, or one by its whole name. */
    static String topic(String channel) {
        return channel.startsWith(TOPIC) ? channel : TOPIC + ChannelPath.parse(channel);
    }

    void type(String type) {
        version += types.add(type) ? 1 : 0;
    }

    void topic(ChannelPath channel) {
        version += topics.add(TOPIC + channel) ? 1 : 0;
    }

    /** A channels file. One that does not read is for the rules to refuse. */
    void file(ChannelFile file) {
        limits(file.defaults());
        file.trees().values().forEach(this::limits);
    }

    /** A live change. */
    void channels(String text) {
        limits(ChannelText.parse(text));
    }

    private void limits(Map<ChannelPath, Limits> entries) {
        entries.forEach((path, limits) -> {
            limits.onFailure().ifPresent(this::type);
            if (limits.topic()) {
                topic(path);
            }
        });
    }

    Set<String> types() {
        return new TreeSet<>(types);
    }

    Set<String> topics() {
        return new TreeSet<>(topics);
    }

    /** Grows with what is known. */
    int version() {
        return version;
    }
}
