package io.sluice.examples.demo;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A channel's line in the report: what is over comes from the events, what is left from the query API.
 *
 * @param channel its path
 * @param done jobs that ended well
 * @param failed jobs that failed for good
 * @param retried attempts that failed and were tried again
 * @param waiting jobs that have not begun
 * @param seats bundles that are open in it and below
 * @param waitP50Ms half of the starts came at most that long after they could have
 * @param waitP99Ms 99 of 100 did
 * @param jobsPerSecond from the first submission to the last end
 */
record ChannelReport(
        String channel,
        long done,
        long failed,
        long retried,
        long waiting,
        long seats,
        long waitP50Ms,
        long waitP99Ms,
        double jobsPerSecond) {

    static ChannelReport of(String channel, ChannelCounts counts, JsonNode now) {
        return new ChannelReport(
                channel,
                counts.done(),
                counts.failed(),
                counts.retried(),
                number(now, "ready") + number(now, "scheduled") + number(now, "waiting"),
                number(now, "seats"),
                counts.waitP50Ms(),
                counts.waitP99Ms(),
                Math.round(counts.jobsPerSecond() * 10) / 10.0);
    }

    private static long number(JsonNode row, String field) {
        JsonNode value = row.path(field);
        if (!value.isIntegralNumber()) {
            throw new IllegalStateException("the query API says nothing about " + field + " in " + row);
        }
        return value.asLong();
    }
}
