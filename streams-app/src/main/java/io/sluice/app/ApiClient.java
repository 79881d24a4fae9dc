package io.sluice.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.web.Answers;
import io.sluice.web.Health;
import io.sluice.web.HttpToken;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** Asks a scheduler's query API. */
final class ApiClient {

    @Option(
            names = "--url",
            paramLabel = "URL",
            defaultValue = "${env:SLUICE_URL:-http://127.0.0.1:8484}",
            description = "Where a scheduler answers. Default: the variable SLUICE_URL, else http://127.0.0.1:8484.")
    private String url;

    @Option(
            names = "--token",
            paramLabel = "TOKEN",
            defaultValue = "${env:SLUICE_HTTP_TOKEN}",
            description = "What the scheduler asks for, if it does. Default: the variable SLUICE_HTTP_TOKEN.")
    private String token;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            defaultValue = "${env:SLUICE_HTTP_TOKEN_FILE}",
            description = "A file with that token. Default: the variable SLUICE_HTTP_TOKEN_FILE.")
    private Path tokenFile;

    /** The document at a path. */
    <T> T get(String path, Map<String, ?> parameters, Class<T> type) {
        return read(ask(path, parameters), type);
    }

    /** The document at a path as it came, for {@code --json}. */
    JsonNode get(String path, Map<String, ?> parameters) {
        return get(path, parameters, JsonNode.class);
    }

    /** The document at a path with the rows of all pages that follow it. */
    JsonNode whole(String path, Map<String, ?> parameters, String rows) {
        ObjectNode first = get(path, parameters, ObjectNode.class);
        Map<String, Object> next = new HashMap<>(parameters);
        for (JsonNode page = first; page.hasNonNull("nextPage"); ) {
            next.put("page", page.get("nextPage").asText());
            page = get(path, next);
            first.withArray(rows).addAll((ArrayNode) page.withArray(rows));
        }
        return first.putNull("nextPage");
    }

    /** The same, read. */
    <T> T whole(String path, Map<String, ?> parameters, String rows, Class<T> type) {
        return Answers.json().convertValue(whole(path, parameters, rows), type);
    }

    /** How the scheduler is; also tells where its brokers are. */
    Health health() {
        return get("/v1/health", Map.of(), Health.class);
    }

    private byte[] ask(String path, Map<String, ?> parameters) {
        try (HttpClient http =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build()) {
            HttpRequest.Builder request =
                    HttpRequest.newBuilder(address(path, parameters)).timeout(Duration.ofSeconds(30));
            token().ifPresent(known -> request.header("Authorization", known.header()));
            HttpResponse<byte[]> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            if (answer.statusCode() != 200) {
                throw problem(answer);
            }
            return answer.body();
        } catch (IllegalArgumentException e) {
            // Neither its scheme nor its port is looked at before it is used.
            throw noAddress(e);
        } catch (IOException e) {
            throw CommandFailed.unreachable("no scheduler answers at " + url
                    + "; start one with ./sluice local or pass --url (or set SLUICE_URL)");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CommandFailed.refused("interrupted while waiting for " + url);
        }
    }

    private Optional<HttpToken> token() {
        try {
            if (token != null && !token.isEmpty()) {
                return Optional.of(new HttpToken(token));
            }
            return tokenFile == null
                    ? Optional.empty()
                    : Optional.of(new HttpToken(Files.readString(tokenFile).strip()));
        } catch (IOException e) {
            throw CommandFailed.badUsage("the token file cannot be read: " + e);
        } catch (IllegalArgumentException e) {
            throw CommandFailed.badUsage("the token of --token or --token-file is " + e.getMessage());
        }
    }

    private URI address(String path, Map<String, ?> parameters) {
        String query = parameters.entrySet().stream()
                .map(parameter -> parameter.getKey() + "="
                        + URLEncoder.encode(String.valueOf(parameter.getValue()), StandardCharsets.UTF_8))
                .sorted()
                .collect(Collectors.joining("&", parameters.isEmpty() ? "" : "?", ""));
        String base = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
        try {
            URI address = URI.create((base.contains("://") ? base : "http://" + base) + path + query);
            if (address.getHost() == null) {
                throw new IllegalArgumentException("it names no host");
            }
            return address;
        } catch (IllegalArgumentException e) {
            throw noAddress(e);
        }
    }

    private CommandFailed noAddress(IllegalArgumentException why) {
        return CommandFailed.badUsage(
                "--url is \"" + url + "\", which is no address such as http://127.0.0.1:8484: " + why.getMessage());
    }

    private CommandFailed problem(HttpResponse<byte[]> answer) {
        Answers.Problem problem = read(answer.body(), Answers.Problem.class);
        String message = problem.error() + "; " + problem.whatToDo();
        return switch (answer.statusCode()) {
            case 400, 401 -> CommandFailed.badUsage(message);
            case 503 -> CommandFailed.unreachable(message);
            default -> CommandFailed.refused(message);
        };
    }

    private <T> T read(byte[] body, Class<T> type) {
        try {
            return Answers.json().readValue(body, type);
        } catch (IOException e) {
            throw CommandFailed.unreachable(
                    "what answers at " + url + " is no scheduler of Sluice; pass another --url");
        }
    }
}
