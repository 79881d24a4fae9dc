package io.sluice.app;

import io.sluice.sdk.JobId;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Lets an ended job run again. */
@Command(
        name = "requeue",
        description = "Lets an ended job run again, with its attempts set back to 0.",
        footer = {"", "Example:", "  sluice requeue main:01920000-0000-7000-8000-000000000001"})
final class RequeueCommand implements Callable<Integer> {

    @Parameters(
            paramLabel = "ID",
            converter = JobName.class,
            description = "The job, as tree:uuid; a bare uuid is in the tree main.")
    private JobId job;

    @Mixin
    private Operator operator;

    @Override
    public Integer call() {
        return operator.send("requeued " + job, client -> client.requeue(job));
    }
}
