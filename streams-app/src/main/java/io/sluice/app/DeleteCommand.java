package io.sluice.app;

import io.sluice.sdk.JobAction;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Forgets jobs that have ended. */
@Command(
        name = "delete",
        description =
                "Forgets a job that has ended, at once instead of after its retention. Its events stay on the log.",
        footer = {
            "",
            "Example:",
            "  sluice delete main:01920000-0000-7000-8000-000000000001",
            "  sluice delete --channel root.shop --state failed --older-than 30d --yes"
        })
final class DeleteCommand implements Callable<Integer> {

    @Mixin
    private ManyJobs jobs;

    @Override
    public Integer call() {
        return jobs.run(JobAction.delete(), new io.sluice.core.JobAction.Delete().usual(), "deleted");
    }
}
