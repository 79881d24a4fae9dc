package io.sluice.app;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Sets channels of a tree, live. */
@Command(
        name = "configure",
        description = "Sets channels of one tree, live. Channels that the text does not name stay as they are.",
        footer = {"", "Example:", "  sluice configure root.shop:2,root.import:1 --tree acme"})
final class ConfigureCommand implements Callable<Integer> {

    @Parameters(paramLabel = "TEXT", description = "Channel text, such as root.shop:2,root.import:1.")
    private String channels;

    @Option(names = "--tree", paramLabel = "TREE", defaultValue = "main", description = "The tree. Default: main.")
    private String tree;

    @Mixin
    private Operator operator;

    @Override
    public Integer call() {
        return operator.send("configured " + tree, client -> client.configure(tree, channels));
    }
}
