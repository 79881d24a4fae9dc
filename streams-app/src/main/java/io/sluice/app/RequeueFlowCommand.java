package io.sluice.app;

import io.sluice.sdk.FlowId;
import io.sluice.web.FlowDocument;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lets what went wrong in a flow run again. */
@Command(
        name = "requeue-flow",
        description =
                "Lets all jobs of a flow that FAILED or were cancelled run again. What was not needed stays cancelled.",
        footer = {"", "Example:", "  sluice requeue-flow main:01920000-0000-7000-8000-000000000001 --dry-run"})
final class RequeueFlowCommand implements Callable<Integer> {

    @Parameters(
            paramLabel = "ID",
            converter = FlowName.class,
            description = "The flow, as tree:uuid; a bare uuid is in the tree main.")
    private FlowId flow;

    @Option(
            names = "--dry-run",
            description = "Only tell how many jobs it would be about, at most: what was not needed counts as well.")
    private boolean dryRun;

    @Mixin
    private Operator operator;

    @Override
    public Integer call() {
        if (!dryRun) {
            return operator.send("requeue of flow " + flow + " accepted", client -> client.requeueFlow(flow));
        }
        FlowDocument now = operator.api().get(FlowCommand.path(flow), Map.of("limit", 1), FlowDocument.class);
        return CancelFlowCommand.tell(operator.screen(), now.failed() + now.cancelled(), "requeued");
    }
}
