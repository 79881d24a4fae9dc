package io.sluice.app;

import io.sluice.sdk.JobAction;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Ends jobs as DONE without running them. */
@Command(
        name = "set-done",
        description =
                "Ends a job as DONE without running it, so that what waits for it goes on: one that is WAITING, SCHEDULED, READY or FAILED.",
        footer = {
            "",
            "Example:",
            "  sluice set-done main:01920000-0000-7000-8000-000000000001 --result '{\"paid\":true}'"
        })
final class SetDoneCommand implements Callable<Integer> {

    @Option(names = "--result", paramLabel = "TEXT", description = "What it is to have returned. Default: nothing.")
    private String result;

    @Mixin
    private ManyJobs jobs;

    @Override
    public Integer call() {
        return jobs.run(
                JobAction.setDone(result),
                new io.sluice.core.JobAction.SetDone(Optional.ofNullable(result)).usual(),
                "set done");
    }
}
