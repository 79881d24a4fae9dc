package io.sluice.examples.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.examples.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoCommandTest {

    @TempDir
    private Path folder;

    @Test
    void a_missing_file_is_one_line_and_nothing_is_started() {
        Terminal demo = Terminal.run(
                "demo", "no-such-file.csv", "--data", folder.resolve("data").toString());

        assertThat(demo.exitCode()).isEqualTo(2);
        assertThat(demo.err().lines()).containsExactly("cannot read no-such-file.csv: no such file");
        assertThat(demo.out()).isEmpty();
        assertThat(folder.resolve("data")).doesNotExist();
    }

    @Test
    void a_folder_is_no_file() {
        assertThat(Terminal.run("demo", folder.toString()).err().lines())
                .containsExactly("cannot read " + folder + ": it is a folder, not a file");
    }

    @Test
    void a_folder_for_the_data_with_something_in_it_is_refused() throws IOException {
        Files.writeString(folder.resolve("mine"), "precious");

        Terminal demo = Terminal.run("demo", "--data", folder.toString());

        assertThat(demo.exitCode()).isEqualTo(2);
        assertThat(demo.err()).contains("is not empty");
        assertThat(folder.resolve("mine")).exists();
    }

    @Test
    void the_help_shows_an_example() {
        Terminal help = Terminal.run("demo", "--help");

        assertThat(help.exitCode()).isZero();
        assertThat(help.out()).contains("sluice demo customers.csv");
    }
}
