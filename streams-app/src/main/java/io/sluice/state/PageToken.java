package io.sluice.state;

import java.nio.ByteBuffer;
import java.util.Base64;

/**
 * Where the next page of a list begins.
 *
 * @param key the entry to go on with
 * @param left how many of the entry's jobs are still to come; a bundle loses jobs from its beginning, so its end is what stays
 */
record PageToken(byte[] key, int left) {

    /** Opaque text, fit for a URL. */
    String text() {
        byte[] bytes = ByteBuffer.allocate(Integer.BYTES + key.length)
                .putInt(left)
                .put(key)
                .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** @throws IllegalArgumentException if it is no token */
    static PageToken parse(String text) {
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw isNone(text, e);
        }
        if (bytes.length <= Integer.BYTES) {
            throw isNone(text, null);
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        int left = buffer.getInt();
        byte[] key = new byte[buffer.remaining()];
        buffer.get(key);
        if (left < 1) {
            throw isNone(text, null);
        }
        return new PageToken(key, left);
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
