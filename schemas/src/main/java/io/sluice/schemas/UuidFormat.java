package io.sluice.schemas;

import java.nio.ByteBuffer;
import java.util.UUID;

/**
 * A UUID as it stands in the records, and back.
 *
 * @since 0.1
 */
public final class UuidFormat {

    private UuidFormat() {}

    /** The UUID's 128 bits, big-endian. */
    public static Uuid encode(UUID id) {
        return new Uuid(ByteBuffer.allocate(16)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array());
    }

    /** The UUID of these bits. */
    public static UUID decode(Uuid id) {
        ByteBuffer bytes = ByteBuffer.wrap(id.bytes());
        return new UUID(bytes.getLong(), bytes.getLong());
    }
}
