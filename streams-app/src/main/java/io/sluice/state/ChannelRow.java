package io.sluice.state;

import io.sluice.core.ChannelPath;
import io.sluice.core.Limits;
import io.sluice.core.StateView.Pause;
import java.util.Optional;

/**
 * A channel: declared, or used at some time.
 *
 * @param path where it stands
 * @param limits what holds for the channel itself: the tree's own entry over the file's
 * @param own the tree's own entry
 * @param pause the pause of exactly this channel
 * @param seats open bundles of the channel and everything below it
 * @param counts about the channel's own jobs
 * @since 0.1
 */
public record ChannelRow(
        ChannelPath path, Limits limits, Optional<Limits> own, Optional<Pause> pause, int seats, Counts counts) {

    /**
     * Jobs of exactly this channel: those of a state now, and sums since ever.
     *
     * @param ready READY now
     * @param scheduled SCHEDULED now
     * @param waiting WAITING now
     * @param failedNow FAILED now
     * @param done ended as DONE
     * @param failed ended as FAILED, each time
     * @param retried retries
     * @param cancelled ended as CANCELLED
     * @param waits first releases
     * @param waitedMs how long those had waited all together since arrival or ETA, in milliseconds
     * @since 0.1
     */
    public record Counts(
            long ready,
            long scheduled,
            long waiting,
            long failedNow,
            long done,
            long failed,
            long retried,
            long cancelled,
            long waits,
            long waitedMs) {}
}
