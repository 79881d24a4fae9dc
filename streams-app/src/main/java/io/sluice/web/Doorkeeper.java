package io.sluice.web;

import io.javalin.http.Context;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Lets in who may ask. Where a token is demanded, it decides alone. Where none is, only this machine can reach the API; but a
 * browser on it obeys pages from anywhere, so what such a page could make it send is refused.
 */
final class Doorkeeper {

    /** Whoever watches over processes knows no token. */
    private static final Set<String> FOR_ALL = Set.of("/v1/health", "/v1/ready");

    private static final Pattern LITERAL = Pattern.compile("\\[.*]|[0-9]+(\\.[0-9]+){3}");
    private static final Pattern LOOPBACK = Pattern.compile("localhost|.*\\.localhost|127(\\.[0-9]+){3}|\\[::1]");

    private final Door door;

    Doorkeeper(Door door) {
        this.door = door;
    }

    /** @throws ApiProblem if the request is not let in */
    void check(Context request) {
        if (FOR_ALL.contains(request.path())) {
            return;
        }
        if (door.token().isPresent()) {
            checkToken(request, door.token().get());
        } else {
            checkHost(request);
            checkOrigin(request);
        }
    }

    private static void checkToken(Context request, HttpToken token) {
        String header = request.header("Authorization");
        if (header == null) {
            throw ApiProblem.unauthorized(
                    "this API asks for a token", "send the header Authorization: Bearer TOKEN; " + where());
        }
        if (!token.isIn(header)) {
            throw ApiProblem.unauthorized("the token is not the one of this API", where());
        }
    }

    private static String where() {
        return "it is what the scheduler was given as http.token or http.token.file; commands take it from"
                + " --token, --token-file or the variable SLUICE_HTTP_TOKEN";
    }

    /** A page whose name was made to mean this machine asks under that name; an address cannot be made to mean another. */
    private void checkHost(Context request) {
        String host = name(Optional.ofNullable(request.header("Host")).orElse("localhost"));
        if (!isLoopback(host)
                && !LITERAL.matcher(host).matches()
                && !host.equalsIgnoreCase(door.host())
                && !host.equalsIgnoreCase(door.advertised().orElse(""))) {
            throw ApiProblem.forbidden(
                    "without a token this API is not to be asked as \"" + host + "\"",
                    "ask it as 127.0.0.1 or localhost, or give the scheduler a token (http.token)");
        }
    }

    /** Browsers say which page wants to change something. */
    private static void checkOrigin(Context request) {
        String origin = request.header("Origin");
        if (origin != null && !request.method().name().equals("GET") && !isLoopback(hostOf(origin))) {
            throw ApiProblem.forbidden(
                    "without a token no page of " + origin + " may change anything here",
                    "give the scheduler a token (http.token) and send it");
        }
    }

    private static String hostOf(String origin) {
        try {
            return Optional.ofNullable(URI.create(origin).getHost()).orElse("");
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    private static boolean isLoopback(String host) {
        return LOOPBACK.matcher(host.toLowerCase(Locale.ROOT)).matches();
    }

    private static String name(String hostAndPort) {
        return hostAndPort.replaceFirst(":[0-9]*$", "");
    }
}
