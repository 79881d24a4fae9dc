package io.sluice.app;

import static io.sluice.app.TextTable.number;
import static io.sluice.app.TextTable.text;

import io.sluice.web.Answers;
import io.sluice.web.TimesDocument;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows how long jobs waited and ran. */
@Command(
        name = "times",
        description = "Shows how long jobs waited and ran, by channel and type, in a window of time.",
        footer = {"", "Example:", "  sluice times --from 7d --channel root.shop --hourly"})
final class TimesCommand implements Callable<Integer> {

    @Option(
            names = "--from",
            paramLabel = "WHEN",
            defaultValue = "24h",
            description = "The window's beginning: a span ago such as 1h, or an instant such as 2030-01-31T08:00:00Z."
                    + " Default: 24h.")
    private String from;

    @Option(names = "--to", paramLabel = "WHEN", description = "The window's end, in the same words. Default: now.")
    private String to;

    @Option(
            names = "--channel",
            paramLabel = "CHANNEL",
            converter = ChannelName.Reader.class,
            description = "Only this channel and those below it, such as root.shop or acme/root.shop.")
    private ChannelName channel;

    @Option(names = "--type", paramLabel = "TYPE", description = "Only jobs of this type.")
    private String type;

    @Option(names = "--tree", paramLabel = "TREE", description = "Whose jobs. Default: main.")
    private String tree;

    @Option(names = "--hourly", description = "A line for each hour.")
    private boolean hourly;

    @Mixin
    private ApiClient api;

    @Mixin
    private Screen screen;

    @Override
    public Integer call() {
        Map<String, Object> parameters = new LinkedHashMap<>();
        parameters.put("tree", channel == null ? (tree == null ? "main" : tree) : channel.treeOr(tree));
        parameters.put("from", from);
        if (to != null) {
            parameters.put("to", to);
        }
        if (channel != null) {
            parameters.put("channel", channel.path());
        }
        if (type != null) {
            parameters.put("type", type);
        }
        parameters.put("hourly", hourly);
        if (screen.isJson()) {
            screen.json(api.get("/v1/times", parameters));
        } else {
            show(api.get("/v1/times", parameters, Answers.MeasuredTimes.class));
        }
        return ExitCode.OK;
    }

    private void show(Answers.MeasuredTimes answer) {
        TextTable table = new TextTable(
                text("CHANNEL"),
                text("TYPE"),
                text(hourly ? "HOUR" : ""),
                number("JOBS"),
                number("WAIT P50"),
                number("P95"),
                number("P99"),
                number("RUNS"),
                number("RUN P50"),
                number("P95"),
                number("P99"));
        for (TimesDocument line : answer.times()) {
            table.row(
                    line.channel(),
                    line.type().isEmpty() ? "(several)" : line.type(),
                    line.hour().map(Object::toString).orElse(""),
                    line.waits().count(),
                    WhatIfText.span(line.waits().p50Ms()),
                    WhatIfText.span(line.waits().p95Ms()),
                    WhatIfText.span(line.waits().p99Ms()),
                    line.runs().count(),
                    WhatIfText.span(line.runs().p50Ms()),
                    WhatIfText.span(line.runs().p95Ms()),
                    WhatIfText.span(line.runs().p99Ms()));
        }
        table.print(screen.out());
        if (answer.times().isEmpty()) {
            screen.say("nothing was measured in that window; what is measured is written within 20 s");
        }
        if (!answer.complete()) {
            screen.say("there was no time to read all of the window: ask for a shorter one");
        }
    }
}
