package io.sluice.core;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** Ids that follow from what they are about, so that whoever makes one again makes the same. */
final class DerivedId {

    private DerivedId() {}

    /** A UUIDv7 of that time, in milliseconds since the epoch, with a hash of the parts as the rest. */
    static UUID of(long time, String... parts) {
        UUID hash = UUID.nameUUIDFromBytes(String.join("\0", parts).getBytes(StandardCharsets.UTF_8));
        long high = time << 16 | 0x7000L | hash.getMostSignificantBits() & 0x0FFFL;
        long low = hash.getLeastSignificantBits() & 0x3FFFFFFFFFFFFFFFL | 0x8000000000000000L;
        return new UUID(high, low);
    }
}
