package io.sluice.state;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.BiConsumer;

/**
 * Writes a value: a version byte, then fields in a fixed order.
 *
 * <p>How a value grows: new fields are only ever put behind the old ones, in a block (a record inside another) too. Who does
 * not know them leaves them unread; who looks for one that was not written reads zero, empty or absent, so that must be a
 * right default. Zero, empty and absent fields at the end are not written at all. The version changes only if that does not
 * do, and a reader refuses a version that it does not know.
 */
final class ValueWriter {

    private byte[] bytes = new byte[128];
    private int end;

    /** Behind the last field that is not zero, empty or absent. */
    private int needed;

    /** A value of its own. */
    static ValueWriter version(int version) {
        return new ValueWriter().raw(version);
    }

    /** A block inside another value; the version is the outer one's. */
    static ValueWriter block() {
        return new ValueWriter();
    }

    /** A number that is seldom negative and mostly small: 7 bits a byte. */
    ValueWriter number(long number) {
        long rest = number;
        while ((rest & ~0x7FL) != 0) {
            put((byte) (rest & 0x7F | 0x80));
            rest >>>= 7;
        }
        put((byte) rest);
        return mark(number != 0);
    }

    /** A number that may as well be negative. */
    ValueWriter signed(long number) {
        return number((number << 1) ^ (number >> 63));
    }

    ValueWriter decimal(double number) {
        return big(Double.doubleToRawLongBits(number)).mark(true);
    }

    ValueWriter flag(boolean flag) {
        return number(flag ? 1 : 0);
    }

    ValueWriter uuid(UUID uuid) {
        return big(uuid.getMostSignificantBits())
                .big(uuid.getLeastSignificantBits())
                .mark(true);
    }

    ValueWriter text(String text) {
        return bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    ValueWriter bytes(byte[] more) {
        number(more.length);
        room(more.length);
        System.arraycopy(more, 0, bytes, end, more.length);
        end += more.length;
        return mark(more.length > 0);
    }

    ValueWriter optional(OptionalLong number) {
        flag(number.isPresent());
        number.ifPresent(this::signed);
        return this;
    }

    <T> ValueWriter optional(Optional<T> value, BiConsumer<ValueWriter, T> writer) {
        flag(value.isPresent());
        value.ifPresent(present -> writer.accept(this, present));
        return this;
    }

    <T> ValueWriter list(Collection<T> values, BiConsumer<ValueWriter, T> writer) {
        number(values.size());
        values.forEach(value -> writer.accept(this, value));
        return this;
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes, needed);
    }

    private ValueWriter raw(int one) {
        put((byte) one);
        return mark(true);
    }

    private ValueWriter big(long number) {
        for (int shift = 56; shift >= 0; shift -= 8) {
            put((byte) (number >>> shift));
        }
        return this;
    }

    private ValueWriter mark(boolean isNeeded) {
        if (isNeeded) {
            needed = end;
        }
        return this;
    }

    private void put(byte one) {
        room(1);
        bytes[end++] = one;
    }

    private void room(int count) {
        if (end + count > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, end + count));
        }
    }
}
