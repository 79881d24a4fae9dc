package io.sluice.whatif;

import io.sluice.core.ChannelPath;
import io.sluice.core.ChannelTree;
import io.sluice.core.Event;
import io.sluice.core.JobId;
import io.sluice.core.Recorded;
import io.sluice.state.JobRow;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import org.HdrHistogram.Histogram;

/** What events say of waits, seats and ends, by channel with all below it; the same for what happened and for what would have. */
final class Measures {

    private final long from;
    private final Function<JobId, Optional<JobRow>> before;
    private final Map<ChannelPath, Channel> channels = new TreeMap<>();

    /** From when on the jobs wait that were not released yet. */
    private final Map<UUID, Long> waiting = new HashMap<>();

    /** Open bundles: how many jobs have no outcome yet. */
    private final Map<Long, Open> bundles = new HashMap<>();

    private record Open(ChannelPath channel, int jobs) {}

    /** One channel and all below it. */
    private final class Channel {
        private final Histogram waits = new Histogram(2);
        private long done;
        private long failed;
        private int seats;
        private int most;
        private long since = from;
        private double seatTime;

        private void seats(int by, long at) {
            seatTime += (double) seats * (at - since);
            since = at;
            seats += by;
            most = Math.max(most, seats);
        }

        private Figures figures(long to) {
            seats(0, to);
            double span = Math.max(1, to - from);
            return new Figures(
                    waits.getTotalCount(),
                    waits.getValueAtPercentile(50),
                    waits.getValueAtPercentile(95),
                    seatTime / span,
                    most,
                    done,
                    failed,
                    done * 60_000.0 / span);
        }
    }

    /**
     * @param from when the stretch begins
     * @param before jobs that were there by then
     */
    Measures(long from, Function<JobId, Optional<JobRow>> before) {
        this.from = from;
        this.before = before;
    }

    /** A bundle that was open when the stretch began. */
    void open(long bundle, ChannelPath channel, int jobs) {
        bundles.put(bundle, new Open(channel, jobs));
        seats(channel, 1, from);
    }

    void take(Recorded recorded) {
        long at = recorded.at();
        switch (recorded.event()) {
            case Event.JobSubmitted e ->
                waiting.put(e.job().uuid(), Math.max(at, e.submitted().eta().orElse(at)));
            case Event.JobScheduled e -> waiting.replace(e.job().uuid(), Math.max(at, e.notBefore()));
            case Event.JobReady e -> waiting.computeIfPresent(e.job().uuid(), (job, since) -> Math.max(since, at));
            case Event.JobReleased e -> released(e, at);
            case Event.JobDone e -> {
                above(e.channel(), channel -> channel.done++);
                left(e.run(), at);
            }
            case Event.JobFailed e -> {
                above(e.channel(), channel -> channel.failed++);
                left(e.run(), at);
            }
            case Event.JobRetried e -> left(e.run(), at);
            case Event.JobSnoozed e -> left(e.run(), at);
            case Event.JobLost e -> left(e.run(), at);
            case Event.JobHandedBack e -> left(e.run(), at);
            case Event.JobCancelled e -> {
                waiting.remove(e.job().uuid());
                left(e.run(), at);
            }
            default -> {
                // Moves no seat and begins or ends no wait.
            }
        }
    }

    private void released(Event.JobReleased event, long at) {
        long bundle = event.bundle().number();
        Open open = bundles.get(bundle);
        bundles.put(bundle, new Open(event.channel(), open == null ? 1 : open.jobs() + 1));
        if (open == null) {
            seats(event.channel(), 1, at);
        }
        if (event.run() == 1) {
            Long since = waiting.remove(event.job().uuid());
            Optional<Long> arrived = since != null
                    ? Optional.of(since)
                    : before.apply(event.job()).map(Measures::since);
            arrived.ifPresent(time ->
                    above(event.channel(), channel -> channel.waits.recordValue(Math.max(0, at - Math.min(at, time)))));
        }
    }

    private static long since(JobRow row) {
        return Math.max(row.job().arrivedAt(), row.job().eta().orElse(0));
    }

    /** A job leaves its bundle, which frees its seat with the last one. */
    private void left(Event.Run run, long at) {
        run.bundle().map(bundle -> bundle.number()).ifPresent(bundle -> {
            Open open = bundles.get(bundle);
            if (open != null && open.jobs() > 1) {
                bundles.put(bundle, new Open(open.channel(), open.jobs() - 1));
            } else if (open != null) {
                bundles.remove(bundle);
                seats(open.channel(), -1, at);
            }
        });
    }

    private void seats(ChannelPath path, int by, long at) {
        above(path, channel -> channel.seats(by, at));
    }

    private void above(ChannelPath path, Consumer<Channel> action) {
        for (ChannelPath one : ChannelTree.upwards(path)) {
            action.accept(channels.computeIfAbsent(one, first -> new Channel()));
        }
    }

    /**
     * What came out, by channel with all below it.
     *
     * @param to when the stretch ends
     */
    Map<ChannelPath, Figures> figures(long to) {
        Map<ChannelPath, Figures> all = new TreeMap<>();
        channels.forEach((path, channel) -> all.put(path, channel.figures(to)));
        return all;
    }
}
