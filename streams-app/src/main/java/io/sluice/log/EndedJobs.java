package io.sluice.log;

import java.util.Arrays;
import java.util.UUID;

/**
 * Jobs that ended, in arrays: about 100 bytes a job, so that a window may hold millions. A job is addressed by its slot, which
 * holds until the next {@link #put}.
 */
final class EndedJobs {

    static final int NONE = -1;
    static final int MOST = 5_000_000;

    private static final int SMALLEST = 1024;

    private long[] most = new long[SMALLEST];
    private long[] least = new long[SMALLEST];
    private long[] ends = new long[SMALLEST];
    private long[] sources = new long[SMALLEST];
    private int[] kinds = new int[SMALLEST];
    private byte[] flags = new byte[SMALLEST];
    private int size;

    /** What is known of a job: bits of its flags. */
    enum Flag {
        /** The slot is taken. */
        USED,
        /** It was run again since its end. */
        REPLAYED,
        /** It is not to be run again now. */
        SKIPPED,
        /** Something else became of it after the window. */
        CHANGED_SINCE;

        private int bit() {
            return 1 << ordinal();
        }
    }

    /** The slot of a job; {@link #NONE}: it is not there. */
    int find(UUID job) {
        int slot = slot(most, least, flags, job.getMostSignificantBits(), job.getLeastSignificantBits());
        return is(slot, Flag.USED) ? slot : NONE;
    }

    /** The slot of a job, which is there from now on. */
    int put(UUID job) {
        int found = find(job);
        if (found != NONE) {
            return found;
        }
        if (size >= MOST) {
            throw new LogException("more than " + MOST
                    + " jobs match; narrow the window, or name a channel, a type or an error, and do it in parts");
        }
        if (3L * (size + 1) > 2L * most.length) {
            grow();
        }
        size++;
        int slot = slot(most, least, flags, job.getMostSignificantBits(), job.getLeastSignificantBits());
        most[slot] = job.getMostSignificantBits();
        least[slot] = job.getLeastSignificantBits();
        mark(slot, Flag.USED);
        return slot;
    }

    /** Where it is, or the empty slot where it would be. */
    private static int slot(long[] most, long[] least, byte[] flags, long high, long low) {
        int mask = most.length - 1;
        long mixed = (high ^ low) * 0x9E37_79B9_7F4A_7C15L;
        int slot = (int) (mixed >>> 32) & mask;
        while (flags[slot] != 0 && (most[slot] != high || least[slot] != low)) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    private void grow() {
        EndedJobs old = new EndedJobs();
        old.most = most;
        old.least = least;
        old.ends = ends;
        old.sources = sources;
        old.kinds = kinds;
        old.flags = flags;
        int wanted = most.length * 2;
        most = new long[wanted];
        least = new long[wanted];
        ends = new long[wanted];
        sources = new long[wanted];
        kinds = new int[wanted];
        flags = new byte[wanted];
        for (int from = 0; from < old.most.length; from++) {
            if (old.flags[from] != 0) {
                move(old, from);
            }
        }
    }

    private void move(EndedJobs old, int from) {
        int to = slot(most, least, flags, old.most[from], old.least[from]);
        most[to] = old.most[from];
        least[to] = old.least[from];
        ends[to] = old.ends[from];
        sources[to] = old.sources[from];
        kinds[to] = old.kinds[from];
        flags[to] = old.flags[from];
    }

    /** It came to its end with that event. */
    void end(int slot, long number, int kind) {
        ends[slot] = number;
        kinds[slot] = kind;
        flags[slot] = (byte) Flag.USED.bit();
    }

    /** Its end does not count any more. */
    void undo(int slot) {
        end(slot, 0, 0);
    }

    void mark(int slot, Flag flag) {
        flags[slot] |= (byte) flag.bit();
    }

    boolean is(int slot, Flag flag) {
        return (flags[slot] & flag.bit()) != 0;
    }

    /** Number of the event that ended it; 0: its end does not count. */
    long end(int slot) {
        return ends[slot];
    }

    int kind(int slot) {
        return kinds[slot];
    }

    /** The event that its payload stands in is that one. */
    void source(int slot, long number) {
        sources[slot] = number;
    }

    /** 0: not found yet. */
    long source(int slot) {
        return sources[slot];
    }

    UUID job(int slot) {
        return new UUID(most[slot], least[slot]);
    }

    /** Whether it is to be run again now. */
    boolean isDue(int slot) {
        return ends[slot] != 0 && !is(slot, Flag.SKIPPED);
    }

    /** All slots whose end counts. */
    int[] slots() {
        int[] all = new int[size];
        int count = 0;
        for (int slot = 0; slot < most.length; slot++) {
            if (ends[slot] != 0) {
                all[count++] = slot;
            }
        }
        return Arrays.copyOf(all, count);
    }
}
