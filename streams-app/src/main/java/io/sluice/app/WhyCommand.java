package io.sluice.app;

import io.sluice.sdk.JobId;
import io.sluice.web.WhyDocument;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Says why a job is where it is. */
@Command(
        name = "why",
        description = "Says in one sentence why a job is where it is: what it waits for, who runs it, or how it ended.",
        footer = {"", "Example:", "  sluice why main:01920000-0000-7000-8000-000000000001"})
final class WhyCommand implements Callable<Integer> {

    @Parameters(
            paramLabel = "ID",
            converter = JobName.class,
            description = "The job, as tree:uuid; a bare uuid is in the tree main.")
    private JobId job;

    @Mixin
    private ApiClient api;

    @Mixin
    private Screen screen;

    @Override
    public Integer call() {
        String path = "/v1/jobs/" + job + "/why";
        if (screen.isJson()) {
            screen.json(api.get(path, Map.of()));
        } else {
            screen.out().println(api.get(path, Map.of(), WhyDocument.class).why());
        }
        return ExitCode.OK;
    }
}
