package io.sluice.state;

import java.util.List;
import java.util.UUID;

/** The value of ENDED: the jobs that one command ended in one channel, in the order of their events. */
final class EndedValue {

    private static final int VERSION = 1;

    private EndedValue() {}

    static byte[] write(List<UUID> jobs) {
        return ValueWriter.version(VERSION).list(jobs, ValueWriter::uuid).toBytes();
    }

    static List<UUID> read(byte[] bytes) {
        return ValueReader.version(VERSION, bytes).list(ValueReader::uuid);
    }
}
