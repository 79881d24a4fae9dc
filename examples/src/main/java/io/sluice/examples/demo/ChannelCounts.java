package io.sluice.examples.demo;

/**
 * A channel's numbers at one moment, from the events.
 *
 * @param submitted jobs that were stored
 * @param done jobs that ended well
 * @param failed jobs that failed for good
 * @param cancelled jobs that were cancelled
 * @param retried attempts that failed and were tried again
 * @param waitP50Ms half of the starts came at most that long after they could have
 * @param waitP99Ms 99 of 100 did
 * @param spanMs from the first submission to the last end
 */
record ChannelCounts(
        long submitted,
        long done,
        long failed,
        long cancelled,
        long retried,
        long waitP50Ms,
        long waitP99Ms,
        long spanMs) {

    static final ChannelCounts NONE = new ChannelCounts(0, 0, 0, 0, 0, 0, 0, 0);

    long ended() {
        return done + failed + cancelled;
    }

    long unfinished() {
        return submitted - ended();
    }

    /** 0 where there is nothing to divide by. */
    double jobsPerSecond() {
        return spanMs == 0 ? 0 : ended() * 1000.0 / spanMs;
    }
}
