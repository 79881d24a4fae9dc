package io.sluice.app.meters;

import io.sluice.core.StateView.Pause;
import io.sluice.state.TreeLoad;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * What waits and runs under one label. That of a channel is the channel's; that of several, their sum.
 *
 * @param ready READY jobs
 * @param scheduled SCHEDULED jobs
 * @param waiting WAITING jobs
 * @param failed FAILED jobs
 * @param released jobs of open bundles that do not run yet
 * @param running jobs that run
 * @param seats open bundles, of a channel with everything below it
 * @param capacity how many there may be; none: no limit of its own, or several channels
 * @param paused whether it or a channel above it is paused
 * @param pausedByBug whether that is because releasing threw
 * @param oldest how long the oldest READY job waits, in seconds; none: not looked at
 * @param cancelIgnored jobs that still run long after they were asked to stop
 */
record Load(
        long ready,
        long scheduled,
        long waiting,
        long failed,
        long released,
        long running,
        long seats,
        OptionalInt capacity,
        boolean paused,
        boolean pausedByBug,
        OptionalDouble oldest,
        int cancelIgnored) {

    static Load of(TreeLoad.Channel channel, OptionalDouble oldest, int cancelIgnored) {
        return new Load(
                channel.counts().ready(),
                channel.counts().scheduled(),
                channel.counts().waiting(),
                channel.counts().failedNow(),
                channel.active().released(),
                channel.active().running(),
                channel.active().seats(),
                channel.limits().capacity(),
                channel.pause().isPresent(),
                channel.pause().map(Pause::isBug).orElse(false),
                oldest,
                cancelIgnored);
    }

    /** One of several channels that share a label: of seats its own, for those below it are counted as well. */
    Load shared(int ownSeats) {
        return new Load(
                ready,
                scheduled,
                waiting,
                failed,
                released,
                running,
                ownSeats,
                OptionalInt.empty(),
                paused,
                pausedByBug,
                OptionalDouble.empty(),
                cancelIgnored);
    }

    /** Of a tree of which no more is known than what waits, and which bundles are open. */
    static Load ofTree(long ready, TreeLoad.Sums sums, int open) {
        return new Load(
                ready,
                sums.scheduled(),
                sums.waiting(),
                sums.failed(),
                0,
                0,
                open,
                OptionalInt.empty(),
                false,
                false,
                OptionalDouble.empty(),
                0);
    }

    Load plus(Load other) {
        return new Load(
                ready + other.ready,
                scheduled + other.scheduled,
                waiting + other.waiting,
                failed + other.failed,
                released + other.released,
                running + other.running,
                seats + other.seats,
                OptionalInt.empty(),
                paused || other.paused,
                pausedByBug || other.pausedByBug,
                OptionalDouble.empty(),
                cancelIgnored + other.cancelIgnored);
    }
}
