package io.sluice.devcluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class BrokerClusterIT {

    private final Path folder = Folders.fresh("cluster");

    @Test
    void writes_go_on_without_one_of_three_and_data_survive_the_loss_of_two_and_a_new_start() {
        try (BrokerCluster cluster = BrokerCluster.start(3, BrokerSettings.in(folder))) {
            Client client = new Client(cluster.bootstrapServers());
            client.createTopic("kept", 3, Map.of());
            int leader = describe(client).partitions().get(0).leader().id();
            int other = leader % 3 + 1;

            sendAndKillBetween(client, () -> cluster.kill(leader), "a", "b");
            client.sendInTransaction("kept", Producer::commitTransaction, "c");
            assertThat(client.read("kept", 3)).containsExactly("a", "b", "c");

            cluster.kill(other);
            cluster.restart(leader, other);
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> inSync(client) == 3);
        }
        try (BrokerCluster again =
                BrokerCluster.start(3, BrokerSettings.in(folder).deletedOnClose())) {
            assertThat(new Client(again.bootstrapServers()).read("kept", 3)).containsExactly("a", "b", "c");
        }
        assertThat(folder).doesNotExist();
    }

    private static void sendAndKillBetween(Client client, Runnable kill, String before, String after) {
        try (Producer<String, String> producer = client.producer(Map.of("acks", "all"))) {
            Client.get(producer.send(new ProducerRecord<>("kept", before)));
            kill.run();
            Client.get(producer.send(new ProducerRecord<>("kept", after)));
        }
    }

    private static int inSync(Client client) {
        return describe(client).partitions().get(0).isr().size();
    }

    private static TopicDescription describe(Client client) {
        try (Admin admin = client.admin()) {
            return Client.get(admin.describeTopics(List.of("kept")).allTopicNames())
                    .get("kept");
        }
    }
}
