package io.sluice.devcluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ShareGroupIT {

    private EmbeddedBroker broker;
    private Client client;

    @BeforeEach
    void start() {
        broker = EmbeddedBroker.start(BrokerSettings.in(Folders.fresh("share")).deletedOnClose());
        client = new Client(broker.bootstrapServers());
        client.createTopic("jobs", 1, Map.of());
    }

    @AfterEach
    void close() {
        broker.close();
    }

    @Test
    void a_share_group_reads_from_the_start_and_hands_out_again_what_was_released() {
        client.setGroup("workers", "share.auto.offset.reset", "earliest");
        client.send("jobs", "a", "b", "c");

        try (KafkaShareConsumer<String, String> consumer = client.shareConsumer("workers", 2)) {
            consumer.subscribe(List.of("jobs"));

            assertThat(values(poll(consumer, AcknowledgeType.RELEASE))).containsExactly("a", "b");

            List<String> rest = new ArrayList<>();
            Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> {
                rest.addAll(values(poll(consumer, AcknowledgeType.ACCEPT)));
                return rest.size() >= 3;
            });
            assertThat(rest).containsExactlyInAnyOrder("a", "b", "c");
        }
    }

    /** The next records, at most as many as the consumer asked for; all of them acknowledged as told. */
    private static List<ConsumerRecord<String, String>> poll(
            KafkaShareConsumer<String, String> consumer, AcknowledgeType type) {
        List<ConsumerRecord<String, String>> got = new ArrayList<>();
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> {
            ConsumerRecords<String, String> records = consumer.poll(Duration.ofMillis(200));
            records.forEach(got::add);
            return !got.isEmpty();
        });
        got.forEach(r -> consumer.acknowledge(r, type));
        consumer.commitSync();
        return got;
    }

    private static List<String> values(List<ConsumerRecord<String, String>> records) {
        return records.stream().map(ConsumerRecord::value).toList();
    }
}
