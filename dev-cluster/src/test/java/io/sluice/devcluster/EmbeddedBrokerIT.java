package io.sluice.devcluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class EmbeddedBrokerIT {

    private static EmbeddedBroker shared;
    private static Client client;

    @BeforeAll
    static void start() {
        shared = EmbeddedBroker.start(
                BrokerSettings.in(Folders.fresh("embedded")).deletedOnClose());
        client = new Client(shared.bootstrapServers());
    }

    @AfterAll
    static void close() {
        shared.close();
    }

    @Test
    void readers_see_committed_transactions_only() {
        client.createTopic("transactions", 1, Map.of());

        client.sendInTransaction("transactions", Producer::abortTransaction, "aborted");
        client.sendInTransaction("transactions", Producer::commitTransaction, "a", "b");

        assertThat(client.read("transactions", 2)).containsExactly("a", "b");
    }

    @Test
    void messages_may_be_as_large_as_the_topic_allows() {
        client.createTopic("large", 1, Map.of("max.message.bytes", Integer.toString(6 << 20)));
        String large = "x".repeat(5 << 20);

        try (Producer<String, String> producer = client.producer(Map.of("max.request.size", 6 << 20))) {
            Client.get(producer.send(new org.apache.kafka.clients.producer.ProducerRecord<>("large", large)));
        }

        assertThat(client.read("large", 1)).containsExactly(large);
    }

    @Test
    void share_groups_streams_groups_and_new_transactions_are_on() {
        try (Admin admin = client.admin()) {
            var levels = Client.get(admin.describeFeatures().featureMetadata()).finalizedFeatures();
            assertThat(levels.get("share.version").maxVersionLevel()).isPositive();
            assertThat(levels.get("streams.version").maxVersionLevel()).isPositive();
            assertThat(levels.get("group.version").maxVersionLevel()).isPositive();
            assertThat(levels.get("transaction.version").maxVersionLevel()).isGreaterThanOrEqualTo((short) 2);
        }
    }

    @Test
    void groups_may_ask_for_short_timeouts() {
        client.setGroup("quick", "streams.session.timeout.ms", "1000");
        client.setGroup("quick", "streams.heartbeat.interval.ms", "100");
        client.setGroup("quick", "consumer.session.timeout.ms", "1000");
        client.setGroup("quick", "share.session.timeout.ms", "1000");
        client.setGroup("quick", "share.record.lock.duration.ms", "1000");
    }

    @Test
    void a_taken_port_is_refused_by_its_number() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            Path folder = Folders.fresh("taken-port");
            int port = other.getLocalPort();

            assertThatThrownBy(
                            () -> EmbeddedBroker.start(BrokerSettings.in(folder).onPort(port)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("Port " + port + " on 127.0.0.1 is taken");
            assertThat(folder).doesNotExist();
        }
    }

    @Test
    void a_folder_in_use_is_refused_by_its_name() {
        assertThatThrownBy(() -> EmbeddedBroker.start(BrokerSettings.in(shared.dataDirectory())))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(shared.dataDirectory() + " is in use by another broker");
    }

    @Test
    void data_survive_close_and_start_on_another_port() throws IOException {
        Path folder = Folders.fresh("kept");
        String clusterId;
        String firstAddress;
        try (EmbeddedBroker broker = EmbeddedBroker.start(BrokerSettings.in(folder))) {
            firstAddress = broker.bootstrapServers();
            Client before = new Client(firstAddress);
            before.createTopic("kept", 1, Map.of());
            before.send("kept", "a", "b");
            clusterId = clusterId(before);
        }

        EmbeddedBroker again = EmbeddedBroker.start(BrokerSettings.in(folder).deletedOnClose());
        assertThat(again.bootstrapServers()).isNotEqualTo(firstAddress);
        Client after = new Client(again.bootstrapServers());
        assertThat(clusterId(after)).isEqualTo(clusterId);
        after.send("kept", "c");
        assertThat(after.read("kept", 3)).containsExactly("a", "b", "c");

        Files.writeString(folder.resolve("not-a-broker's.txt"), "stays");
        again.close();
        again.close();
        assertThat(folder).isDirectoryContaining("glob:**.txt");
        assertThat(folder.resolve("kafka")).doesNotExist();
    }

    @Test
    void a_controller_that_cannot_start_throws_and_leaves_the_jvm_alone() throws IOException {
        Path folder = Folders.fresh("broken");
        Path log = Files.createDirectories(folder.resolve("kafka")).resolve("__cluster_metadata-0");
        Files.writeString(log, "a file where Kafka wants a folder");

        assertThatThrownBy(() -> EmbeddedBroker.start(BrokerSettings.in(folder)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("did not start")
                .hasMessageContaining(folder.toString())
                .hasCauseInstanceOf(Exception.class);
        Files.delete(log);
        EmbeddedBroker.start(BrokerSettings.in(folder).deletedOnClose()).close();
        assertThat(folder).doesNotExist();
    }

    @Test
    void a_wrong_setting_is_named() {
        BrokerSettings wrong = BrokerSettings.in(Folders.fresh("wrong")).with("log.segment.bytes", "many");

        assertThatThrownBy(() -> EmbeddedBroker.start(wrong)).hasMessageContaining("log.segment.bytes");
    }

    private static String clusterId(Client of) {
        try (Admin admin = of.admin()) {
            KafkaFuture<String> id = admin.describeCluster().clusterId();
            return Client.get(id);
        }
    }
}
