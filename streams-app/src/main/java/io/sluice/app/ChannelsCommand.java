package io.sluice.app;

import static io.sluice.app.TextTable.number;
import static io.sluice.app.TextTable.text;

import io.sluice.web.Answers;
import io.sluice.web.ChannelDocument;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows a tree's channels. */
@Command(
        name = "channels",
        description = "Shows the channels of a tree: limits, seats, what waits and what became of it.",
        footer = {"", "Example:", "  sluice channels --tree acme"})
final class ChannelsCommand implements Callable<Integer> {

    private static final String PATH = "/v1/channels";

    @Option(
            names = "--tree",
            paramLabel = "TREE",
            defaultValue = "main",
            description = "Whose channels. Default: main.")
    private String tree;

    @Mixin
    private ApiClient api;

    @Mixin
    private Screen screen;

    @Override
    public Integer call() {
        Map<String, String> parameters = Map.of("tree", tree);
        if (screen.isJson()) {
            screen.json(api.get(PATH, parameters));
        } else {
            show(api.get(PATH, parameters, Answers.Channels.class));
        }
        return ExitCode.OK;
    }

    private void show(Answers.Channels answer) {
        TextTable table = new TextTable(
                text("CHANNEL"),
                number("CAPACITY"),
                number("SEATS"),
                number("READY"),
                number("SCHEDULED"),
                number("WAITING"),
                number("FAILED"),
                number("DONE"),
                text("PAUSED"));
        Set<String> shown = new HashSet<>();
        for (ChannelDocument channel : answer.channels()) {
            table.row(
                    indented(channel.path(), shown),
                    capacity(channel),
                    channel.seats(),
                    channel.ready(),
                    channel.scheduled(),
                    channel.waiting(),
                    channel.failed(),
                    channel.total().done(),
                    channel.paused().map(ChannelsCommand::paused).orElse(""));
            shown.add(channel.path());
        }
        table.print(screen.out());
    }

    /** The last name under its parent; more of the path where the parent is not shown. */
    private static String indented(String path, Set<String> shown) {
        int cut = path.lastIndexOf('.');
        int depth = 0;
        while (cut >= 0 && !shown.contains(path.substring(0, cut))) {
            cut = path.lastIndexOf('.', cut - 1);
        }
        for (int dot = path.indexOf('.'); dot >= 0 && dot <= cut; dot = path.indexOf('.', dot + 1)) {
            depth++;
        }
        return "  ".repeat(depth) + path.substring(cut + 1);
    }

    private static String capacity(ChannelDocument channel) {
        return channel.capacity().isEmpty() ? "*" : "" + channel.capacity().getAsInt();
    }

    private static String paused(ChannelDocument.Pause pause) {
        String by = pause.by().isEmpty() ? "yes" : "by " + pause.by();
        return pause.reason().isEmpty() ? by : by + ": " + pause.reason();
    }
}
