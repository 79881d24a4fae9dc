package io.sluice.examples.workers;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.sluice.sdk.Worker;
import io.sluice.sdk.WorkerHealth;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** Answers the probes of Kubernetes about a worker. */
final class Probes {

    private Probes() {}

    /** Whoever calls stops it. */
    static HttpServer start(Worker worker, int port) throws IOException {
        // snippet probes
        HttpServer probes = HttpServer.create(new InetSocketAddress(port), 0);
        probes.createContext(
                "/live",
                exchange -> answer(exchange, worker.health(), worker.health().alive()));
        probes.createContext(
                "/ready",
                exchange -> answer(exchange, worker.health(), worker.health().ready()));
        probes.start();
        // /snippet
        return probes;
    }

    // snippet answer
    private static void answer(HttpExchange exchange, WorkerHealth health, boolean well) throws IOException {
        byte[] words = health.toString().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(well ? 200 : 503, words.length);
        exchange.getResponseBody().write(words);
        exchange.close();
    }
    // /snippet
}
