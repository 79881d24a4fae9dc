package io.sluice.state;

import io.sluice.core.Event;

/** What is counted about a channel's own jobs: those that are there now, and sums since ever. */
final class ChannelCounts {

    long scheduled;
    long waiting;
    long failedNow;

    long done;
    long failed;
    long retried;
    long cancelled;

    /** First releases, and how long their jobs had waited from arrival or ETA on. */
    long waits;

    long waitedMs;

    /** For readers. */
    ChannelRow.Counts row(long ready) {
        return new ChannelRow.Counts(
                ready, scheduled, waiting, failedNow, done, failed, retried, cancelled, waits, waitedMs);
    }

    /** What came to an end or began since ever. */
    Event.Sums sums() {
        return new Event.Sums(done, failed, retried, cancelled, waits, waitedMs);
    }

    /** The sums are these, whatever was counted. */
    void sums(Event.Sums sums) {
        done = sums.done();
        failed = sums.failed();
        retried = sums.retried();
        cancelled = sums.cancelled();
        waits = sums.waits();
        waitedMs = sums.waitedMs();
    }

    byte[] write() {
        return ValueWriter.block()
                .number(scheduled)
                .number(waiting)
                .number(failedNow)
                .number(done)
                .number(failed)
                .number(retried)
                .number(cancelled)
                .number(waits)
                .number(waitedMs)
                .toBytes();
    }

    static ChannelCounts read(ValueReader reader) {
        ChannelCounts counts = new ChannelCounts();
        counts.scheduled = reader.number();
        counts.waiting = reader.number();
        counts.failedNow = reader.number();
        counts.done = reader.number();
        counts.failed = reader.number();
        counts.retried = reader.number();
        counts.cancelled = reader.number();
        counts.waits = reader.number();
        counts.waitedMs = reader.number();
        return counts;
    }
}
