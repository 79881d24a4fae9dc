package io.sluice.it;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.web.Answers;
import io.sluice.web.HttpToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** One scheduler's API, as a program in another language would use it: HTTP, JSON and a token. */
record Rest(String url, HttpToken token) {

    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

    /**
     * What came back.
     *
     * @param status the HTTP status
     * @param retryAfter seconds to wait; empty: it does not say
     * @param body the document
     */
    record Answer(int status, String retryAfter, JsonNode body) {

        /** The text of a field. */
        String text(String name) {
            return body.path(name).asText();
        }
    }

    Answer get(String path) {
        return ask(request(path));
    }

    /** @param body JSON with single quotes */
    Answer post(String path, String body) {
        return ask(request(path).POST(HttpRequest.BodyPublishers.ofString(body.replace('\'', '"'))));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(url + path))
                .header("Authorization", token.header())
                .timeout(Duration.ofSeconds(35));
    }

    private static Answer ask(HttpRequest.Builder request) {
        try {
            HttpResponse<byte[]> answer = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            return new Answer(
                    answer.statusCode(),
                    answer.headers().firstValue("Retry-After").orElse(""),
                    Answers.json().readTree(answer.body()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
