package io.sluice.core;

import io.sluice.core.Command.Configure;
import io.sluice.core.Command.ConfigureFile;
import io.sluice.core.Command.Pause;
import io.sluice.core.Command.Resume;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** What people do to channels: limits, pauses. */
final class Channels {

    private static final int LONGEST_TEXT = 1024 * 1024;

    /** What decides how long jobs are kept. */
    private static final Set<ChannelOption> KEEPING =
            EnumSet.of(ChannelOption.RETENTION, ChannelOption.RETENTION_FAILED, ChannelOption.SEQUENTIAL);

    private final StateView state;

    Channels(StateView state) {
        this.state = state;
    }

    // ---- pauses

    void pause(Pause command, Journal journal) {
        if (!command.type().isEmpty()) {
            pauseType(command, journal);
            return;
        }
        withPath(command.channel(), journal, channel -> {
            if (!isSame(state.pause(journal.cause().tree(), channel), command, journal)) {
                journal.record(new Event.ChannelPaused(
                        channel, command.reason(), journal.cause().by()));
            }
        });
    }

    /** Whether it is paused already, for the same reason and by the same one. */
    private static boolean isSame(Optional<StateView.Pause> before, Pause command, Journal journal) {
        return before.filter(pause -> pause.reason().equals(command.reason())
                        && pause.by().equals(journal.cause().by()))
                .isPresent();
    }

    /** Resuming what is not paused changes nothing. */
    void resume(Resume command, Journal journal) {
        if (!command.type().isEmpty()) {
            resumeType(command, journal);
            return;
        }
        withPath(command.channel(), journal, channel -> {
            String tree = journal.cause().tree();
            if (state.pause(tree, channel).isPresent() || state.shutUntil(tree, channel) > journal.now()) {
                journal.record(new Event.ChannelResumed(channel));
            }
        });
    }

    private void pauseType(Pause command, Journal journal) {
        if (isType(command.type(), command.channel(), "paused", journal)
                && !isSame(state.typePause(journal.cause().tree(), command.type()), command, journal)) {
            journal.record(new Event.TypePaused(
                    command.type(), command.reason(), journal.cause().by()));
        }
    }

    private void resumeType(Resume command, Journal journal) {
        if (isType(command.type(), command.channel(), "resumed", journal)
                && state.typePause(journal.cause().tree(), command.type()).isPresent()) {
            journal.record(new Event.TypeResumed(command.type()));
        }
    }

    private static boolean isType(String type, String channel, String wish, Journal journal) {
        if (!channel.isEmpty() && !channel.equals(ChannelPath.ROOT.text())) {
            journal.reject(
                    RejectionCode.BAD_CHANNELS,
                    "the type " + type + " cannot be " + wish + " in " + channel
                            + " alone: a type is paused in the whole tree; leave out the channel or the type");
            return false;
        }
        try {
            Names.check("the type", type);
            return true;
        } catch (IllegalArgumentException e) {
            journal.reject(RejectionCode.OVER_LIMIT, e.getMessage());
            return false;
        }
    }

    // ---- limits

    /** Sets exactly the channels that are named; refused whole if one of them does not read or may not be so. */
    void configure(Configure command, Journal journal) {
        ChannelTree before = state.channels(journal.cause().tree());
        Map<ChannelPath, Limits> entries;
        try {
            atMostAMebibyte(command.channels());
            entries = ChannelText.parse(command.channels());
            entries.forEach(ChannelChecks::refuseTopic);
            before.with(entries).checkWith(entries.keySet());
        } catch (IllegalArgumentException e) {
            journal.reject(RejectionCode.BAD_CHANNELS, e.getMessage());
            return;
        }
        entries.forEach((channel, limits) -> {
            if (!limits.equals(before.own().get(channel))) {
                journal.record(new Event.ChannelConfigured(channel, limits));
            }
        });
        ChannelTree after = state.channels(journal.cause().tree());
        if (entries.keySet().stream().anyMatch(channel -> keepsOtherwise(channel, before, after))) {
            journal.schedule(
                    journal.now(), new Command.RetentionDue(journal.cause().tree(), "", false));
        }
    }

    /** Whether jobs of the channel, or of one below it, may be kept for another time. One that is new hides templates. */
    private static boolean keepsOtherwise(ChannelPath channel, ChannelTree before, ChannelTree after) {
        return before.declared(channel).isEmpty()
                || KEEPING.stream()
                        .anyMatch(option -> !Objects.equals(
                                before.limits(channel).options().get(option),
                                after.limits(channel).options().get(option)));
    }

    /** A partition that has the text already does nothing. */
    void configureFile(ConfigureFile command, Journal journal) {
        if (command.text().equals(state.fileText())) {
            return;
        }
        try {
            atMostAMebibyte(command.text());
            ChannelFile.parse(command.text());
        } catch (IllegalArgumentException e) {
            journal.reject(RejectionCode.BAD_CHANNELS, e.getMessage());
            return;
        }
        journal.record("", new Event.FileConfigured(command.text()));
        state.treeAfter("")
                .ifPresent(first -> journal.schedule(journal.now(), new Command.RetentionDue(first, "", true)));
    }

    private static void atMostAMebibyte(String text) {
        int bytes = text.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > LONGEST_TEXT) {
            throw new IllegalArgumentException(
                    "the channel text is " + bytes + " bytes long; at most " + LONGEST_TEXT + " are allowed");
        }
    }

    /** Here nothing does not mean root: what was left out by mistake must not stop, or start, all there is. */
    private void withPath(String text, Journal journal, Consumer<ChannelPath> then) {
        if (text.isEmpty()) {
            journal.reject(
                    RejectionCode.BAD_CHANNELS,
                    "neither a channel nor a type is named; expected is a channel's path, such as root.shop, or root for"
                            + " the whole tree");
            return;
        }
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
