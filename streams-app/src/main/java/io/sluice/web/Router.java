package io.sluice.web;

import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The way to whoever can answer. A question about a tree goes to the instance that owns its partition, at most one step; a
 * question about everything is put to all instances and their answers are merged.
 */
final class Router implements AutoCloseable {

    /** Stands on what an instance asks another one: answer for yourself. */
    static final String FORWARDED = "X-Sluice-Forwarded";

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Instances instances;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

    private final Optional<HttpToken> token;

    /** @param token what the other instances want to be told */
    Router(Instances instances, Optional<HttpToken> token) {
        this.instances = instances;
        this.token = token;
    }

    /** Answers about a tree, here or by asking its owner. */
    void answer(Context request, String tree, Function<Queries, Object> question) {
        switch (instances.ownerOf(tree)) {
            case Instances.Owner.Here here ->
                request.json(question.apply(here.partition().queries()));
            case Instances.Owner.Moving moving -> throw ApiProblem.moving(moving.why());
            case Instances.Owner.Elsewhere there -> forward(request, tree, there.address());
        }
    }

    private void forward(Context request, String tree, String address) {
        if (isForwarded(request)) {
            // Two instances that each take the other for the owner are in the middle of a move.
            throw ApiProblem.moving("the tree " + tree + " is moving between instances");
        }
        HttpResponse<byte[]> answer = ask(address, request)
                .exceptionally(error -> {
                    throw ApiProblem.moving("the instance " + address + ", which owns the tree " + tree
                            + ", does not answer: " + reason(error));
                })
                .join();
        answer.headers().firstValue("Retry-After").ifPresent(after -> request.header("Retry-After", after));
        request.status(answer.statusCode()).contentType("application/json").result(answer.body());
    }

    /** What all other instances answer to the same request; none when this is such a question of another instance. */
    <T> Others<T> others(Context request, Class<T> answers) {
        if (isForwarded(request)) {
            return new Others<>(List.of(), List.of());
        }
        Collection<String> addresses = instances.others();
        List<CompletableFuture<Optional<T>>> asked = addresses.stream()
                .map(address -> ask(address, request)
                        .thenApply(answer -> read(answer, answers))
                        .exceptionally(error -> Optional.empty()))
                .toList();
        List<T> answered = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        int i = 0;
        for (String address : addresses) {
            asked.get(i++).join().ifPresentOrElse(answered::add, () -> missing.add(address));
        }
        return new Others<>(answered, missing);
    }

    /**
     * The other instances' answers.
     *
     * @param answers of those that answered
     * @param missing addresses of those that did not
     */
    record Others<T>(List<T> answers, List<String> missing) {}

    private CompletableFuture<HttpResponse<byte[]>> ask(String address, Context request) {
        HttpRequest.Builder question = HttpRequest.newBuilder(URI.create("http://" + address + uri(request)))
                .timeout(PATIENCE)
                .header(FORWARDED, "1");
        if (request.method().equals(HandlerType.POST)) {
            question.POST(HttpRequest.BodyPublishers.ofByteArray(Body.bytes(request, Body.MOST)));
        }
        token.ifPresent(known -> question.header("Authorization", known.header()));
        return http.sendAsync(question.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private static String uri(Context request) {
        // Made anew, for what a client may send and our server takes may still be no URI.
        return request.queryParamMap().entrySet().stream()
                .flatMap(parameter ->
                        parameter.getValue().stream().map(value -> encoded(parameter.getKey()) + "=" + encoded(value)))
                .collect(Collectors.joining("&", request.path() + "?", ""));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static boolean isForwarded(Context request) {
        return request.header(FORWARDED) != null;
    }

    private static <T> Optional<T> read(HttpResponse<byte[]> answer, Class<T> type) {
        if (answer.statusCode() != 200) {
            return Optional.empty();
        }
        try {
            return Optional.of(Answers.json().readValue(answer.body(), type));
        } catch (IOException e) {
            throw new CompletionException(e);
        }
    }

    private static String reason(Throwable error) {
        Throwable cause = error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
        return cause.getClass().getSimpleName();
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
