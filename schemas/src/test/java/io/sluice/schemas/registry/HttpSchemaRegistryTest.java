package io.sluice.schemas.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.assertj.core.api.ThrowableAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What one node of a registry may say, and what follows from it; a real registry is asked in SchemaRegistryIT. */
class HttpSchemaRegistryTest {

    private static final Schema SCHEMA =
            SchemaBuilder.record("A").fields().requiredInt("a").endRecord();
    private static final String FOUND = "{\"schema\":\"{\\\"type\\\":\\\"record\\\",\\\"name\\\":\\\"A\\\","
            + "\\\"fields\\\":[{\\\"name\\\":\\\"a\\\",\\\"type\\\":\\\"int\\\"}]}\"}";
    private static final String PASSWORD = "changeit";

    @TempDir
    private Path folder;

    private final List<HttpServer> servers = new ArrayList<>();
    private final List<String> asked = new ArrayList<>();

    @AfterEach
    void stop() {
        servers.forEach(server -> server.stop(0));
    }

    @Test
    void nodes_are_tried_in_turn_and_the_one_that_answered_is_asked_first_from_then_on() throws IOException {
        String gone = "http://127.0.0.1:1";
        String broken = node(503, "{}", "broken");
        String good = node(200, FOUND, "good");
        SchemaRegistry registry = registry(Map.of("schema.registry.url", gone + ", " + broken + "/," + good));

        assertThat(registry.byId(7)).contains(SCHEMA);
        assertThat(registry.byId(8)).contains(SCHEMA);
        assertThat(registry.byId(7)).contains(SCHEMA);
        assertThat(asked)
                .containsExactly("broken GET /schemas/ids/7", "good GET /schemas/ids/7", "good GET /schemas/ids/8");
    }

    @Test
    void when_no_node_answers_that_is_said_of_each_and_without_their_passwords() throws IOException {
        String good = node(500, "oops", "broken").replace("//", "//ann:secret@");
        SchemaRegistry registry = registry(Map.of("schema.registry.url", "http://bob:hidden@127.0.0.1:1," + good));
        assertThatThrownBy(() -> registry.byId(7))
                .isInstanceOf(SchemaRegistryUnavailableException.class)
                .hasMessageContaining("http://127.0.0.1:1")
                .hasMessageContaining("says 500")
                .hasMessageNotContainingAny("secret", "hidden");
    }

    @Test
    void an_id_is_unknown_only_if_the_registry_itself_says_so() throws IOException {
        String gateway = node(404, "<html>no such page</html>", "gateway");
        String lost = node(404, "{\"error_code\":404,\"message\":\"HTTP 404 Not Found\"}", "lost");
        String knows = node(404, "{\"error_code\":40403,\"message\":\"Schema 7 not found\"}", "registry");
        assertThatThrownBy(
                        () -> registry(Map.of("schema.registry.url", gateway)).byId(7))
                .isInstanceOf(SchemaRegistryUnavailableException.class);
        assertThatThrownBy(() -> registry(Map.of("schema.registry.url", lost)).byId(7))
                .isInstanceOf(SchemaRegistryUnavailableException.class);
        assertThat(registry(Map.of("schema.registry.url", knows)).byId(7)).isEmpty();
        String refuses = node(422, "{\"error_code\":42201,\"message\":\"Invalid schema\"}", "strict");
        assertThat(registry(Map.of("schema.registry.url", refuses)).byId(7)).isEmpty();
        assertThat(registry(Map.of("schema.registry.url", gateway)).byId(-7)).isEmpty();
    }

    @Test
    @Timeout(60)
    void a_node_whose_answer_begins_and_does_not_end_is_passed_over_in_time() throws IOException {
        HttpServer endless = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        endless.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, 1000);
            exchange.getResponseBody().write('{');
            exchange.getResponseBody().flush();
        });
        endless.start();
        servers.add(endless);
        String url = "http://127.0.0.1:" + endless.getAddress().getPort();
        Map<String, String> settings = new HashMap<>(Map.of("schema.registry.url", url, "http.read.timeout.ms", "300"));
        assertThatThrownBy(() -> registry(settings).byId(7))
                .isInstanceOf(SchemaRegistryUnavailableException.class)
                .hasMessageContaining("no whole answer within 300 ms");

        settings.put("schema.registry.url", url + "," + node(200, FOUND, "good"));
        assertThat(registry(settings).byId(7)).contains(SCHEMA);
    }

    @Test
    void what_answers_everything_with_a_page_of_its_own_says_nothing_about_a_schema() throws IOException {
        for (String page : List.of("<html>please log in</html>", "{}", "[]", "", "{\"id\":-1,\"schema\":null}")) {
            SchemaRegistry registry = registry(Map.of("schema.registry.url", node(200, page, "page")));
            assertNoRegistry(() -> registry.byId(7));
            assertNoRegistry(() -> registry.idOf("s", SCHEMA));
            assertNoRegistry(() -> registry.register("s", SCHEMA));
            assertNoRegistry(() -> registry.objections("s", SCHEMA));
        }
    }

    private static void assertNoRegistry(ThrowableAssert.ThrowingCallable asked) {
        assertThatThrownBy(asked)
                .isInstanceOf(SchemaRegistryException.class)
                .hasMessageContaining("is this the base URL of a registry's API?");
    }

    @Test
    void who_may_not_ask_is_told_which_setting_to_check() throws IOException {
        String node = node(401, "{\"error_code\":401,\"message\":\"Unauthorized\"}", "registry");
        assertThatThrownBy(() -> registry(Map.of("schema.registry.url", node)).idOf("s", SCHEMA))
                .isInstanceOf(SchemaRegistryException.class)
                .isNotInstanceOf(SchemaRegistryUnavailableException.class)
                .hasMessageContaining("401 Unauthorized")
                .hasMessageContaining("schema.registry.basic.auth.user.info");
    }

    @Test
    void who_asks_is_said_by_user_info_or_by_the_url() throws IOException {
        String node = node(200, FOUND, "registry");
        registry(Map.of(
                        "schema.registry.url", node,
                        "basic.auth.credentials.source", "USER_INFO",
                        "basic.auth.user.info", "ann:p:w"))
                .byId(1);
        registry(Map.of("schema.registry.url", node.replace("//", "//bob:p%40w@")))
                .byId(1);
        assertThat(asked).containsExactly("registry GET /schemas/ids/1 ann:p:w", "registry GET /schemas/ids/1 bob:p@w");
    }

    @Test
    void a_schema_in_another_language_is_none_of_ours() throws IOException {
        String node = node(200, "{\"schemaType\":\"PROTOBUF\",\"schema\":\"syntax = ...\"}", "registry");
        assertThat(registry(Map.of("schema.registry.url", node)).byId(7)).isEmpty();
    }

    @Test
    void a_certificate_is_trusted_by_the_store_that_is_named_and_for_its_own_host_name_only() throws Exception {
        String trusted = tls("dns:localhost,ip:127.0.0.1");
        Path store = folder.resolve("store.p12");
        Map<String, String> settings = new HashMap<>(Map.of(
                "schema.registry.ssl.truststore.location", store.toString(),
                "schema.registry.ssl.truststore.password", PASSWORD,
                "schema.registry.url", trusted));
        assertThat(registry(settings).byId(7)).contains(SCHEMA);
        assertThatThrownBy(
                        () -> registry(Map.of("schema.registry.url", trusted)).byId(7))
                .isInstanceOf(SchemaRegistryUnavailableException.class);

        Files.delete(store);
        settings.put("schema.registry.url", tls("dns:registry.elsewhere"));
        assertThatThrownBy(() -> registry(settings).byId(7)).isInstanceOf(SchemaRegistryUnavailableException.class);

        settings.put("schema.registry.ssl.endpoint.identification.algorithm", "");
        assertThatThrownBy(() -> registry(settings).byId(7)).isInstanceOf(SchemaRegistryUnavailableException.class);
        settings.put("schema.registry.ssl.endpoint.identification.algorithm", "none");
        assertThatThrownBy(() -> registry(settings)).hasMessageContaining("always verified");
    }

    @Test
    void a_trust_store_that_trusts_nobody_is_refused() throws IOException {
        Path empty = Files.createFile(folder.resolve("empty.pem"));
        assertThatThrownBy(() -> registry(Map.of(
                        "schema.registry.url", "https://localhost:1",
                        "schema.registry.ssl.truststore.type", "PEM",
                        "schema.registry.ssl.truststore.location", empty.toString())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("schema.registry.ssl.truststore.location")
                .hasMessageContaining("no certificate");
    }

    @Test
    void a_setting_that_nobody_knows_is_refused() {
        assertThatThrownBy(() -> registry(Map.of(
                        "schema.registry.url", "http://localhost:1",
                        "schema.registry.ssl.truststore.file", "x")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("schema.registry.ssl.truststore.file")
                .hasMessageContaining("ssl.truststore.location");
    }

    @Test
    void a_time_in_which_nobody_could_answer_is_refused() {
        assertThatThrownBy(() ->
                        registry(Map.of("schema.registry.url", "http://localhost:1", "http.read.timeout.ms", "0")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("schema.registry.http.read.timeout.ms is 0");
    }

    private static SchemaRegistry registry(Map<String, String> settings) {
        return RegistrySettings.of(settings).orElseThrow().open();
    }

    private String node(int status, String body, String name) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        return "http://127.0.0.1:" + serve(server, status, body, name);
    }

    private int serve(HttpServer server, int status, String body, String name) {
        server.createContext("/", exchange -> {
            String who = exchange.getRequestHeaders().getFirst("Authorization");
            String user = who == null
                    ? ""
                    : " " + new String(Base64.getDecoder().decode(who.substring(6)), StandardCharsets.UTF_8);
            asked.add(name + " " + exchange.getRequestMethod() + " " + exchange.getRequestURI() + user);
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
        servers.add(server);
        return server.getAddress().getPort();
    }

    /** A node whose certificate is for these names; its store lies in the folder. */
    private String tls(String names) throws Exception {
        Path store = folder.resolve("store.p12");
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        Process process = new ProcessBuilder(
                        keytool,
                        "-genkeypair",
                        "-alias",
                        "node",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=node",
                        "-ext",
                        "san=" + names,
                        "-keystore",
                        store.toString(),
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        PASSWORD)
                .inheritIO()
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        HttpsServer server = HttpsServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        return "https://localhost:" + serve(server, 200, FOUND, "tls");
    }
}
