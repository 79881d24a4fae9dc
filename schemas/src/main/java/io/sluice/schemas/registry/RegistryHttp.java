package io.sluice.schemas.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Questions to the nodes of a registry: one after the other until one of them answers. */
final class RegistryHttp {

    private static final String MEDIA_TYPE = "application/vnd.schemaregistry.v1+json";
    private static final String AUTH = RegistrySettings.PREFIX + "basic.auth.";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client;
    private final List<Node> nodes;
    private final Duration patience;
    /** The one that answered last. */
    private volatile int first;

    /** One URL of the registry: with nobody's password in it, and how to say who asks. */
    private record Node(String url, Optional<String> authorization) {}

    /**
     * What the registry said.
     *
     * @param node who
     * @param status of HTTP
     * @param body as JSON; missing if it is none
     */
    record Answer(String node, int status, JsonNode body) {

        boolean isOk() {
            return status / 100 == 2;
        }

        /** The code that says more than the status; 0: there is none. */
        int code() {
            return body.path("error_code").asInt(0);
        }

        /** Status and message, as the registry has them. */
        String words() {
            return status
                    + (body.path("message").asText("").isEmpty()
                            ? ""
                            : " " + body.path("message").asText());
        }
    }

    RegistryHttp(RegistrySettings settings) {
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(limit(settings, "http.connect.timeout.ms", Duration.ofSeconds(5)));
        new RegistryTls(settings).context().ifPresent(builder::sslContext);
        client = builder.build();
        patience = limit(settings, "http.read.timeout.ms", Duration.ofSeconds(10));
        nodes = settings.urls().stream().map(url -> node(url, settings)).toList();
    }

    private static Duration limit(RegistrySettings settings, String name, Duration otherwise) {
        Duration limit = settings.millis(RegistrySettings.PREFIX + name, otherwise);
        if (limit.isZero()) {
            throw new IllegalArgumentException("the setting " + RegistrySettings.PREFIX + name
                    + " is 0, so no node could ever answer; allowed: 1 or more milliseconds");
        }
        return limit;
    }

    private static Node node(URI url, RegistrySettings settings) {
        String source = settings.text(AUTH + "credentials.source").orElse("URL");
        Optional<String> who = switch (source) {
            case "URL" -> userIn(url).or(() -> settings.text(AUTH + "user.info"));
            case "USER_INFO" ->
                Optional.of(settings.text(AUTH + "user.info")
                        .orElseThrow(() -> new IllegalArgumentException("the setting " + AUTH
                                + "credentials.source is USER_INFO, but " + AUTH
                                + "user.info is missing; expected: user:password")));
            default ->
                throw new IllegalArgumentException("the setting " + AUTH + "credentials.source is \"" + source
                        + "\"; allowed: URL or USER_INFO. Others need Confluent's own client, the module"
                        + " registry-confluent");
        };
        String plain = RegistrySettings.withoutUser(url.toString());
        return new Node(plain.replaceAll("/+$", ""), who.map(RegistryHttp::basic));
    }

    private static Optional<String> userIn(URI url) {
        return Optional.ofNullable(url.getRawUserInfo())
                .map(raw -> URLDecoder.decode(raw.replace("+", "%2B"), StandardCharsets.UTF_8));
    }

    private static String basic(String user) {
        return "Basic " + Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8));
    }

    Answer get(String path) {
        return ask("GET", path, null);
    }

    Answer post(String path, JsonNode body) {
        return ask("POST", path, body);
    }

    Answer put(String path, JsonNode body) {
        return ask("PUT", path, body);
    }

    /**
     * The answer of the first node that has one.
     *
     * @throws SchemaRegistryUnavailableException if none has
     */
    private Answer ask(String method, String path, JsonNode body) {
        List<String> silent = new ArrayList<>();
        Exception last = null;
        for (int i = 0; i < nodes.size(); i++) {
            int tried = (first + i) % nodes.size();
            Node node = nodes.get(tried);
            try {
                HttpResponse<String> response = response(request(node, method, path, body));
                Answer answer = new Answer(node.url(), response.statusCode(), json(response.body()));
                if (isAnAnswer(answer)) {
                    first = tried;
                    return answer;
                }
                silent.add(node.url() + " says " + answer.words());
            } catch (IOException e) {
                last = e;
                silent.add(node.url() + ": "
                        + (e.getMessage() == null ? e.getClass().getSimpleName() : e));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new SchemaRegistryUnavailableException(
                        "interrupted while the schema registry at " + node.url() + " was asked", e);
            }
        }
        throw new SchemaRegistryUnavailableException(
                "the schema registry does not answer (" + String.join("; ", silent) + ")", last);
    }

    /** The whole of it within the time: the limit of a request itself is over with the headers, and a body may never end. */
    private HttpResponse<String> response(HttpRequest request) throws IOException, InterruptedException {
        CompletableFuture<HttpResponse<String>> coming = client.sendAsync(request, BodyHandlers.ofString());
        try {
            return coming.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new HttpTimeoutException("no whole answer within " + patience.toMillis() + " ms");
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException failure ? failure : new IOException(e.getCause());
        } finally {
            coming.cancel(true);
        }
    }

    private HttpRequest request(Node node, String method, String path, JsonNode body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(node.url() + path))
                .header("Accept", MEDIA_TYPE + ", application/json")
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body.toString()));
        if (body != null) {
            request.header("Content-Type", MEDIA_TYPE);
        }
        node.authorization().ifPresent(who -> request.header("Authorization", who));
        return request.build();
    }

    /** A gateway whose registry is away says 5xx, or that it knows no such path; only the registry's own 404 says more. */
    private static boolean isAnAnswer(Answer answer) {
        return answer.status() < 500
                && answer.status() != 429
                && answer.status() != 408
                && (answer.status() != 404 || answer.code() / 100 == 404);
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            return MissingNode.getInstance();
        }
    }
}
