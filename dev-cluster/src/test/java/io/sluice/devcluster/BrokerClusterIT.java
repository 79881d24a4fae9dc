package io.sluice.devcluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class BrokerClusterIT {

    private final Path folder = Folders.fresh("cluster");

    @Test
    void writes_go_on_when_one_of_three_is_killed_and_it_catches_up_when_it_is_back() {
        try (BrokerCluster cluster =
                BrokerCluster.start(3, BrokerSettings.in(folder).deletedOnClose())) {
            Client client = new Client(cluster.bootstrapServers());
            client.createTopic("kept", 3, Map.of());
            client.send("kept", "a");
            int leader = describe(client).partitions().get(0).leader().id();

            try (Producer<String, String> producer = client.producer(Map.of("acks", "all"))) {
                Client.get(producer.send(new ProducerRecord<>("kept", "b")));
                cluster.kill(leader);
                Client.get(producer.send(new ProducerRecord<>("kept", "c")));
            }
            client.sendInTransaction("kept", Producer::commitTransaction, "d");
            assertThat(client.read("kept", 4)).containsExactly("a", "b", "c", "d");

            cluster.restart(leader);
            Awaitility.await()
                    .until(() -> describe(client).partitions().get(0).isr().size() == 3);
        }
        assertThat(folder).doesNotExist();
    }

    @Test
    void a_cluster_on_a_kept_folder_goes_on_with_its_data() {
        try (BrokerCluster cluster = BrokerCluster.start(3, BrokerSettings.in(folder))) {
            Client client = new Client(cluster.bootstrapServers());
            client.createTopic("kept", 3, Map.of());
            client.send("kept", "a");
            cluster.kill(1);
            cluster.kill(2);
            cluster.kill(3);
            cluster.restart(1, 2, 3);
            client.send("kept", "b");
        }
        try (BrokerCluster cluster =
                BrokerCluster.start(3, BrokerSettings.in(folder).deletedOnClose())) {
            assertThat(new Client(cluster.bootstrapServers()).read("kept", 2)).containsExactly("a", "b");
        }
    }

    private static TopicDescription describe(Client client) {
        try (Admin admin = client.admin()) {
            return admin.describeTopics(List.of("kept")).allTopicNames().get().get("kept");
        } catch (ExecutionException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
