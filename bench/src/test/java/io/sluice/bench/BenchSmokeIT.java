package io.sluice.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** It must finish and count right. How fast is nothing that a test machine could tell. */
class BenchSmokeIT {

    /** Under {@code target}, which a clean build removes. */
    private final Path data = Path.of(
            "target",
            "bench",
            "it-" + HexFormat.of().toHexDigits(RandomGenerator.getDefault().nextInt()));

    @Test
    void a_drain_in_processes_counts_every_job_and_what_it_cost() throws IOException {
        JsonNode drain = bench("drain", "--jobs", "2k", "--runs", "2");

        assertThat(drain.path("conditions").path("jobs").asInt()).isEqualTo(2_000);
        assertThat(drain.path("jobsPerSecond").asDouble()).isPositive();
        assertThat(drain.path("ratio").asDouble()).isPositive();
        // Submission, place in the queue, its end, status: fewer cannot be, and not every job has records of its own
        // for all else.
        assertThat(drain.path("changelogRecordsPerJob").asDouble()).isBetween(3.0, 20.0);
        assertThat(drain.path("bytesPerJob").asDouble()).isGreaterThan(200);
        assertThat(drain.path("commitsPerSecond").asDouble()).isPositive();
        assertThat(drain.path("cpuSeconds").fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("broker", "scheduler", "worker", "bench");
        assertThat(data.resolve("kafka")).doesNotExist();
        assertThat(data.resolve("scheduler-1.log")).exists();
    }

    @Test
    void latency_in_one_process_has_a_time_for_every_job() throws IOException {
        JsonNode latency =
                bench("latency", "--jobs", "1k", "--rate", "50", "--seconds", "2", "--runs", "1", "--in-process");

        assertThat(latency.path("p50Ms").asDouble()).isPositive();
        assertThat(latency.path("p99Ms").asDouble())
                .isGreaterThanOrEqualTo(latency.path("p50Ms").asDouble());
        assertThat(latency.path("p50UntilDoneMs").asDouble())
                .isGreaterThan(latency.path("p50Ms").asDouble());
    }

    private JsonNode bench(String... arguments) throws IOException {
        List<String> all = new ArrayList<>(List.of("bench"));
        all.addAll(List.of(arguments));
        all.addAll(List.of("--json", "--warm-up", "1", "--capacity", "16", "--data-dir", data.toString()));
        Terminal bench = Terminal.run(all.toArray(String[]::new));
        assertThat(bench.exitCode()).as(bench.err()).isZero();
        return new ObjectMapper().readTree(bench.out().lines().toList().getLast());
    }
}
