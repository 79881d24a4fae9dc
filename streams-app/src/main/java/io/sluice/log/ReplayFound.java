package io.sluice.log;

import io.sluice.core.ChannelPath;
import io.sluice.core.JobId;
import java.util.List;

/**
 * What a replay would run again.
 *
 * @param jobs how many jobs match
 * @param replayedBefore how many of these were run again since they ended so
 * @param due how many are to be run again now
 * @param changedSince how many of those that are due were requeued, or came again under their id, after the window
 * @param kinds those that match by type and channel, the most first
 * @param sample some of them
 * @param complete whether the window was read to its end; if not, it was stopped
 * @since 0.1
 */
public record ReplayFound(
        long jobs,
        long replayedBefore,
        long due,
        long changedSince,
        List<Kind> kinds,
        List<Sample> sample,
        boolean complete) {

    /** Copies that nobody changes. */
    public ReplayFound {
        kinds = List.copyOf(kinds);
        sample = List.copyOf(sample);
    }

    /**
     * Jobs of one type in one channel.
     *
     * @param type their type
     * @param channel where they ended
     * @param jobs how many
     * @since 0.1
     */
    public record Kind(String type, ChannelPath channel, long jobs) {}

    /**
     * One of the jobs.
     *
     * @param job which
     * @param type its type
     * @param channel where it ended
     * @param endedAt when, in milliseconds since the epoch
     * @param end how: class and message of its error, or why it was cancelled
     * @since 0.1
     */
    public record Sample(JobId job, String type, ChannelPath channel, long endedAt, String end) {}
}
