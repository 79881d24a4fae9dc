package io.sluice.app;

import static io.sluice.app.TextTable.text;

import io.sluice.web.Answers;
import io.sluice.web.ScheduleDocument;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists schedules. */
@Command(
        name = "schedules",
        description = "Lists the schedules of a tree with their next and their last slot.",
        footer = {"", "Example:", "  sluice schedules --tree acme"})
final class SchedulesCommand implements Callable<Integer> {

    private static final String PATH = "/v1/schedules";

    @Option(names = "--tree", paramLabel = "TREE", defaultValue = "main", description = "The tree. Default: main.")
    private String tree;

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
        parameters.put("tree", tree);
        parameters.put("limit", limit);
        if (page != null) {
            parameters.put("page", page);
        }
        if (screen.isJson()) {
            screen.json(api.get(PATH, parameters));
        } else {
            show(api.get(PATH, parameters, Answers.Schedules.class));
        }
        return ExitCode.OK;
    }

    private void show(Answers.Schedules answer) {
        TextTable table = new TextTable(
                text("SCHEDULE"),
                text("CRON"),
                text("ZONE"),
                text("TYPE"),
                text("CHANNEL"),
                text("NEXT"),
                text("LAST"));
        for (ScheduleDocument schedule : answer.schedules()) {
            table.row(
                    schedule.id(),
                    schedule.cron(),
                    schedule.zone(),
                    schedule.type(),
                    schedule.channel(),
                    next(schedule),
                    schedule.last().map(Object::toString).orElse("never"));
        }
        table.print(screen.out());
        answer.nextPage().ifPresent(next -> screen.say("there are more: add --page " + next));
    }

    private static String next(ScheduleDocument schedule) {
        return schedule.next().map(Object::toString).orElse(schedule.enabled() ? "never" : "off");
    }
}
