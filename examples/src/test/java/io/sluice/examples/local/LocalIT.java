package io.sluice.examples.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import io.sluice.examples.JobApi;
import io.sluice.examples.VerifiedState;
import io.sluice.examples.embedded.EmbeddedSettings;
import io.sluice.sdk.JobClient;
import io.sluice.sdk.JobId;
import io.sluice.sdk.JobRequest;
import io.sluice.sdk.JobType;
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

            JobApi api = new JobApi(local.url());
            assertThat(api.await(echo, "DONE").path("result").asText()).contains("world");
            assertThat(api.await(failing, "FAILED")
                            .path("failure")
                            .path("message")
                            .asText())
                    .isEqualTo("no such invoice");
            assertThat(api.await(flaky, "DONE").path("attempt").asInt()).isEqualTo(3);
            assertThat(api.job(later).path("state").asText()).isEqualTo("SCHEDULED");
        }
        try (LocalSluice local = LocalSluice.start(settings)) {
            JobApi api = new JobApi(local.url());
            api.await(echo, "DONE");
            api.await(flaky, "DONE");
            api.await(failing, "FAILED");
            api.await(later, "DONE");
            VerifiedState.mustBe(local.url().toString());
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
}
