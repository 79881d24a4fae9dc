package io.sluice.app;

import io.sluice.sdk.JobAction;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lets ended jobs run again. */
@Command(
        name = "requeue",
        description =
                "Lets an ended job run again, with its attempts set back to 0; with a filter, FAILED ones unless --state says more.",
        footer = {
            "",
            "Example:",
            "  sluice requeue main:01920000-0000-7000-8000-000000000001",
            "  sluice requeue --channel root.shop --error java.io.IOException --older-than 1h --dry-run"
        })
final class RequeueCommand implements Callable<Integer> {

    @Mixin
    private ManyJobs jobs;

    @Override
    public Integer call() {
        return jobs.run(JobAction.requeue(), new io.sluice.core.JobAction.Requeue().usual(), "requeued");
    }
}
