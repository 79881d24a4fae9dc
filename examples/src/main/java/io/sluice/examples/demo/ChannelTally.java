package io.sluice.examples.demo;

import org.HdrHistogram.Histogram;

/** What the events have said about one channel so far. Times are the partition's, in milliseconds. */
final class ChannelTally {

    private static final int DIGITS = 3;

    private final Histogram waits = new Histogram(DIGITS);
    private long submitted;
    private long done;
    private long failed;
    private long cancelled;
    private long retried;
    private long firstAt = Long.MAX_VALUE;
    private long lastAt = Long.MIN_VALUE;

    void submitted(long at) {
        submitted++;
        firstAt = Math.min(firstAt, at);
    }

    /** A job has begun that much later than it could have. */
    void waited(long ms) {
        waits.recordValue(Math.max(0, ms));
    }

    void retried() {
        retried++;
    }

    void done(long at) {
        done++;
        lastAt = Math.max(lastAt, at);
    }

    void failed(long at) {
        failed++;
        lastAt = Math.max(lastAt, at);
    }

    void cancelled(long at) {
        cancelled++;
        lastAt = Math.max(lastAt, at);
    }

    ChannelCounts counts() {
        return new ChannelCounts(
                submitted,
                done,
                failed,
                cancelled,
                retried,
                waits.getValueAtPercentile(50),
                waits.getValueAtPercentile(99),
                Math.max(0, lastAt - firstAt));
    }
}
