package io.sluice.core;

import io.sluice.core.Command.Configure;
import io.sluice.core.Command.ConfigureFile;
import io.sluice.core.Command.Pause;
import io.sluice.core.Command.Resume;
import java.util.Map;

/** What people do to channels: limits, pauses. */
final class Channels {

    private final StateView state;

    Channels(StateView state) {
        this.state = state;
    }

    void pause(Pause command, Journal journal) {
        withPath(
                command.channel(),
                journal,
                channel -> journal.record(new Event.ChannelPaused(
                        channel, command.reason(), journal.cause().by())));
    }

    /** Resuming what is not paused changes nothing. */
    void resume(Resume command, Journal journal) {
        withPath(command.channel(), journal, channel -> {
            if (state.pause(journal.cause().tree(), channel).isPresent()) {
                journal.record(new Event.ChannelResumed(channel));
            }
        });
    }

    /** Sets exactly the channels that are named; refused whole if one of them does not read. */
    void configure(Configure command, Journal journal) {
        Map<ChannelPath, Limits> entries;
        try {
            entries = ChannelText.parse(command.channels());
            entries.forEach(Channels::refuseTopic);
        } catch (IllegalArgumentException e) {
            journal.reject(RejectionCode.BAD_CHANNELS, e.getMessage());
            return;
        }
        entries.forEach((channel, limits) -> journal.record(new Event.ChannelConfigured(channel, limits)));
    }

    /** A partition that has the text already does nothing. */
    void configureFile(ConfigureFile command, Journal journal) {
        if (command.text().equals(state.fileText())) {
            return;
        }
        try {
            ChannelText.parse(command.text());
        } catch (IllegalArgumentException e) {
            journal.record(
                    "",
                    new Event.CommandRejected(java.util.Optional.empty(), RejectionCode.BAD_CHANNELS, e.getMessage()));
            return;
        }
        journal.record("", new Event.FileConfigured(command.text()));
    }

    private static void refuseTopic(ChannelPath channel, Limits limits) {
        if (limits.topic()) {
            throw new IllegalArgumentException("channel entry \"" + ChannelText.entry(channel, limits)
                    + "\": topic can be set in the channels file only, for it holds for every tree");
        }
    }

    private void withPath(String text, Journal journal, java.util.function.Consumer<ChannelPath> then) {
        ChannelPath channel;
        try {
            channel = ChannelPath.parse(text);
        } catch (IllegalArgumentException e) {
            journal.reject(RejectionCode.BAD_CHANNELS, e.getMessage());
            return;
        }
        then.accept(channel);
    }
}
