package io.sluice.examples.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.examples.Terminal;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalCommandTest {

    @TempDir
    private Path folder;

    @Test
    void wrong_channel_text_is_quoted_and_nothing_is_started() {
        Terminal local = local("--channels", "root:4,root.shop:many");

        assertThat(local.exitCode()).isEqualTo(2);
        assertThat(local.err()).contains("\"root.shop:many\"");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void a_channels_file_that_is_missing_is_named() {
        Terminal local = local("--channels-file", folder.resolve("nowhere").toString());

        assertThat(local.exitCode()).isEqualTo(2);
        assertThat(local.err().lines()).singleElement().asString().contains("nowhere");
    }

    @Test
    void a_taken_port_is_refused_in_one_line() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Terminal local = local("--port", Integer.toString(taken.getLocalPort()));

            assertThat(local.exitCode()).isEqualTo(2);
            assertThat(local.err().lines())
                    .singleElement()
                    .asString()
                    .contains("port " + taken.getLocalPort() + " is taken");
        }
    }

    @Test
    void text_and_file_exclude_each_other() {
        assertThat(local("--channels", "root:4", "--channels-file", "f").exitCode())
                .isEqualTo(2);
    }

    @Test
    void numbers_out_of_range_are_refused() {
        assertThat(local("--slots", "0").err()).contains("--slots is 0; it must be from 1");
        assertThat(local("--port", "70000").err()).contains("--port is 70000; it must be from 0 to 65535");
    }

    @Test
    void the_help_shows_an_example() {
        assertThat(Terminal.run("local", "--help").out()).contains("sluice local --channels");
    }

    private Terminal local(String... options) {
        List<String> arguments = new ArrayList<>(List.of("local", "--data", folder.toString()));
        arguments.addAll(List.of(options));
        return Terminal.run(arguments.toArray(String[]::new));
    }
}
