package io.sluice.app;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Pauses a channel or a job type. */
@Command(
        name = "pause",
        description =
                "Releases nothing more from a channel and what is below it, or no more jobs of a type. What is released already runs.",
        footer = {"", "Example:", "  sluice pause acme/root.shop --reason 'the shop is moving'"})
final class PauseCommand implements Callable<Integer> {

    @Parameters(
            paramLabel = "CHANNEL",
            arity = "0..1",
            converter = ChannelName.Reader.class,
            description = "The channel, such as root.shop or acme/root.shop.")
    private ChannelName channel;

    @Option(
            names = "--reason",
            paramLabel = "TEXT",
            defaultValue = "",
            description = "Why; shown wherever the pause is.")
    private String reason;

    @Option(names = "--type", paramLabel = "TYPE", description = "A job type instead of a channel, in the whole tree.")
    private String type;

    @Option(names = "--tree", paramLabel = "TREE", description = "The tree. Default: main.")
    private String tree;

    @Mixin
    private Operator operator;

    @Override
    public Integer call() {
        if ((channel == null) == (type == null)) {
            throw CommandFailed.badUsage("name either a channel or a --type");
        }
        if (type != null) {
            String in = tree == null ? "main" : tree;
            return operator.send("paused type " + type + " in " + in, client -> client.pauseType(in, type, reason));
        }
        String in = channel.treeOr(tree);
        return operator.send(
                "paused " + in + "/" + channel.path(),
                client -> client.pause(in, channel.path().text(), reason));
    }
}
