package io.sluice.streams;

import java.util.OptionalLong;

/** Who sees to it that a partition gets its ticks. */
interface Wakeups {

    /** A task for the partition has started here. */
    void opened(int partition);

    /**
     * Says when the partition wants its next tick; what was said before no longer counts.
     *
     * @param delayMs from now, in milliseconds; none: nothing is planned
     */
    void next(int partition, OptionalLong delayMs);

    /** A tick of the partition was handled. */
    void handled(int partition);

    /** The partition's task is gone from here. */
    void closed(int partition);
}
