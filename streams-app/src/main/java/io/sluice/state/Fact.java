package io.sluice.state;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.function.Supplier;

/**
 * What a store says under a key, or under several that belong together.
 *
 * @param key the key
 * @param says equal exactly if the same is said
 */
record Fact(byte[] key, Object says) {

    private static final int LONGEST = 300;

    /** For people, cut where it is long. */
    String words() {
        String all = says.toString();
        return all.length() <= LONGEST ? all : all.substring(0, LONGEST) + "…";
    }

    /** Bytes that are compared as such. */
    static final class Raw {
        private final byte[] bytes;
        private final Supplier<String> words;

        Raw(byte[] bytes) {
            this(bytes, () -> bytes.length == 0 ? "there" : HexFormat.of().formatHex(bytes));
        }

        Raw(byte[] bytes, Supplier<String> words) {
            this.bytes = bytes;
            this.words = words;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Raw raw && Arrays.equals(bytes, raw.bytes);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(bytes);
        }

        @Override
        public String toString() {
            return words.get();
        }
    }
}
