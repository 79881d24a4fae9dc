package io.sluice.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class BenchCommandTest {

    private static final Path DOCS = Path.of("..", "docs");

    @TempDir
    private Path folder;

    @Test
    void an_unknown_workload_is_answered_with_those_that_there_are() {
        Terminal bench = Terminal.run("bench", "drian", "--data-dir", folder.toString());

        assertThat(bench.exitCode()).isEqualTo(2);
        assertThat(bench.err()).contains("no workload drian").contains("drain, idle, latency");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void a_folder_with_something_in_it_is_refused() throws IOException {
        Files.writeString(folder.resolve("mine"), "precious");

        Terminal bench = Terminal.run("bench", "drain", "--data-dir", folder.toString());

        assertThat(bench.exitCode()).isEqualTo(2);
        assertThat(bench.err()).contains("is not empty");
        assertThat(folder.resolve("mine")).exists();
    }

    @Test
    void sizes_are_read_as_people_say_them() {
        Sizes sizes = new Sizes();

        assertThat(sizes.convert("500")).isEqualTo(500);
        assertThat(sizes.convert("10k")).isEqualTo(10_000);
        assertThat(sizes.convert("1M")).isEqualTo(1_000_000);
        assertThat(Sizes.text(10_000_000)).isEqualTo("10M");
    }

    @Test
    void numbers_that_are_none_are_refused() {
        for (String wrong : new String[] {"0", "-1", "1G", "k", "1.5k"}) {
            assertThat(Terminal.run("bench", "drain", "--jobs", wrong).err()).contains("\"" + wrong + "\"");
        }
        assertThat(Terminal.run("bench", "drain", "--runs", "0").err()).contains("--runs is 0");
    }

    @Test
    void every_option_is_in_the_documentation() throws IOException {
        String docs = Files.readString(DOCS.resolve("cli.md"));

        assertThat(docs).contains("## `bench`");
        for (CommandLine.Model.OptionSpec option :
                new CommandLine(new BenchCommand()).getCommandSpec().options()) {
            assertThat(docs).contains(option.longestName());
        }
    }

    @Test
    void every_workload_is_in_the_documentation_and_in_the_help() throws IOException {
        String docs = Files.readString(DOCS.resolve("performance.md"));
        String help = Terminal.run("bench", "--help").out();

        assertThat(Workload.all().keySet())
                .allSatisfy(name -> assertThat(docs).contains("`" + name + "`"))
                .allSatisfy(name -> assertThat(help).contains(name));
    }
}
