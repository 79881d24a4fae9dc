package io.sluice.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** What the bench asks a scheduler: before and after a run, never while the clock runs. */
record SchedulerApi(String url) {

    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private static final Duration BETWEEN = Duration.ofMillis(100);

    /** Waits until it has its partitions and their state. */
    void awaitReady(Duration atMost) {
        long end = System.nanoTime() + atMost.toNanos();
        while (!isReady()) {
            if (System.nanoTime() - end > 0) {
                throw new IllegalStateException(
                        "the scheduler at " + url + " is not ready after " + atMost.toSeconds() + " s");
            }
            Pause.of(BETWEEN);
        }
    }

    private boolean isReady() {
        try {
            return ask("/v1/ready").statusCode() == 200;
        } catch (IOException silent) {
            return false;
        }
    }

    /** Whether this one, and not its standby, does the work. */
    boolean hasPartitions() {
        try {
            return !new ObjectMapper()
                    .readTree(ask("/v1/health").body())
                    .path("partitions")
                    .isEmpty();
        } catch (IOException e) {
            throw new IllegalStateException("the scheduler at " + url + " does not say how it is", e);
        }
    }

    private HttpResponse<byte[]> ask(String path) throws IOException {
        HttpRequest question = HttpRequest.newBuilder(URI.create(url + path))
                .timeout(Duration.ofSeconds(6))
                .build();
        try {
            return HTTP.send(question, HttpResponse.BodyHandlers.ofByteArray());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while asking " + url + path, e);
        }
    }
}
