package io.sluice.it;

import io.sluice.sdk.JobId;
import io.sluice.web.Answers;
import io.sluice.web.Health;
import io.sluice.web.JobDetails;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;

/** The query API of one scheduler, as a program would ask it. */
record Api(String url) {

    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

    /** Whether it says that it is ready; a silent one is not. */
    boolean isReady() {
        try {
            return ask("/v1/ready").statusCode() == 200;
        } catch (UncheckedIOException silent) {
            return false;
        }
    }

    Answers.Channels channels(String tree) {
        return get("/v1/channels?tree=" + tree, Answers.Channels.class);
    }

    JobDetails job(JobId id) {
        return get("/v1/jobs/" + id, JobDetails.class);
    }

    Answers.Workers workers() {
        return get("/v1/workers", Answers.Workers.class);
    }

    /** The partitions that this very scheduler has. */
    Set<Integer> partitions() {
        return get("/v1/health", Health.class).partitions().stream()
                .map(Health.Partition::number)
                .collect(Collectors.toSet());
    }

    private <T> T get(String path, Class<T> type) {
        HttpResponse<byte[]> answer = ask(path);
        if (answer.statusCode() != 200) {
            throw new IllegalStateException(
                    "GET " + url + path + " answered " + answer.statusCode() + ": " + new String(answer.body()));
        }
        try {
            return Answers.json().readValue(answer.body(), type);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private HttpResponse<byte[]> ask(String path) {
        HttpRequest question = HttpRequest.newBuilder(URI.create(url + path))
                .timeout(Duration.ofSeconds(6))
                .build();
        try {
            return HTTP.send(question, HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException("GET " + url + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while asking " + url + path, e);
        }
    }
}
