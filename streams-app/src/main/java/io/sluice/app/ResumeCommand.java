package io.sluice.app;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Ends the pause of a channel or of a job type. */
@Command(
        name = "resume",
        description = "Ends the pause of a channel or of a job type.",
        footer = {"", "Example:", "  sluice resume acme/root.shop"})
final class ResumeCommand implements Callable<Integer> {

    @Parameters(
            paramLabel = "CHANNEL",
            arity = "0..1",
            converter = ChannelName.Reader.class,
            description = "The channel, such as root.shop or acme/root.shop.")
    private ChannelName channel;

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
            return operator.send("resumed type " + type + " in " + in, client -> client.resumeType(in, type));
        }
        String in = channel.treeOr(tree);
        return operator.send(
                "resumed " + in + "/" + channel.path(),
                client -> client.resume(in, channel.path().text()));
    }
}
