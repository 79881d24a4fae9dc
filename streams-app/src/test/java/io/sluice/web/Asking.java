package io.sluice.web;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** Asks an instance as a stranger would. */
final class Asking {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private Asking() {}

    static Answer get(HttpApi api, String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + api.port() + path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            HttpResponse<String> answer = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Answer(
                    answer.statusCode(),
                    answer.headers().firstValue("Retry-After").orElse(""),
                    Answers.json().readTree(answer.body()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    record Answer(int status, String retryAfter, JsonNode body) {

        String error() {
            return body.path("error").asText();
        }

        String whatToDo() {
            return body.path("whatToDo").asText();
        }
    }
}
