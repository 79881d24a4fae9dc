package io.sluice.core;

/**
 * The time of a partition: the wall clock, but never backwards, also when another host takes over, and never at a stand:
 * {@code max(wall, last + what has gone by on the monotonic clock)}.
 *
 * @since 0.1
 */
public final class PartitionTime {

    private long last;
    private long lastNanos;

    /**
     * @param stored the last time that is stored, in milliseconds since the epoch; 0: none
     * @param nanos the monotonic clock now
     */
    public PartitionTime(long stored, long nanos) {
        this.last = stored;
        this.lastNanos = nanos;
    }

    /**
     * The time now, at least what was answered before.
     *
     * @param wallMs the wall clock, in milliseconds since the epoch
     * @param nanos the monotonic clock
     */
    public long now(long wallMs, long nanos) {
        long goneBy = Math.max(0, (nanos - lastNanos) / 1_000_000);
        long now = Math.max(wallMs, last + goneBy);
        if (now != last) {
            // Keep the part of a millisecond that has not counted yet, else many short steps stand still.
            lastNanos = wallMs >= last + goneBy ? nanos : lastNanos + goneBy * 1_000_000;
            last = now;
        }
        return now;
    }
}
