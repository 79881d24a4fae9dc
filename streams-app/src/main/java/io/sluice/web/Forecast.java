package io.sluice.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.sluice.core.ChannelPath;
import io.sluice.core.ChannelTree;
import io.sluice.core.Throttle;
import io.sluice.state.ChannelRow;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * When what is READY in a channel and below it will be done, if all goes on as it did: the work, at the mean of what runs took,
 * through the seats that it can get. What is SCHEDULED or waits for other jobs is not in it.
 *
 * @param channel the channel
 * @param ready READY jobs that it is about
 * @param doneBy about when these are done; left out where nobody can know
 * @param unknown why nobody can know; left out if {@code doneBy} says it
 * @param leftOut what is not in it, in words
 * @since 0.1
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record Forecast(
        String channel, long ready, Optional<Instant> doneBy, Optional<String> unknown, List<String> leftOut) {

    /** From a release to its run, and from its end to the next release. */
    private static final double OVERHEAD_MS = 20;

    /**
     * Works it out.
     *
     * @param channel which
     * @param rows all channels of the tree
     * @param runMs how long runs took on average, by channel
     * @param slots how many bundles the live workers can run at once
     * @param now in milliseconds since the epoch
     */
    static Forecast of(
            ChannelPath channel, Collection<ChannelRow> rows, Map<ChannelPath, Double> runMs, int slots, long now) {
        return new Working(channel, rows, runMs, slots).forecast(now);
    }

    private static final class Working {
        private final ChannelPath top;
        private final Map<ChannelPath, ChannelRow> rows = new TreeMap<>();
        private final Map<ChannelPath, Double> runMs;
        private final int slots;
        private long paused;

        Working(ChannelPath top, Collection<ChannelRow> rows, Map<ChannelPath, Double> runMs, int slots) {
            this.top = top;
            this.runMs = runMs;
            this.slots = slots;
            rows.forEach(row -> this.rows.put(row.path(), row));
        }

        Forecast forecast(long now) {
            long ready = below(top)
                    .filter(this::isOpen)
                    .mapToLong(row -> row.counts().ready())
                    .sum();
            paused = below(top)
                    .filter(row -> !isOpen(row))
                    .mapToLong(row -> row.counts().ready())
                    .sum();
            long later = below(top)
                    .mapToLong(row -> row.counts().scheduled() + row.counts().waiting())
                    .sum();
            Optional<String> unknown = unknown(ready);
            List<String> leftOut = Stream.of(
                            said(paused, " jobs in paused channels"),
                            said(later, " jobs that are SCHEDULED or wait for others"))
                    .flatMap(Optional::stream)
                    .toList();
            Optional<Instant> doneBy = unknown.isPresent()
                    ? Optional.empty()
                    : Optional.of(Instant.ofEpochMilli(now + Math.round(millis(top))));
            return new Forecast(top.text(), ready, doneBy, unknown, leftOut);
        }

        private static Optional<String> said(long count, String what) {
            return count == 0 ? Optional.empty() : Optional.of(count + what + " are left out");
        }

        private Stream<ChannelRow> below(ChannelPath channel) {
            return rows.values().stream().filter(row -> row.path().isWithin(channel));
        }

        private boolean isOpen(ChannelRow row) {
            return ChannelTree.upwards(row.path()).stream()
                    .map(rows::get)
                    .noneMatch(above -> above != null && above.pause().isPresent());
        }

        private Optional<String> unknown(long ready) {
            Optional<ChannelRow> shut = ChannelTree.upwards(top).stream()
                    .map(rows::get)
                    .filter(row -> row != null && row.pause().isPresent())
                    .findFirst();
            if (shut.isPresent()) {
                return Optional.of(shut.get().path() + " is paused");
            }
            if (ready > 0 && slots == 0) {
                return Optional.of("no worker is live");
            }
            if (ready > 0 && ChannelTree.upwards(top).stream().anyMatch(path -> capacity(path) == 0)) {
                return Optional.of("its capacity, or that of a channel above it, is 0");
            }
            if (below(top)
                    .filter(this::isOpen)
                    .anyMatch(
                            row -> row.counts().ready() > 0 && mean(row.path()).isEmpty())) {
                return Optional.of("nothing has run there of late, so nobody knows how long it takes");
            }
            return Optional.empty();
        }

        /** As long as the work of all takes in its seats, and at least as long as any channel below it. */
        private double millis(ChannelPath channel) {
            double work =
                    below(channel).filter(this::isOpen).mapToDouble(this::work).sum();
            double own = work / Math.max(1, seats(channel));
            double below = rows.keySet().stream()
                    .filter(path -> path.parent().filter(channel::equals).isPresent())
                    .mapToDouble(this::millis)
                    .max()
                    .orElse(0);
            return Math.max(Math.max(own, below), throttled(channel));
        }

        private double work(ChannelRow row) {
            return row.counts().ready() * (mean(row.path()).orElse(0) + OVERHEAD_MS);
        }

        /** Of the channel, or of all that ran in its tree. */
        private OptionalDouble mean(ChannelPath channel) {
            Double own = runMs.get(channel);
            return own != null
                    ? OptionalDouble.of(own)
                    : runMs.values().stream().mapToDouble(each -> each).average();
        }

        private double throttled(ChannelPath channel) {
            Optional<Throttle> throttle = Optional.ofNullable(rows.get(channel))
                    .flatMap(row -> row.limits().throttle());
            long ready = below(channel)
                    .filter(this::isOpen)
                    .mapToLong(row -> row.counts().ready())
                    .sum();
            return throttle.map(each -> (double) ready * each.periodMs() / each.releases())
                    .orElse(0.0);
        }

        /** What it may have, and what those above have left for it. */
        private double seats(ChannelPath channel) {
            double most = Math.min(slots, capacity(channel));
            long has = taken(channel);
            for (ChannelPath above : ChannelTree.upwards(channel)) {
                most = Math.min(most, Math.max(1, capacity(above) - (taken(above) - has)));
            }
            return most;
        }

        private long taken(ChannelPath channel) {
            return rows.containsKey(channel) ? rows.get(channel).seats() : 0;
        }

        private double capacity(ChannelPath channel) {
            ChannelRow row = rows.get(channel);
            return row == null || row.limits().capacity().isEmpty()
                    ? Double.MAX_VALUE
                    : row.limits().capacity().getAsInt();
        }
    }
}
