package io.sluice.wire;

import io.sluice.core.BundleId;
import io.sluice.core.JobId;
import io.sluice.schemas.Uuid;
import io.sluice.schemas.UuidFormat;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;

/** Names: trees out of keys, jobs and bundles out of what stands in a record beside the tree. */
final class Ids {

    private static final UUID ANY = new UUID(0, 0);

    private Ids() {}

    /** The tree that a record is about, by its key. */
    static String tree(Optional<byte[]> key, String what) {
        byte[] bytes = key.orElseThrow(() -> new BadRecordException(
                "a " + what + " without a key; expected the tree's name as the record's key, such as main"));
        try {
            String tree = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            // The tree's name is checked where a job's is, so that there is one rule.
            return new JobId(tree, ANY).tree();
        } catch (CharacterCodingException e) {
            throw new BadRecordException("a " + what + " with a key of " + bytes.length
                    + " bytes that is no UTF-8 text; expected the tree's name as the record's key, such as main");
        } catch (IllegalArgumentException e) {
            throw new BadRecordException("a " + what + " with a key that is no tree's name: " + e.getMessage());
        }
    }

    static JobId job(String tree, Uuid id) {
        return new JobId(tree, UuidFormat.decode(id));
    }

    static Uuid job(JobId id) {
        return UuidFormat.encode(id.uuid());
    }

    static Optional<UUID> uuid(Uuid id) {
        return Optional.ofNullable(id).map(UuidFormat::decode);
    }

    /** A bundle by its number; numbers begin at 1, so 0 says none. */
    static Optional<BundleId> bundle(String tree, long number) {
        return number == 0 ? Optional.empty() : Optional.of(new BundleId(tree, number));
    }

    static long number(Optional<BundleId> bundle) {
        return bundle.map(BundleId::number).orElse(0L);
    }
}
