package io.sluice.state;

import io.sluice.core.JobId;
import io.sluice.core.StateView.DedupEntry;

/** The value of DEDUP: who took the key, and until when it is held at any rate. */
final class DedupValue {

    private static final int VERSION = 1;

    private DedupValue() {}

    static byte[] write(DedupEntry entry) {
        return ValueWriter.version(VERSION)
                .uuid(entry.job().uuid())
                .number(entry.until())
                .toBytes();
    }

    static DedupEntry read(String tree, byte[] bytes) {
        ValueReader reader = ValueReader.version(VERSION, bytes);
        return new DedupEntry(new JobId(tree, reader.uuid()), reader.number());
    }
}
