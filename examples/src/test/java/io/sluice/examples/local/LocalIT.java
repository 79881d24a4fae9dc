package io.sluice.examples.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.examples.embedded.EmbeddedSettings;
import io.sluice.sdk.JobClient;
import io.sluice.sdk.JobId;
import io.sluice.sdk.JobRequest;
import io.sluice.sdk.JobType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalIT {

    private static final JobType<Map<String, Object>> ECHO = type("echo");
    private static final JobType<Map<String, Object>> FLAKY = type("flaky");
    private static final JobType<Map<String, Object>> FAIL = type("fail");

    @TempDir
    private Path folder;

    @Test
    void jobs_run_and_after_a_restart_on_the_same_data_it_goes_on() throws InterruptedException {
        LocalSettings settings = new LocalSettings(EmbeddedSettings.in(folder, "root:4,root.shop:2"), 4);
        JobId echo;
        JobId flaky;
        JobId failing;
        JobId later;
        try (LocalSluice local = LocalSluice.start(settings);
                JobClient client = client(local)) {
            echo = submit(client, JobRequest.of(ECHO, Map.of("hello", "world")));
            flaky = submit(client, JobRequest.of(FLAKY, Map.of("failures", 2)));
            failing = submit(client, JobRequest.of(FAIL, Map.of("message", "no such invoice")));
            later = submit(client, JobRequest.of(ECHO, Map.of("n", 1)).eta(Duration.ofSeconds(15)));

            awaitState(local, echo, "DONE");
            assertThat(job(local, echo).path("result").asText()).contains("world");
            awaitState(local, failing, "FAILED");
            assertThat(job(local, failing).path("failure").path("message").asText())
                    .isEqualTo("no such invoice");
            awaitState(local, flaky, "DONE");
            assertThat(job(local, flaky).path("attempt").asInt()).isEqualTo(3);
            assertThat(job(local, later).path("state").asText()).isEqualTo("SCHEDULED");
        }
        try (LocalSluice local = LocalSluice.start(settings)) {
            awaitState(local, echo, "DONE");
            awaitState(local, flaky, "DONE");
            awaitState(local, failing, "FAILED");
            awaitState(local, later, "DONE");
        }
    }

    private static JobType<Map<String, Object>> type(String name) {
        return JobType.of(name, new TypeReference<>() {});
    }

    private static JobClient client(LocalSluice local) {
        return JobClient.builder().bootstrapServers(local.bootstrapServers()).build();
    }

    private static JobId submit(JobClient client, JobRequest<?> request) {
        return client.submit(request.channel("root.shop")).id();
    }

    private static void awaitState(LocalSluice local, JobId id, String state) {
        await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(100))
                .ignoreExceptionsInstanceOf(UncheckedIOException.class)
                .untilAsserted(
                        () -> assertThat(job(local, id).path("state").asText()).isEqualTo(state));
    }

    private static JsonNode job(LocalSluice local, JobId id) {
        try (InputStream answer = local.url().resolve("/v1/jobs/" + id).toURL().openStream()) {
            return new ObjectMapper().readTree(answer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
