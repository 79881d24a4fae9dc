package io.sluice.schemas.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RegistrySettingsTest {

    @Test
    void without_a_url_there_is_no_registry() {
        assertThat(RegistrySettings.of(Map.of("bootstrap.servers", "x:1", "auto.register.schemas", true)))
                .isEmpty();
        assertThat(RegistrySettings.of(Map.of("schema.registry.url", " "))).isEmpty();
    }

    @Test
    void confluents_names_hold_with_and_without_the_prefix() {
        RegistrySettings settings = RegistrySettings.of(Map.of(
                        "schema.registry.url",
                        List.of("http://a:1", "https://b:2"),
                        "auto.register.schemas",
                        false,
                        "basic.auth.user.info",
                        "bare:1",
                        "schema.registry.basic.auth.user.info",
                        "prefixed:2",
                        "http.read.timeout.ms",
                        250,
                        "ssl.truststore.location",
                        "kafka's own"))
                .orElseThrow();
        assertThat(settings.urls()).containsExactly(URI.create("http://a:1"), URI.create("https://b:2"));
        assertThat(settings.flag(RegistrySettings.AUTO_REGISTER, true)).isFalse();
        assertThat(settings.text("schema.registry.basic.auth.user.info")).contains("prefixed:2");
        assertThat(settings.millis("schema.registry.http.read.timeout.ms", Duration.ZERO))
                .isEqualTo(Duration.ofMillis(250));
        assertThat(settings.all()).doesNotContainKey("schema.registry.ssl.truststore.location");
        assertThat(RegistrySettings.isOne("ssl.truststore.location")).isFalse();
    }

    @Test
    void secrets_are_shown_to_nobody() {
        RegistrySettings settings = RegistrySettings.of(Map.of(
                        "schema.registry.url", "https://ann:wonder@registry:8081",
                        "basic.auth.user.info", "bob:hidden",
                        "schema.registry.ssl.keystore.password", "covert"))
                .orElseThrow();
        assertThat(settings.toString()).contains("https://registry:8081").doesNotContain("wonder", "hidden", "covert");
        assertThatThrownBy(() -> RegistrySettings.of(Map.of("schema.registry.url", "ftp://ann:wonder@registry")))
                .hasMessageContaining("ftp://registry")
                .hasMessageNotContaining("wonder");
    }

    @Test
    void a_password_that_breaks_the_url_is_shown_to_nobody() {
        for (String url : List.of(
                "https://ann:won/der@registry:8081",
                "https://ann:12/won?der@registry:8081",
                "https://ann:12#won@registry:8081",
                "ann:won@registry:8081",
                "http://first:1,https://ann:won,der@registry:8081",
                "https://ann:won der@registry:8081")) {
            assertThatThrownBy(() -> RegistrySettings.of(Map.of("schema.registry.url", url)))
                    .as(url)
                    .hasMessageContaining("registry:8081")
                    .hasMessageContaining("%2F")
                    .hasMessageNotContainingAny("ann", "won", "der", "12");
        }
    }

    @Test
    void who_says_how_to_use_a_registry_must_say_which() {
        assertThatThrownBy(() -> RegistrySettings.of(Map.of("schema.registry.urls", "http://registry:8081")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("schema.registry.urls")
                .hasMessageContaining("give schema.registry.url as well");
        assertThat(RegistrySettings.of(Map.of("schema.registry.url", "", "schema.registry.write", "false")))
                .isEmpty();
    }

    @Test
    void what_is_not_allowed_is_refused_with_what_is() {
        RegistrySettings settings = RegistrySettings.of(Map.of(
                        "schema.registry.url", "http://a:1",
                        "schema.registry.write", "yes",
                        "schema.registry.start.timeout.ms", "1s"))
                .orElseThrow();
        assertThatThrownBy(() -> settings.flag(RegistrySettings.WRITE, true))
                .hasMessageContaining("\"yes\"; allowed: true or false");
        assertThatThrownBy(() -> settings.millis(RegistrySettings.START_TIMEOUT, Duration.ZERO))
                .hasMessageContaining("\"1s\"; allowed: milliseconds");
    }
}
