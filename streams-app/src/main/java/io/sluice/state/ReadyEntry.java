package io.sluice.state;

import java.util.UUID;

/**
 * Who stands at a place in a line.
 *
 * @param job the job
 * @param isFresh whether nothing is stored of it under STATUS; false also where that is not known
 */
record ReadyEntry(UUID job, boolean isFresh) {

    static ReadyEntry read(byte[] bytes) {
        ValueReader reader = ValueReader.block(bytes);
        return new ReadyEntry(reader.uuid(), reader.flag());
    }

    byte[] write() {
        return ValueWriter.block().uuid(job).flag(isFresh).toBytes();
    }
}
