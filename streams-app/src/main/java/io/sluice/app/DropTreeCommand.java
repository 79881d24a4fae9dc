package io.sluice.app;

import io.sluice.web.Answers;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Forgets a whole tree. */
@Command(
        name = "drop-tree",
        description =
                "Cancels and deletes all jobs of a tree that are there now, then forgets its channels. Running jobs are"
                        + " asked to stop and waited for.",
        footer = {
            "",
            "Example:",
            "  sluice drop-tree acme --dry-run",
            "  sluice drop-tree acme --reason 'moved out' --yes"
        })
final class DropTreeCommand implements Callable<Integer> {

    @Parameters(paramLabel = "TREE", description = "The tree.")
    private String tree;

    @Option(names = "--reason", paramLabel = "TEXT", defaultValue = "", description = "Why; kept in the events.")
    private String reason;

    @Option(names = "--dry-run", description = "Only count its jobs.")
    private boolean dryRun;

    @Option(names = "--yes", description = "Do it; without it nothing is done.")
    private boolean yes;

    @Mixin
    private Operator operator;

    @Override
    public Integer call() {
        if (yes && !dryRun) {
            return operator.sweep(tree, "dropped the tree " + tree + ":", client -> client.dropTree(tree, reason));
        }
        Answers.Count count = operator.api().get("/v1/count", Map.of("tree", tree), Answers.Count.class);
        if (operator.screen().isJson()) {
            operator.screen().json(count);
        } else {
            operator.screen().out().println(ManyJobs.counted(count));
        }
        if (dryRun) {
            return ExitCode.OK;
        }
        operator.screen().say("nothing was done: add --yes to drop the tree " + tree);
        return ExitCode.REFUSED;
    }
}
