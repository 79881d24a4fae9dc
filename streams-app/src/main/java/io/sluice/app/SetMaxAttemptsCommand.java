package io.sluice.app;

import io.sluice.sdk.JobAction;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Gives jobs another bound on their executions. */
@Command(
        name = "set-max-attempts",
        description = "Gives a job another bound on its executions; it holds for the execution that runs too.",
        footer = {
            "",
            "Example:",
            "  sluice set-max-attempts main:01920000-0000-7000-8000-000000000001 --max-attempts 10"
        })
final class SetMaxAttemptsCommand implements Callable<Integer> {

    @Option(
            names = "--max-attempts",
            paramLabel = "N",
            required = true,
            description = "At most that many executions, 0 = unlimited.")
    private int most;

    @Mixin
    private ManyJobs jobs;

    @Override
    public Integer call() {
        if (most < 0) {
            throw CommandFailed.badUsage("--max-attempts is " + most + "; 0 (unlimited) or more is allowed");
        }
        return jobs.run(
                JobAction.maxAttempts(most),
                new io.sluice.core.JobAction.SetMaxAttempts(most).usual(),
                "maxAttempts set of");
    }
}
