package io.sluice.it;

import io.sluice.web.Answers;
import io.sluice.web.ChannelDocument;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * A tree in numbers.
 *
 * @param seats open bundles
 * @param ready jobs that may be released
 * @param scheduled jobs that wait for their time
 * @param failedNow jobs that stay FAILED
 * @param done runs that ended DONE
 * @param failed runs that ended FAILED
 * @param retried runs that will be tried again
 * @param cancelled jobs that were cancelled
 */
record Counts(
        long seats, long ready, long scheduled, long failedNow, long done, long failed, long retried, long cancelled) {

    /** As the query API has them. Seats of root count those of all below; everything else is each channel's own. */
    static Counts of(Answers.Channels answer) {
        List<ChannelDocument> channels = answer.channels();
        return new Counts(
                channels.stream()
                        .filter(channel -> channel.path().equals("root"))
                        .mapToLong(ChannelDocument::seats)
                        .sum(),
                sum(channels, ChannelDocument::ready),
                sum(channels, ChannelDocument::scheduled),
                sum(channels, ChannelDocument::failed),
                sum(channels, channel -> channel.total().done()),
                sum(channels, channel -> channel.total().failed()),
                sum(channels, channel -> channel.total().retried()),
                sum(channels, channel -> channel.total().cancelled()));
    }

    private static long sum(List<ChannelDocument> channels, ToLongFunction<ChannelDocument> number) {
        return channels.stream().mapToLong(number).sum();
    }
}
