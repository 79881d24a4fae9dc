package io.sluice.app;

import static io.sluice.app.TextTable.text;

import io.sluice.web.Answers;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A tree's channels as the text that declares them: all of it, or where it is not what the file says. */
abstract sealed class ChannelTextCommands implements Callable<Integer> {

    private static final String PATH = "/v1/channels/text";

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
    public final Integer call() {
        Map<String, String> parameters = Map.of("tree", tree);
        if (screen.isJson()) {
            screen.json(api.get(PATH, parameters));
        } else {
            show(api.get(PATH, parameters, Answers.ChannelText.class), screen);
        }
        return ExitCode.OK;
    }

    abstract void show(Answers.ChannelText answer, Screen on);

    /** Prints the text. */
    @Command(
            name = "export",
            mixinStandardHelpOptions = true,
            description =
                    "Prints the channels of a tree as channel text, as they hold now: file and live changes together.",
            footer = {"", "Example:", "  sluice channels export --tree acme > acme.channels"})
    static final class Export extends ChannelTextCommands {
        @Override
        void show(Answers.ChannelText answer, Screen on) {
            on.out().print(answer.text());
            on.out().flush();
        }
    }

    /** Prints the differences. */
    @Command(
            name = "diff",
            mixinStandardHelpOptions = true,
            description =
                    "Shows where the channels of a tree are not what the channels file says, because they were set live.",
            footer = {"", "Example:", "  sluice channels diff --tree acme"})
    static final class Diff extends ChannelTextCommands {
        @Override
        void show(Answers.ChannelText answer, Screen on) {
            if (answer.differences().isEmpty()) {
                on.out().println("the channels of " + answer.tree() + " are what the file says");
                return;
            }
            TextTable table = new TextTable(text("CHANNEL"), text("FILE"), text("LIVE"));
            answer.differences()
                    .forEach(difference ->
                            table.row(difference.path(), difference.file().orElse("-"), difference.live()));
            table.print(on.out());
        }
    }
}
