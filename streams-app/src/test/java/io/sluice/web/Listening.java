package io.sluice.web;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** Listens to events as a program in another language would. */
public final class Listening implements AutoCloseable {

    private final HttpClient http;
    private final List<Told> told = new CopyOnWriteArrayList<>();
    private final Thread thread;
    private volatile String last;
    private volatile boolean over;

    /**
     * What came.
     *
     * @param name the kind of message; empty: an event
     * @param id the position behind it
     * @param data its JSON
     */
    public record Told(String name, String id, JsonNode data) {}

    private Listening(HttpClient http, HttpResponse<Stream<String>> answer) {
        this.http = http;
        thread = Thread.ofVirtual().start(() -> read(answer.body()));
    }

    /** Begins to listen; returns when the server has answered. */
    public static Listening to(String url, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            HttpClient http = HttpClient.newBuilder()
                    .connectTimeout(Duration.ofSeconds(5))
                    .build();
            HttpResponse<Stream<String>> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofLines());
            if (answer.statusCode() != 200) {
                throw new IllegalStateException(answer.statusCode() + ": "
                        + String.join("", answer.body().toList()));
            }
            Listening listening = new Listening(http, answer);
            await("the position at the beginning").until(() -> listening.last != null);
            return listening;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void read(Stream<String> lines) {
        String[] message = new String[] {"", ""};
        try (lines) {
            lines.forEach(line -> {
                if (line.startsWith("id: ")) {
                    last = line.substring(4);
                } else if (line.startsWith("event: ")) {
                    message[0] = line.substring(7);
                } else if (line.startsWith("data: ")) {
                    message[1] = line.substring(6);
                } else if (line.isEmpty() && !message[1].isEmpty()) {
                    told.add(new Told(message[0], last, json(message[1])));
                    message[0] = "";
                    message[1] = "";
                }
            });
        } catch (UncheckedIOException e) {
            // The server is gone, or we are.
        } finally {
            over = true;
        }
    }

    private static JsonNode json(String text) {
        try {
            return Answers.json().readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("no JSON: " + text, e);
        }
    }

    /** All that came so far. */
    public List<Told> told() {
        return told;
    }

    /** The numbers of the events that came so far, each as {@code tree-number}. */
    public List<String> numbers() {
        return told.stream()
                .filter(one -> one.name().isEmpty())
                .map(one -> one.data().path("tree").asText() + "-"
                        + one.data().path("number").asLong())
                .toList();
    }

    /** Where it is. */
    public String last() {
        return last;
    }

    /** Whether the server ended it. */
    public boolean isOver() {
        return over;
    }

    @Override
    public void close() {
        thread.interrupt();
        http.shutdownNow();
    }
}
