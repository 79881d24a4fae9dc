package io.sluice.app;

import io.sluice.sdk.JobId;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Ends a job. */
@Command(
        name = "cancel",
        description = "Ends a job without running it; a running one is asked to stop first.",
        footer = {"", "Example:", "  sluice cancel main:01920000-0000-7000-8000-000000000001 --reason 'wrong month'"})
final class CancelCommand implements Callable<Integer> {

    @Parameters(
            paramLabel = "ID",
            converter = JobName.class,
            description = "The job, as tree:uuid; a bare uuid is in the tree main.")
    private JobId job;

    @Option(names = "--reason", paramLabel = "TEXT", defaultValue = "", description = "Why; kept with the job.")
    private String reason;

    @Mixin
    private Operator operator;

    @Override
    public Integer call() {
        return operator.send("cancel of " + job + " accepted", client -> client.cancel(job, reason));
    }
}
