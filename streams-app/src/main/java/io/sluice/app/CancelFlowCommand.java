package io.sluice.app;

import io.sluice.sdk.FlowId;
import io.sluice.web.FlowDocument;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Ends a flow. */
@Command(
        name = "cancel-flow",
        description = "Ends all jobs of a flow that are unfinished or FAILED; running ones are asked to stop first.",
        footer = {"", "Example:", "  sluice cancel-flow main:01920000-0000-7000-8000-000000000001 --dry-run"})
final class CancelFlowCommand implements Callable<Integer> {

    @Parameters(
            paramLabel = "ID",
            converter = FlowName.class,
            description = "The flow, as tree:uuid; a bare uuid is in the tree main.")
    private FlowId flow;

    @Option(names = "--reason", paramLabel = "TEXT", defaultValue = "", description = "Why; kept with each job.")
    private String reason;

    @Option(names = "--dry-run", description = "Only tell how many jobs it would be about.")
    private boolean dryRun;

    @Mixin
    private Operator operator;

    @Override
    public Integer call() {
        if (!dryRun) {
            return operator.send("cancel of flow " + flow + " accepted", client -> client.cancelFlow(flow, reason));
        }
        FlowDocument now = operator.api().get(FlowCommand.path(flow), Map.of("limit", 1), FlowDocument.class);
        return tell(operator.screen(), now.total() - now.done() - now.cancelled(), "cancelled");
    }

    /** What a dry run says. */
    static int tell(Screen screen, long jobs, String done) {
        if (screen.isJson()) {
            screen.json(Map.of("dryRun", true, "jobs", jobs));
        } else {
            screen.out().println(jobs + " jobs would be " + done);
        }
        return ExitCode.OK;
    }
}
