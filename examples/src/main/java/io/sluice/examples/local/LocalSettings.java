package io.sluice.examples.local;

import io.sluice.core.ChannelFile;
import io.sluice.examples.embedded.EmbeddedSettings;
import java.util.stream.Stream;

/**
 * What is to run.
 *
 * @param embedded broker and scheduler
 * @param slots how many jobs the worker runs at once; 0 is no worker
 */
record LocalSettings(EmbeddedSettings embedded, int slots) {

    /** The channels whose jobs come by a topic of their own, and {@code root}, which always has one. */
    String[] channelTopics() {
        return Stream.concat(
                        Stream.of("root"),
                        ChannelFile.parse(embedded.channels()).defaults().entrySet().stream()
                                .filter(channel -> channel.getValue().topic())
                                .map(channel -> channel.getKey().text()))
                .distinct()
                .toArray(String[]::new);
    }
}
