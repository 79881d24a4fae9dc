package io.sluice.web;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;

/** Asks an instance as a stranger would. */
final class Asking {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    static final HttpHeaders NO_HEADERS = HttpHeaders.of(Map.of(), (name, value) -> true);

    private Asking() {}

    static Answer get(HttpApi api, String path, String... headers) {
        return ask(request(api, path, headers));
    }

    static Answer post(HttpApi api, String path, String body, String... headers) {
        return ask(request(api, path, headers).POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private static HttpRequest.Builder request(HttpApi api, String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + api.port() + path));
        return headers.length > 0 ? request.headers(headers) : request;
    }

    private static Answer ask(HttpRequest.Builder request) {
        try {
            HttpResponse<String> answer = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Answer(
                    answer.statusCode(), answer.headers(), Answers.json().readTree(answer.body()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    record Answer(int status, HttpHeaders headers, JsonNode body) {

        String header(String name) {
            return headers.firstValue(name).orElse("");
        }

        String retryAfter() {
            return header("Retry-After");
        }

        String error() {
            return body.path("error").asText();
        }

        String whatToDo() {
            return body.path("whatToDo").asText();
        }
    }
}
