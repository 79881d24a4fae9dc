package io.sluice.state;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.zip.CRC32;

/**
 * Where the next page of a list begins.
 *
 * @param key the entry to go on with
 * @param left how many of the entry's jobs are still to come; a bundle loses jobs from its beginning, so its end is what stays
 */
record PageToken(byte[] key, int left) {

    /** Opaque text, fit for a URL. A checksum tells what somebody made up or cut off. */
    String text() {
        byte[] content = ByteBuffer.allocate(Integer.BYTES + key.length)
                .putInt(left)
                .put(key)
                .array();
        byte[] bytes = ByteBuffer.allocate(Integer.BYTES + content.length)
                .putInt(checksum(content))
                .put(content)
                .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** @throws IllegalArgumentException if it is no token */
    static PageToken parse(String text) {
        ByteBuffer bytes = ByteBuffer.wrap(decoded(text));
        if (bytes.remaining() <= 2 * Integer.BYTES) {
            throw isNone(text, null);
        }
        int checksum = bytes.getInt();
        byte[] content = new byte[bytes.remaining()];
        bytes.get(content);
        if (checksum != checksum(content)) {
            throw isNone(text, null);
        }
        int left = ByteBuffer.wrap(content).getInt();
        return new PageToken(Arrays.copyOfRange(content, Integer.BYTES, content.length), left);
    }

    private static byte[] decoded(String text) {
        try {
            return Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw isNone(text, e);
        }
    }

    private static int checksum(byte[] content) {
        CRC32 checksum = new CRC32();
        checksum.update(content);
        return (int) checksum.getValue();
    }

    /** @throws IllegalArgumentException if it does not come from that list */
    PageToken mustBeIn(KeyRange list) {
        if (!list.has(key)) {
            throw new IllegalArgumentException(
                    "page token \"" + text()
                            + "\" belongs to another list: use it with the tree, state and channel of the page that it came with");
        }
        return this;
    }

    private static IllegalArgumentException isNone(String text, IllegalArgumentException cause) {
        return new IllegalArgumentException(
                "\"" + text + "\" is no page token: take the next token of the page before, unchanged", cause);
    }
}
