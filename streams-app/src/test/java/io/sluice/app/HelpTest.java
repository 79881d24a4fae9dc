package io.sluice.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

class HelpTest {

    static Stream<String> commands() {
        return Main.commandLine().getSubcommands().keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void every_command_explains_itself_with_an_example(String command) {
        Told help = Told.by(command, "--help");

        assertThat(help.code()).isZero();
        assertThat(help.err()).isEmpty();
        assertThat(help.out())
                .contains("Usage: sluice " + command)
                .contains("Example:\n  ".replace("\n", System.lineSeparator()));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void every_command_and_every_option_is_in_the_documentation(String command) throws IOException {
        String docs = Files.readString(Path.of("..", "docs", "cli.md"));

        assertThat(docs).contains("## `" + command + "`");
        for (CommandLine.Model.OptionSpec option : Main.commandLine()
                .getSubcommands()
                .get(command)
                .getCommandSpec()
                .options()) {
            if (Setting.ofKey(option.longestName().substring(2).replace('-', '.'))
                    .isEmpty()) {
                assertThat(docs).contains(option.longestName());
            }
        }
    }

    /** What belongs into it and stands on a page of its own until it is merged. */
    @Test
    void without_a_command_the_commands_are_shown() {
        Told told = Told.by();

        assertThat(told.code()).isEqualTo(2);
        assertThat(told.err()).contains("a command is missing").contains("channels");
    }

    @Test
    void the_commands_are_shown_by_what_they_are_for_and_none_is_missing() {
        String help = Told.by("--help").out();

        assertThat(help)
                .containsSubsequence("To run it:", "  scheduler", "To look:", "  jobs", "To change jobs:", "  cancel");
        assertThat(help).doesNotContain("More:");
        assertThat(Main.commandLine().getSubcommands().keySet())
                .allSatisfy(command -> assertThat(help).containsPattern("(?m)^  " + command + "\\b"));
    }

    @Test
    void an_unknown_command_is_answered_with_the_nearest() {
        Told told = Told.by("chanels");

        assertThat(told.code()).isEqualTo(2);
        assertThat(told.err()).contains("channels");
    }

    @Test
    void the_version_names_the_jdk() {
        assertThat(Told.by("--version").out()).contains("Sluice ").contains("JDK " + Runtime.version());
    }
}
