package io.sluice.app;

import static io.sluice.app.TextTable.number;
import static io.sluice.app.TextTable.text;

import io.sluice.sdk.FlowId;
import io.sluice.web.FlowDocument;
import io.sluice.web.JobDocument;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows how far a flow is. */
@Command(
        name = "flow",
        description = "Shows how far a flow is, and its jobs.",
        footer = {"", "Example:", "  sluice flow main:01920000-0000-7000-8000-000000000001"})
final class FlowCommand implements Callable<Integer> {

    @Parameters(
            paramLabel = "ID",
            converter = FlowName.class,
            description = "The flow, as tree:uuid; a bare uuid is in the tree main.")
    private FlowId flow;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "100",
            description = "At most that many jobs, up to 1000. Default: 100.")
    private int limit;

    @Option(names = "--page", paramLabel = "TOKEN", description = "The next page, as the page before says.")
    private String page;

    @Option(names = "--joins", description = "List hidden joins too.")
    private boolean joins;

    @Mixin
    private ApiClient api;

    @Mixin
    private Screen screen;

    @Override
    public Integer call() {
        String path = path(flow);
        Map<String, Object> parameters = new LinkedHashMap<>();
        parameters.put("limit", limit);
        parameters.put("joins", joins);
        if (page != null) {
            parameters.put("page", page);
        }
        if (screen.isJson()) {
            screen.json(api.get(path, parameters));
        } else {
            show(api.get(path, parameters, FlowDocument.class));
        }
        return ExitCode.OK;
    }

    static String path(FlowId flow) {
        return "/v1/flows/" + flow;
    }

    private void show(FlowDocument answer) {
        String description = answer.description().isEmpty() ? "" : " (" + TextTable.oneLine(answer.description()) + ")";
        screen.out().println("flow " + answer.id() + description);
        screen.out()
                .println(answer.done() + " of " + answer.total() + " done, " + answer.failed() + " failed, "
                        + answer.cancelled() + " cancelled"
                        + answer.closedAt().map(at -> ", closed " + at).orElse("")
                        + answer.underWay()
                                .map(action -> ", " + action + " under way")
                                .orElse(""));
        TextTable table = new TextTable(
                text("JOB"),
                text("TYPE"),
                text("CHANNEL"),
                text("STATE"),
                number("ATTEMPT"),
                text("DESCRIPTION OR ERROR"));
        for (JobDocument job : answer.jobs()) {
            table.row(
                    job.id(),
                    job.type(),
                    job.channel(),
                    job.state(),
                    job.attempt(),
                    TextTable.atMost(80, job.error().orElse(job.description())));
        }
        table.print(screen.out());
        answer.nextPage().ifPresent(next -> screen.say("there may be more: add --page " + next));
    }
}
