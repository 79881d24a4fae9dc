package io.sluice.state;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** Reads the columns of a key, as {@link KeyWriter} wrote them. */
final class KeyReader {

    private final ByteBuffer bytes;

    KeyReader(byte[] key) {
        bytes = ByteBuffer.wrap(key, 1, key.length - 1);
    }

    String text() {
        int start = bytes.position();
        int end = start;
        while (bytes.get(end) != 0) {
            end++;
        }
        bytes.position(end + 1);
        return new String(bytes.array(), start, end - start, StandardCharsets.UTF_8);
    }

    int small() {
        return bytes.get();
    }

    int signedInt() {
        return bytes.getInt() ^ Integer.MIN_VALUE;
    }

    long signedLong() {
        return bytes.getLong() ^ Long.MIN_VALUE;
    }

    UUID uuid() {
        return new UUID(bytes.getLong(), bytes.getLong());
    }
}
