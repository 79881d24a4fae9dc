package io.sluice.sdk;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.UUID;

/**
 * Makes ids of jobs. One object gives ids that only ever grow, also within a millisecond and when the wall clock is set
 * back. Safe for use by many threads.
 *
 * <pre>
 *  48 bits          4   12        2   62
 *  milliseconds     7   counter   2   random
 * </pre>
 *
 * @since 0.1
 */
public final class JobIds {

    private static final int COUNTER_BITS = 12;
    private static final long VERSION_7 = 0x7000L;
    private static final long VARIANT = 0x8000_0000_0000_0000L;
    private static final long BELOW_VARIANT = 0x3FFF_FFFF_FFFF_FFFFL;

    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    /** Milliseconds and counter of the last id as one number: a full counter borrows the next millisecond. */
    private long last;

    /**
     * Ids by the system's clock.
     *
     * @since 0.1
     */
    public JobIds() {
        this(Clock.systemUTC());
    }

    JobIds(Clock clock) {
        this.clock = clock;
    }

    /**
     * A new id in this tree, greater than every id that this object made before.
     *
     * @param tree name of the tree
     * @throws IllegalArgumentException if the tree is no name
     * @since 0.1
     */
    public JobId next(String tree) {
        return new JobId(tree, nextUuid());
    }

    synchronized UUID nextUuid() {
        long wanted = clock.millis() << COUNTER_BITS;
        last = Math.max(last + 1, wanted);
        long most = (last >>> COUNTER_BITS) << 16 | VERSION_7 | last & 0xFFF;
        return new UUID(most, random.nextLong() & BELOW_VARIANT | VARIANT);
    }

    /**
     * The id of the n-th job that another one submits: whoever derives it, and however often, gets the same. A handler
     * that submits with derived ids and is run again submits the same jobs, and these are stored once.
     *
     * @param parent the job that submits; the new id is in its tree and carries its time
     * @param n which of its jobs; any number, each once
     * @since 0.1
     */
    public static JobId derived(JobId parent, long n) {
        ByteBuffer hash = ByteBuffer.wrap(sha256(parent, n));
        long most =
                parent.uuid().getMostSignificantBits() & 0xFFFF_FFFF_FFFF_0000L | VERSION_7 | hash.getLong() & 0xFFF;
        return new JobId(parent.tree(), new UUID(most, hash.getLong() & BELOW_VARIANT | VARIANT));
    }

    private static byte[] sha256(JobId parent, long n) {
        byte[] tree = parent.tree().getBytes(StandardCharsets.UTF_8);
        ByteBuffer input = ByteBuffer.allocate(tree.length + 1 + 3 * Long.BYTES)
                .put(tree)
                .put((byte) 0)
                .putLong(parent.uuid().getMostSignificantBits())
                .putLong(parent.uuid().getLeastSignificantBits())
                .putLong(n);
        try {
            return MessageDigest.getInstance("SHA-256").digest(input.array());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java runtime lacks SHA-256, which every one must have", e);
        }
    }
}
