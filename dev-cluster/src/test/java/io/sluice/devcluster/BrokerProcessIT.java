package io.sluice.devcluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BrokerProcessIT {

    private final Path folder = Folders.fresh("broker-process");

    @Test
    void data_survive_a_kill_and_a_stop_and_the_address_stays() {
        try (BrokerProcess broker =
                BrokerProcess.start(BrokerSettings.in(folder).deletedOnClose())) {
            Client client = new Client(broker.bootstrapServers());
            client.createTopic("kept", 1, Map.of());
            client.send("kept", "a");

            broker.kill();
            assertThat(broker.process().isAlive()).isFalse();
            broker.restart();
            client.send("kept", "b");

            broker.stop();
            broker.restart();
            client.send("kept", "c");
            assertThat(client.read("kept", 3)).containsExactly("a", "b", "c");
            assertThat(broker.bootstrapServers()).isEqualTo(client.bootstrapServers());
        }
        assertThat(folder).doesNotExist();
    }

    @Test
    void a_folder_that_a_broker_of_another_jvm_uses_is_refused() {
        BrokerSettings settings = BrokerSettings.in(folder).deletedOnClose();
        try (BrokerProcess broker = BrokerProcess.start(settings)) {
            assertThatThrownBy(() -> EmbeddedBroker.start(settings))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining(broker.dataDirectory() + " is in use by another broker");
        }
    }

    @Test
    void a_taken_port_is_refused_before_anything_starts() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            BrokerSettings taken = BrokerSettings.in(folder).onPort(other.getLocalPort());

            assertThatThrownBy(() -> BrokerProcess.start(taken))
                    .hasMessageContaining("Port " + other.getLocalPort() + " on 127.0.0.1 is taken");
            assertThat(folder).doesNotExist();
        }
    }

    @Test
    void the_error_of_a_failed_start_names_the_log_and_shows_its_end() {
        BrokerSettings wrong = BrokerSettings.in(folder).with("log.segment.bytes", "many");

        assertThatThrownBy(() -> BrokerProcess.start(wrong))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(folder.resolve("broker.log").toString())
                .hasMessageContaining("log.segment.bytes");
    }
}
