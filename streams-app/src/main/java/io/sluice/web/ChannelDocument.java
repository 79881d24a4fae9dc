package io.sluice.web;

import io.sluice.core.ChannelPath;
import io.sluice.core.ChannelText;
import io.sluice.core.StateView;
import io.sluice.schemas.Topics;
import io.sluice.state.ChannelRow;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * A channel as it is now.
 *
 * @param path its whole path
 * @param capacity how many bundles may be open in it and below; null: no limit of its own
 * @param options what else limits it, each option as the channel text writes it, such as {@code throttle=5/1s}
 * @param topic the channel topic that its jobs are released to
 * @param paused its own pause; null: it has none
 * @param seats open bundles of it and below
 * @param ready READY jobs of its own
 * @param scheduled SCHEDULED jobs of its own
 * @param waiting WAITING jobs of its own
 * @param failed FAILED jobs of its own
 * @param total what was counted since the channel is known
 * @since 0.1
 */
public record ChannelDocument(
        String path,
        OptionalInt capacity,
        List<String> options,
        String topic,
        Optional<Pause> paused,
        int seats,
        long ready,
        long scheduled,
        long waiting,
        long failed,
        Total total) {

    /** A tree's channels behind a path; the rows hold all, and every channel that stands above another. */
    static List<ChannelDocument> all(List<ChannelRow> rows, Optional<ChannelPath> after) {
        Map<ChannelPath, String> topics = new TreeMap<>();
        rows.forEach(row -> topics.put(row.path(), topic(row, topics)));
        return rows.stream()
                .filter(row -> after.isEmpty() || row.path().compareTo(after.get()) > 0)
                .map(row -> of(row, topics.get(row.path())))
                .toList();
    }

    /** Parents stand before their children, so what holds for the parent is known. */
    private static String topic(ChannelRow row, Map<ChannelPath, String> above) {
        return row.path()
                .parent()
                .filter(parent -> !row.limits().topic())
                .map(above::get)
                .orElseGet(() -> Topics.channelTopic(row.path().text()));
    }

    private static ChannelDocument of(ChannelRow row, String topic) {
        ChannelRow.Counts counts = row.counts();
        return new ChannelDocument(
                row.path().text(),
                row.limits().capacity(),
                ChannelText.options(row.limits()),
                topic,
                row.pause().map(Pause::of),
                row.seats(),
                counts.ready(),
                counts.scheduled(),
                counts.waiting(),
                counts.failedNow(),
                new Total(counts.done(), counts.failed(), counts.retried(), counts.cancelled()));
    }

    /**
     * A pause.
     *
     * @param reason why, may be empty
     * @param by who paused it
     * @param at when
     * @since 0.1
     */
    public record Pause(String reason, String by, Instant at) {

        private static Pause of(StateView.Pause pause) {
            return new Pause(pause.reason(), pause.by(), Instant.ofEpochMilli(pause.at()));
        }
    }

    /**
     * Sums over all time of the channel's own jobs.
     *
     * @param done runs that ended DONE
     * @param failed runs that ended FAILED
     * @param retried runs that will be tried again
     * @param cancelled jobs that were cancelled
     * @since 0.1
     */
    public record Total(long done, long failed, long retried, long cancelled) {}
}
