package io.sluice.app;

import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which schedule a command is about. */
final class ScheduleName {

    @Parameters(index = "0", paramLabel = "ID", description = "The schedule's name within its tree.")
    private String id;

    @Option(names = "--tree", paramLabel = "TREE", defaultValue = "main", description = "Its tree. Default: main.")
    private String tree;

    String id() {
        return id;
    }

    String tree() {
        return tree;
    }

    @Override
    public String toString() {
        return id + " of " + tree;
    }
}
