package io.sluice.app;

import io.sluice.sdk.JobAction;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Ends jobs. */
@Command(
        name = "cancel",
        description = "Ends a job without running it; a running one is asked to stop first.",
        footer = {
            "",
            "Example:",
            "  sluice cancel main:01920000-0000-7000-8000-000000000001 --reason 'wrong month'",
            "  sluice cancel --channel root.import --type row --dry-run"
        })
final class CancelCommand implements Callable<Integer> {

    private static final String FORCED =
            "seat freed at once; the handler may still be at work beside the next job, and its result is not kept: cancelled";

    @Option(names = "--reason", paramLabel = "TEXT", defaultValue = "", description = "Why; kept with the job.")
    private String reason;

    @Option(
            names = "--force",
            description =
                    "Frees the seat of a job that is with a worker at once, without waiting for the worker's word."
                            + " The risk: its handler may still be at work while the next job of its channel runs, and what it"
                            + " returns is not kept.")
    private boolean force;

    @Mixin
    private ManyJobs jobs;

    @Override
    public Integer call() {
        return jobs.run(
                force ? JobAction.cancelByForce(reason) : JobAction.cancel(reason),
                new io.sluice.core.JobAction.Cancel(reason, force).usual(),
                force ? FORCED : "cancel accepted of");
    }
}
