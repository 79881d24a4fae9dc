package io.sluice.examples.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.examples.Terminal;
import io.sluice.examples.VerifiedState;
import io.sluice.examples.embedded.EmbeddedSettings;
import io.sluice.examples.embedded.EmbeddedSluice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoIT {

    @TempDir
    private Path folder;

    @Test
    void the_file_that_comes_with_sluice_is_imported_line_by_line() {
        Terminal demo = Terminal.run("demo", "--data", data());

        assertThat(demo.err()).doesNotContain("NOT WELL").contains("Importing airports.csv: 5,210 lines.");
        assertThat(demo.out()).contains("Checked: 5,210 rows in the database + 0 failed = 5,210 lines in the file");
        assertThat(demo.exitCode()).isZero();
        assertThat(folder.resolve("data")).doesNotExist();
    }

    @Test
    void broken_lines_fail_with_number_and_reason_and_all_others_are_imported()
            throws IOException, InterruptedException {
        Path file = folder.resolve("nasty.csv");
        Files.writeString(
                file,
                "\uFEFFname,note\r\n\"Smith, John\",\"says \"\"hello\"\"\"\r\n\"two\r\nlines\",x\r\nshort\r\n"
                        + "a,b,c\r\n\r\n\"x\"y,z\r\nÄpfel,last");

        Terminal demo = Terminal.run("demo", file.toString(), "--json", "--keep", "--data", data());

        assertThat(demo.err()).doesNotContain("NOT WELL");
        assertThat(demo.exitCode()).isZero();
        JsonNode report = new ObjectMapper().readTree(demo.out());
        assertThat(report.path("lines").asLong()).isEqualTo(6);
        assertThat(report.path("rows").asLong()).isEqualTo(3);
        assertThat(failures(report))
                .hasSize(3)
                .anySatisfy(failure -> assertThat(failure).startsWith("5: ").contains("the line has 1 field"))
                .anySatisfy(failure -> assertThat(failure).startsWith("6: ").contains("the line has 3 fields"))
                .anySatisfy(failure -> assertThat(failure).startsWith("8: "));
        try (EmbeddedSluice kept =
                EmbeddedSluice.start(EmbeddedSettings.in(folder.resolve("data"), ImportJobs.CHANNELS))) {
            assertThat(kept.awaitReady(Duration.ofSeconds(60))).isTrue();
            VerifiedState.mustBe(kept.url().toString());
        }
    }

    @Test
    void an_empty_file_has_no_lines_and_that_is_well() throws IOException {
        Path file = Files.createFile(folder.resolve("empty.csv"));

        Terminal demo = Terminal.run("demo", file.toString(), "--data", data());

        assertThat(demo.err()).doesNotContain("NOT WELL");
        assertThat(demo.out()).contains("0 rows in the database + 0 failed = 0 lines in the file");
        assertThat(demo.exitCode()).isZero();
    }

    private String data() {
        return folder.resolve("data").toString();
    }

    private static List<String> failures(JsonNode report) {
        List<String> failures = new ArrayList<>();
        report.path("failed")
                .forEach(job -> failures.add(
                        job.path("line").asLong() + ": " + job.path("reason").asText()));
        return failures;
    }
}
