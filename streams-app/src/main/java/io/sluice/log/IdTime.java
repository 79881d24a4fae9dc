package io.sluice.log;

import java.util.UUID;

/** When an id was made: the first 48 bits of a UUIDv7, for a derived one those of the job that it comes from. */
final class IdTime {

    private IdTime() {}

    /** Milliseconds since the epoch; 0 for an id that carries no time. */
    static long of(UUID id) {
        return id.version() == 7 ? id.getMostSignificantBits() >>> 16 : 0;
    }
}
