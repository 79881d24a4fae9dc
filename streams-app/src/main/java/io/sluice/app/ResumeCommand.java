package io.sluice.app;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Ends a channel's pause. */
@Command(
        name = "resume",
        description = "Ends a channel's pause.",
        footer = {"", "Example:", "  sluice resume acme/root.shop"})
final class ResumeCommand implements Callable<Integer> {

    @Parameters(
            paramLabel = "CHANNEL",
            converter = ChannelName.Reader.class,
            description = "The channel, such as root.shop or acme/root.shop.")
    private ChannelName channel;

    @Option(names = "--tree", paramLabel = "TREE", description = "The channel's tree. Default: main.")
    private String tree;

    @Mixin
    private Operator operator;

    @Override
    public Integer call() {
        String in = channel.treeOr(tree);
        return operator.send(
                "resumed " + in + "/" + channel.path(),
                client -> client.resume(in, channel.path().text()));
    }
}
