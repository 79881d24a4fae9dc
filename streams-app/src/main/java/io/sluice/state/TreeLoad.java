package io.sluice.state;

import io.sluice.core.ChannelPath;
import io.sluice.core.JobId;
import io.sluice.core.Limits;
import io.sluice.core.StateView.Pause;
import java.util.List;
import java.util.Optional;

/**
 * What waits and runs in a tree, for metrics.
 *
 * @param channels channel by channel, in the order of their paths
 * @param isWhole whether these are all; else there are more than were to be looked at
 * @since 0.1
 */
public record TreeLoad(List<Channel> channels, boolean isWhole) {

    /**
     * A channel.
     *
     * @param path where it stands
     * @param limits what holds for the channel itself
     * @param pause its own pause, else the nearest one above it
     * @param counts about the channel's own jobs
     * @param active what is with workers, or on its way to them
     * @since 0.1
     */
    public record Channel(
            ChannelPath path, Limits limits, Optional<Pause> pause, ChannelRow.Counts counts, Active active) {}

    /**
     * Open bundles.
     *
     * @param seats open bundles of the channel and everything below it
     * @param own those of exactly this channel
     * @param released jobs of those that do not run yet
     * @param running jobs of those that run
     * @param askedToStop runs of those that go on although they were asked to stop
     * @since 0.1
     */
    public record Active(int seats, int own, int released, int running, List<Run> askedToStop) {

        static final Active NONE = new Active(0, 0, 0, 0, List.of());
    }

    /** A run of a job. */
    public record Run(JobId job, int number) {}

    /**
     * Sums over the channels of a tree.
     *
     * @param scheduled SCHEDULED jobs
     * @param waiting WAITING jobs
     * @param failed FAILED jobs
     * @param channels how many were looked at
     * @param isWhole whether these are all
     * @since 0.1
     */
    public record Sums(long scheduled, long waiting, long failed, int channels, boolean isWhole) {}
}
