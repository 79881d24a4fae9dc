package io.sluice.state;

import java.util.Arrays;

/**
 * A stretch of keys.
 *
 * @param from first key in it
 * @param to first key after it
 */
record KeyRange(byte[] from, byte[] to) {

    /** All keys that begin with a prefix. */
    static KeyRange of(byte[] prefix) {
        return new KeyRange(prefix, after(prefix));
    }

    boolean has(byte[] key) {
        return Arrays.compareUnsigned(from, key) <= 0 && Arrays.compareUnsigned(key, to) < 0;
    }

    /** The same, but beginning not before that key. */
    KeyRange startingAt(byte[] key) {
        return Arrays.compareUnsigned(key, from) > 0 ? new KeyRange(key, to) : this;
    }

    /** The same, but ending before that key. */
    KeyRange endingBefore(byte[] key) {
        return Arrays.compareUnsigned(key, to) < 0 ? new KeyRange(from, key) : this;
    }

    /** The first key behind all that begin with the prefix. An index byte is small, so there always is one. */
    private static byte[] after(byte[] prefix) {
        int last = prefix.length - 1;
        while (prefix[last] == (byte) 0xFF) {
            last--;
        }
        byte[] after = Arrays.copyOf(prefix, last + 1);
        after[last]++;
        return after;
    }
}
