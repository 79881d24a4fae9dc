package io.sluice.core;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/**
 * Ids that follow from another job's: whoever derives one, and however often, gets the same. As clients derive them, with
 * the time of the other id and a hash as the rest; clients count from 0 up, the rules below it, and replays take numbers from 2^62 on.
 *
 * @since 0.1
 */
public final class DerivedIds {

    private static final long VERSION_7 = 0x7000L;
    private static final long VARIANT = 0x8000_0000_0000_0000L;
    private static final long BELOW_VARIANT = 0x3FFF_FFFF_FFFF_FFFFL;

    private DerivedIds() {}

    /** The id of the n-th job that comes out of another. */
    public static JobId of(JobId origin, long n) {
        ByteBuffer hash = ByteBuffer.wrap(sha256(origin, n));
        long most =
                origin.uuid().getMostSignificantBits() & 0xFFFF_FFFF_FFFF_0000L | VERSION_7 | hash.getLong() & 0xFFF;
        return new JobId(origin.tree(), new UUID(most, hash.getLong() & BELOW_VARIANT | VARIANT));
    }

    private static byte[] sha256(JobId origin, long n) {
        byte[] tree = origin.tree().getBytes(StandardCharsets.UTF_8);
        ByteBuffer input = ByteBuffer.allocate(tree.length + 1 + 3 * Long.BYTES)
                .put(tree)
                .put((byte) 0)
                .putLong(origin.uuid().getMostSignificantBits())
                .putLong(origin.uuid().getLeastSignificantBits())
                .putLong(n);
        try {
            return MessageDigest.getInstance("SHA-256").digest(input.array());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java runtime lacks SHA-256, which every one must have", e);
        }
    }
}
