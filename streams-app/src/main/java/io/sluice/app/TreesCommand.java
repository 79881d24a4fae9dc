package io.sluice.app;

import static io.sluice.app.TextTable.number;
import static io.sluice.app.TextTable.text;

import io.sluice.web.Answers;
import io.sluice.web.TreeDocument;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists the trees. */
@Command(
        name = "trees",
        description = "Lists the trees, with what runs and waits in each.",
        footer = {"", "Example:", "  sluice trees --limit 20"})
final class TreesCommand implements Callable<Integer> {

    private static final String PATH = "/v1/trees";

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "1000",
            description = "At most that many, up to 1000. Default: 1000.")
    private int limit;

    @Option(names = "--page", paramLabel = "TOKEN", description = "The next page, as the page before says.")
    private String page;

    @Mixin
    private ApiClient api;

    @Mixin
    private Screen screen;

    @Override
    public Integer call() {
        Map<String, Object> parameters = new LinkedHashMap<>();
        parameters.put("limit", limit);
        if (page != null) {
            parameters.put("page", page);
        }
        if (screen.isJson()) {
            screen.json(api.get(PATH, parameters));
        } else {
            show(api.get(PATH, parameters, Answers.Trees.class));
        }
        return ExitCode.OK;
    }

    private void show(Answers.Trees answer) {
        TextTable table = new TextTable(text("TREE"), number("PARTITION"), number("SEATS"), number("READY"));
        for (TreeDocument tree : answer.trees()) {
            table.row(tree.tree(), tree.partition(), tree.seats(), tree.ready());
        }
        table.print(screen.out());
        answer.missing().forEach(address -> screen.say("the instance " + address + " does not answer"));
        answer.nextPage().ifPresent(next -> screen.say("there are more: add --page " + next));
    }
}
