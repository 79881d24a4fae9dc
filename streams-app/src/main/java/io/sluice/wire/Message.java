package io.sluice.wire;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A record to send.
 *
 * @param topic where to
 * @param key tree or worker; none where the topic has no keys or the partition is named otherwise
 * @param value the record in the wire format
 * @since 0.1
 */
public record Message(String topic, Optional<String> key, byte[] value) {

    /** The key as it stands on the topic. */
    public Optional<byte[]> keyBytes() {
        return key.map(text -> text.getBytes(StandardCharsets.UTF_8));
    }
}
