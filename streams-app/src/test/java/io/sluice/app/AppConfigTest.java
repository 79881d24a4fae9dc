package io.sluice.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.web.HttpToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AppConfigTest {

    private static final String TOKEN = "a-token-that-nobody-guesses";

    @TempDir
    private Path folder;

    private static AppConfig with(String... settings) {
        Map<String, String> given = new HashMap<>(Map.of("bootstrap.servers", "broker:9092"));
        for (int i = 0; i < settings.length; i += 2) {
            given.put(settings[i], settings[i + 1]);
        }
        return AppConfig.of(given);
    }

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("sluice.properties"), text);
    }

    // ---- where settings come from

    @Test
    void what_nobody_says_has_a_default() {
        AppConfig config = with();

        assertThat(config.applicationId()).isEqualTo("sluice");
        assertThat(config.http()).isEqualTo(new AppConfig.Http("127.0.0.1", 8484, Optional.empty(), Optional.empty()));
        assertThat(config.topics()).isEqualTo(new AppConfig.TopicSettings(false, 32));
        assertThat(config.lease()).isEqualTo(Duration.ofSeconds(15));
        assertThat(config.carryWithin()).isEqualTo(Duration.ofDays(7));
        assertThat(config.stateDir()).isEqualTo(Path.of(System.getProperty("user.home"), ".sluice", "state"));
    }

    @Test
    void the_command_line_wins_over_the_environment_and_that_over_the_file() throws IOException {
        Path file =
                file("bootstrap.servers=file:1\nhttp.port=1\napplication.id=from-file\nkafka.security.protocol=SSL\n");

        AppConfig config = AppConfig.read(
                Map.of("http.port", "3"),
                Map.of("SLUICE_HTTP_PORT", "2", "SLUICE_BOOTSTRAP_SERVERS", "variable:2", "HTTP_PORT", "9"),
                Optional.of(file));

        assertThat(config.http().port()).isEqualTo(3);
        assertThat(config.bootstrapServers()).isEqualTo("variable:2");
        assertThat(config.applicationId()).isEqualTo("from-file");
        assertThat(config.kafka()).isEqualTo(Map.of("security.protocol", "SSL"));
    }

    @Test
    void settings_for_kafka_may_stand_in_the_environment() {
        AppConfig config = AppConfig.read(
                Map.of("bootstrap.servers", "a:1"), Map.of("SLUICE_KAFKA_SECURITY_PROTOCOL", "SSL"), Optional.empty());

        assertThat(config.clientSettings()).containsEntry("security.protocol", "SSL");
    }

    @Test
    void what_kubernetes_puts_into_the_environment_is_no_setting() {
        Map<String, String> pod = Map.of(
                "SLUICE_PORT", "tcp://10.0.0.1:8484",
                "SLUICE_SERVICE_HOST", "10.0.0.1",
                "SLUICE_HTTP_PORT", "tcp://10.0.0.1:8484",
                "SLUICE_PORT_8484_TCP_PROTO", "tcp",
                "SLUICE_URL", "http://sluice:8484");

        assertThat(AppConfig.read(Map.of("bootstrap.servers", "a:1"), pod, Optional.empty())
                        .http()
                        .port())
                .isEqualTo(8484);
    }

    @Test
    void variables_of_commands_launcher_and_test_runs_are_no_settings() {
        Map<String, String> variables = Map.of("SLUICE_URL", "http://sluice:8484", "SLUICE_KAFKA", "testcontainers");

        assertThat(AppConfig.read(Map.of("bootstrap.servers", "a:1"), variables, Optional.empty())
                        .bootstrapServers())
                .isEqualTo("a:1");
    }

    @Test
    void channels_may_stand_in_a_file() throws IOException {
        Path channels = Files.writeString(folder.resolve("channels"), "root:4\nroot.shop:2 # few\n");

        assertThat(with("channels.file", channels.toString()).channels()).contains("root.shop:2");
    }

    @Test
    void another_instance_is_told_a_name_that_it_can_use() {
        assertThat(with("advertised.url", "node-1:80").http().server(8484)).isEqualTo("node-1:80");
        assertThat(with("http.host", "10.1.2.3", "http.token", TOKEN).http().server(8484))
                .isEqualTo("10.1.2.3:8484");
        assertThat(with("http.host", "0.0.0.0", "http.token", TOKEN).http().server(8484))
                .doesNotContain("0.0.0.0");
    }

    // ---- what is refused

    @Test
    void an_unknown_setting_is_refused_and_the_nearest_known_one_suggested() {
        assertThatThrownBy(() -> with("http.prot", "1"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("unknown setting http.prot = 1 (from --http-prot)")
                .hasMessageContaining("did you mean http.port?");
    }

    @Test
    void an_unknown_variable_and_an_unknown_line_in_the_file_are_refused() throws IOException {
        Path file = file("bootstrap.servers=a:1\nthread=2\n");

        assertThatThrownBy(() -> AppConfig.read(Map.of(), Map.of(), Optional.of(file)))
                .hasMessageContaining(file + ")")
                .hasMessageContaining("did you mean threads?");
        assertThatThrownBy(() -> AppConfig.read(Map.of(), Map.of("SLUICE_LEASSE", "1s"), Optional.empty()))
                .hasMessageContaining("SLUICE_LEASSE")
                .hasMessageContaining("did you mean lease?");
    }

    @Test
    void a_wrong_value_is_named_with_what_is_allowed() {
        assertThatThrownBy(() -> with("http.port", "70000"))
                .hasMessage(
                        "the setting http.port (from --http-port) is \"70000\"; allowed: 0 to 65535; 0 takes a free one");
        assertThatThrownBy(() -> with("lease", "soon")).hasMessageContaining("1s to 1h");
        assertThatThrownBy(() -> with("create.topics", "yes")).hasMessageContaining("true or false");
        assertThatThrownBy(() -> with("threads", "0")).hasMessageContaining("1 to 64");
        assertThatThrownBy(() -> with("bootstrap.servers", "broker")).hasMessageContaining("host:port");
        assertThatThrownBy(() -> with("channels", "root:x")).hasMessageContaining("the capacity is \"x\"");
        assertThatThrownBy(() -> with("channels.file", "/no/such/file")).hasMessageContaining("it cannot be read");
        assertThatThrownBy(() -> with("channels", "root:1", "channels.file", "x"))
                .hasMessageContaining("only one of both");
    }

    @Test
    void other_machines_may_ask_only_who_demands_a_token() throws IOException {
        Path file = Files.writeString(folder.resolve("token"), TOKEN + "\n");

        assertThatThrownBy(() -> with("http.host", "0.0.0.0"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("the setting http.host (from --http-host) is \"0.0.0.0\"")
                .hasMessageContaining("allowed without one is a loopback address")
                .hasMessageContaining("SLUICE_HTTP_TOKEN");
        assertThatThrownBy(() -> with("http.host", "no.such.host.example")).hasMessageContaining("http.host");
        assertThat(with("http.host", "localhost").http().token()).isEmpty();
        assertThat(with("http.host", "0.0.0.0", "http.token", TOKEN).http().token())
                .contains(new HttpToken(TOKEN));
        assertThat(with("http.host", "0.0.0.0", "http.token.file", file.toString())
                        .http()
                        .token())
                .contains(new HttpToken(TOKEN));
    }

    @Test
    void a_token_that_is_none_is_refused_without_showing_it() {
        assertThatThrownBy(() -> with("http.token", "hush"))
                .hasMessageContaining("http.token")
                .hasMessageContaining("16 to 512")
                .message()
                .doesNotContain("hush");
        assertThatThrownBy(() -> with("http.token", TOKEN, "http.token.file", "x"))
                .hasMessageContaining("only one of both");
        assertThatThrownBy(() -> with("http.token.file", "/no/such/file")).hasMessageContaining("/no/such/file");
    }

    @Test
    void a_missing_setting_says_the_three_places_where_it_may_stand() {
        assertThatThrownBy(() -> AppConfig.of(Map.of()))
                .hasMessageContaining("--bootstrap-servers")
                .hasMessageContaining("SLUICE_BOOTSTRAP_SERVERS")
                .hasMessageContaining("--config");
    }

    @Test
    void secrets_are_never_shown() {
        AppConfig config = with(
                "kafka.sasl.jaas.config",
                "hush",
                "kafka.ssl.key.password",
                "hush",
                "http.token",
                "hush-hush-hush-hush");

        assertThat(config.toString()).doesNotContain("hush").contains("sasl.jaas.config=…");
        assertThatThrownBy(() -> with("kafk.ssl.key.password", "hush"))
                .message()
                .doesNotContain("hush");
    }

    // ---- the schema registry

    @Test
    void a_schema_registry_may_be_named_in_the_environment_with_all_that_it_needs() {
        AppConfig config = AppConfig.read(
                Map.of("bootstrap.servers", "broker:9092"),
                Map.of(
                        "SLUICE_SCHEMA_REGISTRY_URL", "https://ann:hush@registry:8081",
                        "SLUICE_SCHEMA_REGISTRY_BASIC_AUTH_USER_INFO", "bob:hush",
                        "SLUICE_SCHEMA_REGISTRY_SERVICE_HOST", "10.0.0.1"),
                Optional.empty());

        assertThat(config.formats().isRegistered()).isTrue();
        assertThat(config.registry()).containsEntry("schema.registry.basic.auth.user.info", "bob:hush");
        assertThat(config.toString()).contains("https://registry:8081").doesNotContain("hush");
        assertThat(with().formats().isRegistered()).isFalse();
    }

    @Test
    void a_wrong_setting_of_the_schema_registry_stops_the_start_and_shows_no_secret() {
        assertThatThrownBy(() -> with("schema.registry.auto.register", "true"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("give schema.registry.url as well");
        assertThatThrownBy(() -> with("schema.registry.url", "registry:8081"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("http://host:port");
        assertThatThrownBy(() -> with(
                        "schema.registry.url", "http://ann:hush@registry", "schema.registry.ssl.truststore.file", "x"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("ssl.truststore.location")
                .message()
                .doesNotContain("hush");
        assertThatThrownBy(() -> with("registry.url", "https://ann:some/hush@registry"))
                .isInstanceOf(ConfigException.class)
                .message()
                .doesNotContain("some", "hush");
        assertThatThrownBy(() -> with(
                        "schema.registry.url",
                        "http://registry:8081",
                        "schema.registry.ssl.truststore.location",
                        folder.resolve("none").toString()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("cannot be read");
    }

    // ---- the documentation

    @Test
    void every_setting_has_its_row_in_the_documentation() throws IOException {
        String docs = Files.readString(Path.of("..", "docs", "configuration.md"));

        for (Setting setting : Setting.values()) {
            String otherwise = setting.otherwise().isEmpty() ? "" : "`" + setting.otherwise() + "`";
            assertThat(docs)
                    .contains("| `" + setting.key() + "` | `" + setting.flag() + "` | `" + setting.variable() + "` | "
                            + otherwise + (otherwise.isEmpty() ? "" : " ") + "| " + setting.allowed() + " |");
        }
        assertThat(docs.lines().filter(line -> line.matches("\\| `[a-z.]+` \\| `--.*")))
                .hasSize(Setting.values().length);
    }
}
