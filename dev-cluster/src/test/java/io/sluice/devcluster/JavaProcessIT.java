package io.sluice.devcluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class JavaProcessIT {

    private static final Duration SOON = Duration.ofSeconds(20);

    private final Path folder = Folders.fresh("process");
    private final JavaProgram sleeper =
            JavaProgram.of(SleeperMain.class).option("-Xmx32m").property("mood", "good");

    @Test
    void a_line_of_the_output_is_awaited_and_a_stop_runs_shutdown_hooks() {
        try (JavaProcess process = start("stopped")) {
            assertThat(process.awaitLine("ready", SOON)).isEqualTo("ready, mood good");

            process.stop(SOON);

            assertThat(process.isAlive()).isFalse();
            assertThat(process.output()).content().contains("stopping in order");
        }
    }

    @Test
    void a_kill_runs_nothing() {
        try (JavaProcess process = start("killed")) {
            process.awaitLine("ready", SOON);

            process.kill();

            assertThat(process.isAlive()).isFalse();
            assertThat(process.output()).content().doesNotContain("stopping");
        }
    }

    @Test
    void a_child_dies_with_a_parent_that_is_killed() {
        Path output = folder.resolve("child-of-a-child.log");
        JavaProgram withChild = JavaProgram.of(SleeperMain.class, output.toString());
        try (JavaProcess parent = JavaProcess.start(withChild, folder.resolve("parent.log"))) {
            long pid = Long.parseLong(parent.awaitLine("child ", SOON).substring("child ".length()));
            ProcessHandle child = ProcessHandle.of(pid).orElseThrow();
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(output).content().contains("ready"));

            parent.kill();

            await().atMost(SOON).until(() -> !child.isAlive());
            assertThat(output).content().contains("stopping in order");
        }
    }

    @Test
    void the_error_for_a_program_that_ends_too_early_shows_how() {
        JavaProgram missing = new JavaProgram(
                "no.such.Main",
                sleeper.arguments(),
                sleeper.systemProperties(),
                sleeper.options(),
                sleeper.classPath());
        try (JavaProcess process = JavaProcess.start(missing, folder.resolve("missing.log"))) {
            assertThatThrownBy(() -> process.awaitLine("ready", SOON))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("ended with exit code 1 before it printed 'ready'")
                    .hasMessageContaining(process.output().toString())
                    .hasMessageContaining("ClassNotFoundException: no.such.Main");
        }
    }

    @Test
    void lines_of_an_earlier_program_in_the_same_file_do_not_count() {
        try (JavaProcess first = start("shared")) {
            first.awaitLine("ready", SOON);
        }
        try (JavaProcess second = start("shared")) {
            second.awaitLine("ready", SOON);
            assertThatThrownBy(() -> second.awaitLine("stopping", Duration.ofMillis(100)))
                    .hasMessageContaining("did not print 'stopping' within 100 ms");
        }
    }

    private JavaProcess start(String name) {
        return JavaProcess.start(sleeper, folder.resolve(name + ".log"));
    }
}
