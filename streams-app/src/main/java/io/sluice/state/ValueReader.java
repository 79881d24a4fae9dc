package io.sluice.state;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Function;

/** Reads a value as {@link ValueWriter} wrote it, or as an older or newer build did. */
final class ValueReader {

    private final ByteBuffer bytes;

    private ValueReader(byte[] bytes) {
        this.bytes = ByteBuffer.wrap(bytes);
    }

    /** @throws IllegalStateException if the version is not one that this build knows */
    static ValueReader version(int known, byte[] bytes) {
        ValueReader reader = new ValueReader(bytes);
        int version = reader.bytes.get();
        if (version != known) {
            throw new IllegalStateException("a stored value has version " + version + ", this build reads " + known
                    + ": start the build that wrote it, or a newer one");
        }
        return reader;
    }

    static ValueReader block(byte[] bytes) {
        return new ValueReader(bytes);
    }

    long number() {
        if (!bytes.hasRemaining()) {
            return 0;
        }
        long number = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            byte one = bytes.get();
            number |= (one & 0x7FL) << shift;
            if (one >= 0) {
                return number;
            }
        }
        throw new IllegalStateException("a stored number is longer than 64 bits");
    }

    int smallNumber() {
        return Math.toIntExact(number());
    }

    long signed() {
        long number = number();
        return (number >>> 1) ^ -(number & 1);
    }

    double decimal() {
        return bytes.hasRemaining() ? bytes.getDouble() : 0;
    }

    boolean flag() {
        return number() != 0;
    }

    UUID uuid() {
        return new UUID(bytes.getLong(), bytes.getLong());
    }

    String text() {
        return new String(bytes(), StandardCharsets.UTF_8);
    }

    byte[] bytes() {
        int length = smallNumber();
        if (length > bytes.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] read = new byte[length];
        bytes.get(read);
        return read;
    }

    OptionalLong optionalNumber() {
        return flag() ? OptionalLong.of(signed()) : OptionalLong.empty();
    }

    <T> Optional<T> optional(Function<ValueReader, T> reader) {
        return flag() ? Optional.of(reader.apply(this)) : Optional.empty();
    }

    <T> List<T> list(Function<ValueReader, T> reader) {
        int count = smallNumber();
        List<T> values = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            values.add(reader.apply(this));
        }
        return List.copyOf(values);
    }
}
