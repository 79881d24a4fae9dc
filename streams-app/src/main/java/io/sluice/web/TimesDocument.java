package io.sluice.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.sluice.log.MeasuredTimes;
import io.sluice.wire.Times;
import java.time.Instant;
import java.util.Optional;

/**
 * How long jobs of one type in one channel waited and ran.
 *
 * @param channel their channel
 * @param type their type; empty: of several, where there are too many kinds to measure each
 * @param hour when the hour began; left out where it is all of the window
 * @param waits from arrival or ETA to the first release
 * @param runs how long runs took, by the worker's clock
 * @since 0.1
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record TimesDocument(String channel, String type, Optional<Instant> hour, Quantiles waits, Quantiles runs) {

    /**
     * In milliseconds, right to one part in a hundred.
     *
     * @param count how many there were
     * @param meanMs their mean
     * @param p50Ms half of them took at most that long
     * @param p95Ms 95 % of them
     * @param p99Ms 99 % of them
     * @param maxMs the longest
     * @since 0.1
     */
    public record Quantiles(long count, double meanMs, long p50Ms, long p95Ms, long p99Ms, long maxMs) {

        static Quantiles of(Times times) {
            return new Quantiles(
                    times.count(),
                    Math.round(times.mean() * 10) / 10.0,
                    times.percentile(50),
                    times.percentile(95),
                    times.percentile(99),
                    times.longest());
        }
    }

    static TimesDocument of(MeasuredTimes.Line line, MeasuredTimes.Both both) {
        return new TimesDocument(
                line.channel().text(),
                line.type(),
                line.hour().isPresent()
                        ? Optional.of(Instant.ofEpochMilli(line.hour().getAsLong()))
                        : Optional.empty(),
                Quantiles.of(both.waits()),
                Quantiles.of(both.runs()));
    }
}
