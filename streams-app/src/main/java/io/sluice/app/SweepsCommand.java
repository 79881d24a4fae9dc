package io.sluice.app;

import static io.sluice.app.TextTable.number;
import static io.sluice.app.TextTable.text;

import io.sluice.web.Answers;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists the sweeps that are at work. */
@Command(
        name = "sweeps",
        description =
                "Lists what is being done to many jobs of a tree, and how far it is. What is through is in the events.",
        footer = {"", "Example:", "  sluice sweeps --tree acme"})
final class SweepsCommand implements Callable<Integer> {

    private static final String PATH = "/v1/sweeps";

    @Option(names = "--tree", paramLabel = "TREE", defaultValue = "main", description = "Whose. Default: main.")
    private String tree;

    @Mixin
    private ApiClient api;

    @Mixin
    private Screen screen;

    @Override
    public Integer call() {
        Map<String, Object> parameters = Map.of("tree", tree);
        if (screen.isJson()) {
            screen.json(api.whole(PATH, parameters, "sweeps"));
            return ExitCode.OK;
        }
        Answers.Sweeps answer = api.whole(PATH, parameters, "sweeps", Answers.Sweeps.class);
        TextTable table = new TextTable(
                text("SWEEP"), text("SINCE"), text("BY"), number("LOOKED AT"), number("CHANGED"), text("WHAT"));
        answer.sweeps()
                .forEach(sweep -> table.row(
                        sweep.id(), sweep.since(), sweep.by(), sweep.lookedAt(), sweep.changed(), sweep.what()));
        table.print(screen.out());
        if (answer.sweeps().isEmpty()) {
            screen.say("no sweep is at work in tree " + tree);
        }
        return ExitCode.OK;
    }
}
