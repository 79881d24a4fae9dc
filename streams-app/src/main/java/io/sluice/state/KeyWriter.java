package io.sluice.state;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;

/** Writes the columns of a key so that the order of the bytes is the order of the columns. */
final class KeyWriter {

    private byte[] bytes = new byte[96];
    private int end;

    KeyWriter(Index index) {
        bytes[end++] = index.number();
    }

    /** Text and a zero byte, so that a shorter text comes before a longer one that begins with it. */
    KeyWriter text(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        for (byte one : utf8) {
            if (one == 0) {
                throw new IllegalArgumentException(
                        "text in a key has a zero character: \"" + text.replace('\0', '?') + "\"");
            }
        }
        room(utf8.length + 1);
        System.arraycopy(utf8, 0, bytes, end, utf8.length);
        end += utf8.length;
        bytes[end++] = 0;
        return this;
    }

    /** One byte, 0 to 127. */
    KeyWriter small(int number) {
        return big(number, 1);
    }

    /** Four bytes; the sign is flipped, so that negative numbers come first. */
    KeyWriter signed(int number) {
        return big((number ^ Integer.MIN_VALUE) & 0xFFFF_FFFFL, 4);
    }

    /** Eight bytes; the sign is flipped, so that negative numbers come first. */
    KeyWriter signed(long number) {
        return big(number ^ Long.MIN_VALUE, 8);
    }

    KeyWriter uuid(UUID uuid) {
        return big(uuid.getMostSignificantBits(), 8).big(uuid.getLeastSignificantBits(), 8);
    }

    byte[] bytes() {
        return Arrays.copyOf(bytes, end);
    }

    /** All keys that begin with what was written. */
    KeyRange range() {
        return KeyRange.of(bytes());
    }

    private KeyWriter big(long number, int count) {
        room(count);
        for (int shift = 8 * (count - 1); shift >= 0; shift -= 8) {
            bytes[end++] = (byte) (number >>> shift);
        }
        return this;
    }

    private void room(int count) {
        if (end + count > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, end + count));
        }
    }
}
