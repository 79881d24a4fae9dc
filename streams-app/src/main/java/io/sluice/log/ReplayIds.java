package io.sluice.log;

import io.sluice.core.DerivedIds;
import io.sluice.core.JobId;

/** Ids of the jobs that run others again: the same end of the same job is run again once, whoever asks and however often. */
final class ReplayIds {

    /** Handlers count from 0 up, the rules below it: neither comes here. */
    private static final long ABOVE_ALL_COUNTS = 1L << 62;

    private static final long PRIME = 0x100_0000_01B3L;

    private ReplayIds() {}

    /**
     * The id of the job that runs another again.
     *
     * @param end number of the event that ended it
     * @param again what running it once more is called; empty for the first time
     */
    static JobId of(JobId job, long end, String again) {
        long hash = 0xCBF2_9CE4_8422_2325L ^ end;
        hash *= PRIME;
        for (int i = 0; i < again.length(); i++) {
            hash = (hash ^ again.charAt(i)) * PRIME;
        }
        return DerivedIds.of(job, ABOVE_ALL_COUNTS | hash & ABOVE_ALL_COUNTS - 1);
    }
}
