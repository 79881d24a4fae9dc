package io.sluice.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ReportTest {

    @Test
    void json_is_one_line_with_the_medians_and_their_ratio_to_the_reference() throws IOException {
        String json = report(List.of(run("", 10_000), run("", 30_000), run("", 20_000)))
                .json();

        assertThat(json.lines()).hasSize(1);
        JsonNode read = new ObjectMapper().readTree(json);
        assertThat(read.path("workload").asText()).isEqualTo("drain");
        assertThat(read.path("jobsPerSecond").asDouble()).isEqualTo(20_000);
        assertThat(read.path("referencePerSecond").asDouble()).isEqualTo(40_000);
        assertThat(read.path("ratio").asDouble()).isEqualTo(0.5);
        assertThat(read.path("producedRatio").asDouble()).isEqualTo(0.1);
        assertThat(read.path("cpuSeconds").path("broker").asDouble()).isEqualTo(1.5);
        assertThat(read.path("conditions").path("warmedUpSeconds").asInt()).isEqualTo(30);
        assertThat(read.path("conditions").path("runs").asInt()).isEqualTo(3);
    }

    @Test
    void several_variants_are_a_list_in_json() throws IOException {
        JsonNode read = new ObjectMapper()
                .readTree(report(List.of(run("10k", 1)), Optional.of(List.of(run("1M", 2))))
                        .json());

        assertThat(read.path("variants").findValuesAsText("variant")).containsExactly("10k", "1M");
        assertThat(read.path("variants").path(1).path("ratioToFirst").asDouble())
                .isEqualTo(2);
        assertThat(read.has("jobsPerSecond")).isFalse();
    }

    @Test
    void people_see_the_median_and_each_run_under_which_conditions() {
        StringWriter text = new StringWriter();

        report(List.of(run("", 10_000), run("", 30_000), run("", 20_000))).print(new PrintWriter(text, true));

        assertThat(text.toString())
                .contains("drain: N jobs wait, then they run")
                .contains("100 jobs, payload 200 B; capacity 64, bundles on, 4 partitions")
                .contains("3 run(s) after a warm-up of 30 s (5,000 jobs)")
                .contains("load average 1.0 before, 2.0 after")
                .containsPattern("jobsPerSecond +20,000   10,000  30,000  20,000")
                .containsPattern("ratio +0.50")
                .contains("broker 1.50");
    }

    @Test
    void what_has_no_rate_has_no_ratio() {
        assertThat(report(List.of(new Measured("", Map.of("p50Ms", 4.0), Map.of())))
                        .medians()
                        .getFirst()
                        .figures())
                .containsKey("referencePerSecond")
                .doesNotContainKey("ratio");
    }

    private static Measured run(String variant, double rate) {
        return new Measured(variant, Map.of("jobsPerSecond", rate), Map.of("broker", 1.5));
    }

    private static Report report(List<Measured> runs) {
        return report(runs, Optional.empty());
    }

    private static Report report(List<Measured> runs, Optional<List<Measured>> another) {
        Settings settings = new Settings(
                "drain",
                new Settings.Load(100, 20, 100, 100, 200, List.of()),
                new Settings.Shape(64, 4, 1, 1, 64, true, false, false, Optional.empty()),
                3,
                30,
                Path.of("nowhere"));
        Conditions conditions = new Conditions(Instant.EPOCH, 1, 2, 30, 5_000);
        return new Report(
                settings,
                conditions,
                new Reference(200_000, 40_000),
                Stream.concat(Stream.of(runs), another.stream()).toList());
    }
}
