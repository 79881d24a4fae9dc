package io.sluice.app;

import io.sluice.web.Answers;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows a tree's channels. */
@Command(
        name = "channels",
        description = "Shows the channels of a tree: limits, seats, what waits and what became of it.",
        subcommands = {ChannelTextCommands.Export.class, ChannelTextCommands.Diff.class},
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
            screen.json(api.whole(PATH, parameters, "channels"));
        } else {
            Answers.Channels answer = api.whole(PATH, parameters, "channels", Answers.Channels.class);
            ChannelTable.of(answer.channels()).print(screen.out());
            answer.warning().ifPresent(screen::say);
        }
        return ExitCode.OK;
    }
}
