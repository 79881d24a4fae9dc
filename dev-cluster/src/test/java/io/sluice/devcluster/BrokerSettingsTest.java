package io.sluice.devcluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class BrokerSettingsTest {

    private final BrokerSettings settings = BrokerSettings.in(Path.of("target", "x"));

    @Test
    void by_default_any_port_and_data_kept() {
        assertThat(settings.port()).isZero();
        assertThat(settings.deleteOnClose()).isFalse();
        assertThat(settings.dataDirectory()).isAbsolute();
    }

    @Test
    void each_change_keeps_the_others() {
        BrokerSettings changed =
                settings.with("a", "1").onPort(20_001).deletedOnClose().with("b", "2");

        assertThat(changed.overrides()).containsEntry("a", "1").containsEntry("b", "2");
        assertThat(changed.port()).isEqualTo(20_001);
        assertThat(changed.deleteOnClose()).isTrue();
    }

    @Test
    void a_port_out_of_range_is_refused() {
        assertThatThrownBy(() -> settings.onPort(65_536)).hasMessageContaining("65536");
    }

    @Test
    void settings_that_follow_from_others_are_refused() {
        assertThatThrownBy(() -> settings.with("listeners", "PLAINTEXT://0.0.0.0:9092"))
                .hasMessageContaining("listeners");
    }
}
