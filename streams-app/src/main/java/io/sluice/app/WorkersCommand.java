package io.sluice.app;

import static io.sluice.app.TextTable.number;
import static io.sluice.app.TextTable.text;

import io.sluice.web.Answers;
import io.sluice.web.WorkerDocument;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows the live workers. */
@Command(
        name = "workers",
        description = "Shows the live workers: their slots, and which topics and types they serve.",
        footer = {"", "Example:", "  sluice workers --json"})
final class WorkersCommand implements Callable<Integer> {

    private static final String PATH = "/v1/workers";

    @Mixin
    private ApiClient api;

    @Mixin
    private Screen screen;

    @Override
    public Integer call() {
        if (screen.isJson()) {
            screen.json(api.whole(PATH, Map.of(), "workers"));
        } else {
            show(api.whole(PATH, Map.of(), "workers", Answers.Workers.class));
        }
        return ExitCode.OK;
    }

    private void show(Answers.Workers answer) {
        TextTable table = new TextTable(text("WORKER"), number("SLOTS"), text("TOPICS"), text("TYPES"));
        for (WorkerDocument worker : answer.workers()) {
            table.row(
                    worker.id(),
                    worker.slots(),
                    String.join(",", new TreeSet<>(worker.topics())),
                    String.join(",", new TreeSet<>(worker.types())));
        }
        table.print(screen.out());
        answer.missing().forEach(address -> screen.say("the instance " + address + " does not answer"));
    }
}
