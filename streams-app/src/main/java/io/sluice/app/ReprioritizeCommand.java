package io.sluice.app;

import io.sluice.sdk.JobAction;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Gives jobs another priority. */
@Command(
        name = "reprioritize",
        description = "Gives a job another priority. Not while it is with a worker.",
        footer = {"", "Example:", "  sluice reprioritize main:01920000-0000-7000-8000-000000000001 --priority 1"})
final class ReprioritizeCommand implements Callable<Integer> {

    @Option(names = "--priority", paramLabel = "N", required = true, description = "Smaller is sooner.")
    private int priority;

    @Mixin
    private ManyJobs jobs;

    @Override
    public Integer call() {
        return jobs.run(
                JobAction.reprioritize(priority),
                new io.sluice.core.JobAction.Reprioritize(priority).usual(),
                "reprioritized");
    }
}
