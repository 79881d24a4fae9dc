package io.sluice.examples.embedded;

import java.nio.file.Path;

/**
 * What a broker and a scheduler in this JVM are told.
 *
 * @param folder where both keep their data; goes on with what is there
 * @param brokerPort port of the broker on the loopback address; 0 takes a free one
 * @param httpPort port of the query API on the loopback address; 0 takes a free one
 * @param partitions how many partitions trees are spread over; chosen once for a folder
 * @param channels channel text; empty: what was set before stays
 * @since 0.1
 */
public record EmbeddedSettings(Path folder, int brokerPort, int httpPort, int partitions, String channels) {

    /** Makes the folder absolute. */
    public EmbeddedSettings {
        folder = folder.toAbsolutePath().normalize();
    }

    /** Settings with free ports and four partitions. */
    public static EmbeddedSettings in(Path folder, String channels) {
        return new EmbeddedSettings(folder, 0, 0, 4, channels);
    }
}
