package io.sluice.simulate;

/**
 * The clock of the workers, who have their own as everywhere. To the rules 0 is no time of theirs but none at all, while a
 * script begins at 0: so it goes one millisecond ahead, which is taken away again before anybody sees it.
 */
final class WorkerClock {

    private static final long AHEAD_MS = 1;

    private WorkerClock() {}

    /** What it shows at a time of the script. */
    static long of(long at) {
        return at + AHEAD_MS;
    }

    /** The time of the script when it showed that. */
    static long at(long shown) {
        return shown - AHEAD_MS;
    }
}
