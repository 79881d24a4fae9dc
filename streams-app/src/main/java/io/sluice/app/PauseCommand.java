package io.sluice.app;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Pauses a channel. */
@Command(
        name = "pause",
        description = "Releases nothing more from a channel and what is below it. What is released already runs.",
        footer = {"", "Example:", "  sluice pause acme/root.shop --reason 'the shop is moving'"})
final class PauseCommand implements Callable<Integer> {

    @Parameters(
            paramLabel = "CHANNEL",
            converter = ChannelName.Reader.class,
            description = "The channel, such as root.shop or acme/root.shop.")
    private ChannelName channel;

    @Option(
            names = "--reason",
            paramLabel = "TEXT",
            defaultValue = "",
            description = "Why; shown wherever the pause is.")
    private String reason;

    @Option(names = "--tree", paramLabel = "TREE", description = "The channel's tree. Default: main.")
    private String tree;

    @Mixin
    private Operator operator;

    @Override
    public Integer call() {
        String in = channel.treeOr(tree);
        return operator.send(
                "paused " + in + "/" + channel.path(),
                client -> client.pause(in, channel.path().text(), reason));
    }
}
