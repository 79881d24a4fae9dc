package io.sluice.core;

import java.util.Arrays;

/**
 * What a handler gets. The rules never look inside.
 *
 * @param bytes as they came; not copied, so nobody may change them
 * @param contentType their media type
 * @since 0.1
 */
public record Payload(byte[] bytes, String contentType) {

    @Override
    public boolean equals(Object other) {
        return other instanceof Payload that
                && contentType.equals(that.contentType)
                && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(bytes) + contentType.hashCode();
    }

    @Override
    public String toString() {
        return bytes.length + " bytes of " + contentType;
    }
}
