package io.sluice.state;

import io.sluice.core.ActiveBundle;
import io.sluice.core.ChannelPath;
import io.sluice.core.ChannelTree;
import io.sluice.core.Event;
import io.sluice.core.Limits;
import io.sluice.core.Recorded;
import io.sluice.core.StateView.Pause;
import java.util.Optional;

/** What events change about channels themselves: limits, pauses, tokens and turns. */
final class ChannelFold {

    private final Trees trees;
    private final Partition partition;

    ChannelFold(Trees trees, Partition partition) {
        this.trees = trees;
        this.partition = partition;
    }

    void configured(Event.ChannelConfigured event, Recorded recorded) {
        tree(recorded).configure(event.channel(), event.limits(), partition.fileNumber());
    }

    void paused(Event.ChannelPaused event, Recorded recorded) {
        change(recorded, event.channel()).pause(Optional.of(new Pause(event.reason(), event.by(), recorded.at())));
    }

    void resumed(Event.ChannelResumed event, Recorded recorded) {
        ChannelRecord channel = change(recorded, event.channel());
        channel.pause(Optional.empty());
        channel.shutUntil = 0;
    }

    void typePaused(Event.TypePaused event, Recorded recorded) {
        tree(recorded).pauseType(event.type(), Optional.of(new Pause(event.reason(), event.by(), recorded.at())));
    }

    void typeResumed(Event.TypeResumed event, Recorded recorded) {
        tree(recorded).pauseType(event.type(), Optional.empty());
    }

    /** The later of two times counts. */
    void shut(Event.ChannelShut event, Recorded recorded) {
        ChannelRecord channel = change(recorded, event.channel());
        channel.shutUntil = Math.max(channel.shutUntil, event.until());
    }

    // ---- what a release takes

    /** A token of each throttled channel above the job, and the turn of each child of a fair one. */
    void released(Event.JobReleased event, Recorded recorded) {
        ChannelTree channels = channels(recorded.tree());
        for (ChannelPath path : channels.throttled(event.channel())) {
            ChannelRecord channel = change(recorded, path);
            channel.tokens = channel.tokens.take(recorded.at(), channels.limits(path));
        }
        if (channels.hasFair()) {
            served(event, recorded, channels);
        }
    }

    private void served(Event.JobReleased event, Recorded recorded, ChannelTree channels) {
        if (channels.limits(event.channel()).fair()) {
            change(recorded, event.channel()).ownServed = recorded.number();
        }
        for (ChannelPath path : ChannelTree.upwards(event.channel())) {
            if (path.parent().map(channels::limits).filter(Limits::fair).isPresent()) {
                change(recorded, path).served = recorded.number();
            }
        }
    }

    /** Asked before the job leaves its bundle, which knows when it was released. */
    void handedBack(Event.JobHandedBack event, Recorded recorded) {
        Optional<ActiveBundle> bundle = event.run().bundle().flatMap(trees::bundle);
        for (ChannelPath path : channels(recorded.tree()).throttled(event.channel())) {
            ChannelRecord channel = change(recorded, path);
            bundle.ifPresent(open -> channel.tokens = channel.tokens.giveBack(open.releasedAt()));
        }
    }

    private ChannelTree channels(String tree) {
        return trees.tree(tree).limits(partition.file());
    }

    private Tree tree(Recorded recorded) {
        return trees.change(recorded.tree());
    }

    private ChannelRecord change(Recorded recorded, ChannelPath channel) {
        return tree(recorded).change(channel);
    }
}
