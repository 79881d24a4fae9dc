package io.sluice.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.sdk.JobId;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import org.awaitility.Awaitility;

/** What the query API at that address says about jobs. */
public record JobApi(URI url) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Waits until the job is in that state; answers all about it. */
    public JsonNode await(JobId id, String state) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(100))
                .ignoreExceptionsInstanceOf(UncheckedIOException.class)
                .untilAsserted(() -> assertThat(job(id).path("state").asText()).isEqualTo(state));
        return job(id);
    }

    /** All about a job. */
    public JsonNode job(JobId id) {
        return get("/v1/jobs/" + id);
    }

    /** The jobs of the tree {@code main} that are in a state. */
    public JsonNode jobs(String state) {
        return get("/v1/jobs?state=" + state).path("jobs");
    }

    private JsonNode get(String path) {
        try (InputStream answer = url.resolve(path).toURL().openStream()) {
            return JSON.readTree(answer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
