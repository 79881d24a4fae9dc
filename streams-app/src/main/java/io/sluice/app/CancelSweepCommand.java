package io.sluice.app;

import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Ends a sweep before it is through. */
@Command(
        name = "cancel-sweep",
        description = "Ends a sweep, or the drop of a tree, before it is through. What it did stays done.",
        footer = {"", "Example:", "  sluice cancel-sweep 01920000-0000-7000-8000-000000000001 --tree acme"})
final class CancelSweepCommand implements Callable<Integer> {

    @Parameters(paramLabel = "SWEEP", description = "Its id, as the command that began it and sluice sweeps tell it.")
    private UUID sweep;

    @Option(names = "--tree", paramLabel = "TREE", defaultValue = "main", description = "Its tree. Default: main.")
    private String tree;

    @Mixin
    private Operator operator;

    @Override
    public Integer call() {
        return operator.send("ended sweep " + sweep, client -> client.cancelSweep(tree, sweep));
    }
}
