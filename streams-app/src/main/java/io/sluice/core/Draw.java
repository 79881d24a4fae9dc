package io.sluice.core;

/** Numbers that look drawn but follow from what they are about: the rules know no randomness. */
final class Draw {

    private Draw() {}

    /** A number in [-1, 1) out of a job and an attempt. */
    static double signed(JobId job, int attempt) {
        long mixed = mix(job.uuid().getMostSignificantBits())
                ^ mix(job.uuid().getLeastSignificantBits() + 0x9E3779B97F4A7C15L * attempt);
        return (mix(mixed) >>> 11) * 0x1.0p-52 - 1;
    }

    /** Spreads every bit over all others. */
    private static long mix(long value) {
        long mixed = (value ^ (value >>> 32)) * 0xD6E8FEB86659FD93L;
        mixed = (mixed ^ (mixed >>> 32)) * 0xD6E8FEB86659FD93L;
        return mixed ^ (mixed >>> 32);
    }
}
