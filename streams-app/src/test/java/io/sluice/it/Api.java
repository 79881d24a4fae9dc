package io.sluice.it;

import io.sluice.core.JobFilter;
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
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
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

    /** The job, if it is kept. */
    Optional<JobDetails> find(JobId id) {
        HttpResponse<byte[]> answer = ask("/v1/jobs/" + id);
        return answer.statusCode() == 404
                ? Optional.empty()
                : Optional.of(read(id.toString(), answer, JobDetails.class));
    }

    /** How many jobs a filter lets through. */
    long count(String tree, JobFilter filter) {
        StringBuilder query = new StringBuilder("/v1/count?tree=" + tree);
        filter.channel().ifPresent(channel -> query.append("&channel=").append(channel));
        filter.type().ifPresent(type -> query.append("&type=").append(type));
        filter.error().ifPresent(error -> query.append("&error=").append(error));
        if (!filter.states().isEmpty()) {
            query.append("&state=")
                    .append(filter.states().stream().map(Enum::name).collect(Collectors.joining(",")));
        }
        return get(query.toString(), Answers.Count.class).count();
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

    /** What Prometheus would read. */
    String metrics() {
        return new String(ask("/metrics").body(), StandardCharsets.UTF_8);
    }

    private <T> T get(String path, Class<T> type) {
        return read(path, ask(path), type);
    }

    private <T> T read(String path, HttpResponse<byte[]> answer, Class<T> type) {
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
