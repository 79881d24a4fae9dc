package io.sluice.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.sluice.core.Command;
import io.sluice.core.JobId;
import io.sluice.core.Payload;
import io.sluice.core.Submission;
import io.sluice.streams.PartitionListener;
import io.sluice.web.PartitionInMemory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TraceExportTest {

    private static final String ENDPOINT = "otel.exporter.otlp.endpoint";
    private static final String PROTOCOL = "otel.exporter.otlp.protocol";

    /** Path and body of each request that a collector got. */
    private record Received(String path, String body) {}

    private final List<Received> received = new CopyOnWriteArrayList<>();

    @AfterEach
    void forget() {
        System.clearProperty(ENDPOINT);
        System.clearProperty(PROTOCOL);
    }

    private static AppConfig config(String tracing) {
        return AppConfig.of(
                Map.of("bootstrap.servers", "nowhere:1", "application.id", "some-scheduler", "tracing", tracing));
    }

    private HttpServer collector() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            byte[] body = exchange.getRequestBody().readAllBytes();
            received.add(
                    new Received(exchange.getRequestURI().getPath(), new String(body, StandardCharsets.ISO_8859_1)));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
        return server;
    }

    @Test
    void spans_go_to_where_the_variables_say() throws IOException {
        HttpServer collector = collector();
        try {
            System.setProperty(
                    ENDPOINT, "http://127.0.0.1:" + collector.getAddress().getPort());
            TraceExport export = TraceExport.of(config("otlp"));
            oneWait(export);
            export.end().run();
        } finally {
            collector.stop(0);
        }
        assertThat(received).singleElement().satisfies(traces -> {
            assertThat(traces.path()).isEqualTo("/v1/traces");
            assertThat(traces.body()).contains("wait greet", "some-scheduler");
        });
    }

    private static void oneWait(TraceExport export) {
        PartitionInMemory partition = new PartitionInMemory(0);
        PartitionListener listener = export.listeners().opened(0, partition.store());
        partition.tells(listener);
        partition.worker();
        JobId id = new JobId("main", new UUID(0x0192_0000_0000_7000L, 0x8000_0000_0000_0001L));
        Map<String, String> headers = Map.of("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
        partition.send(
                "main",
                new Command.Submit(Submission.of(id, "greet", "root", new Payload(new byte[0], "text/plain"))
                        .described("", headers, PartitionInMemory.NOW)));
        partition.release();
        listener.committed();
    }

    @Test
    void without_the_setting_nobody_listens() {
        assertThat(TraceExport.of(config("off")).isOn()).isFalse();
    }

    @Test
    void variables_that_cannot_be_followed_stop_the_start() {
        System.setProperty(PROTOCOL, "grpc");
        assertThatThrownBy(() -> TraceExport.of(config("otlp")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("tracing is otlp")
                .hasMessageContaining("Grpc");
    }
}
