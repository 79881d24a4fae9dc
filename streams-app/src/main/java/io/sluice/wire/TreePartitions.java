package io.sluice.wire;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.utils.Utils;

/**
 * Where a tree lives: by the hash with which Kafka's own Java producer spreads keys.
 *
 * @since 0.1
 */
public final class TreePartitions {

    private TreePartitions() {}

    /** The partition of a tree whose name is that key, of so many. */
    public static int of(byte[] key, int partitions) {
        return Utils.toPositive(Utils.murmur2(key)) % partitions;
    }

    /** The partition of a tree, of so many. */
    public static int of(String tree, int partitions) {
        return of(tree.getBytes(StandardCharsets.UTF_8), partitions);
    }
}
