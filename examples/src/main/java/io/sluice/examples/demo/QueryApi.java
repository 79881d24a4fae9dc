package io.sluice.examples.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** The scheduler's query API, asked as any program would ask it. */
final class QueryApi implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final URI url;
    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();

    QueryApi(URI url) {
        this.url = url;
    }

    /** The channels of the tree {@code main}, as the scheduler sees them now. */
    JsonNode channels() throws IOException, InterruptedException {
        return get("/v1/channels?tree=main").path("channels");
    }

    /** All about one job. */
    JsonNode job(String id) throws IOException, InterruptedException {
        return get("/v1/jobs/" + id);
    }

    private JsonNode get(String path) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(url.resolve(path)).timeout(PATIENCE).build();
        HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException("GET " + url + path + " answered " + answer.statusCode() + ": " + answer.body());
        }
        return json.readTree(answer.body());
    }

    @Override
    public void close() {
        http.close();
    }
}
