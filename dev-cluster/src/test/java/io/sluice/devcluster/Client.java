package io.sluice.devcluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;

/** What a test does with a broker, as a service would. */
record Client(String bootstrapServers) {

    private Map<String, Object> with(Map<String, Object> settings) {
        var all = new java.util.HashMap<String, Object>(settings);
        all.put("bootstrap.servers", bootstrapServers);
        return all;
    }

    Admin admin() {
        return Admin.create(with(Map.of()));
    }

    void createTopic(String name, int replicas, Map<String, String> settings) {
        try (Admin admin = admin()) {
            get(admin.createTopics(List.of(new NewTopic(name, 1, (short) replicas).configs(settings)))
                    .all());
        }
    }

    void setGroup(String group, String key, String value) {
        try (Admin admin = admin()) {
            get(admin.incrementalAlterConfigs(Map.of(
                            new ConfigResource(ConfigResource.Type.GROUP, group),
                            List.of(new AlterConfigOp(new ConfigEntry(key, value), AlterConfigOp.OpType.SET))))
                    .all());
        }
    }

    Producer<String, String> producer(Map<String, Object> settings) {
        return new KafkaProducer<>(with(settings), new StringSerializer(), new StringSerializer());
    }

    void send(String topic, String... values) {
        try (Producer<String, String> producer = producer(Map.of("acks", "all"))) {
            for (String value : values) {
                get(producer.send(new ProducerRecord<>(topic, value)));
            }
        }
    }

    /** In one transaction, which then does what is asked. */
    void sendInTransaction(String topic, Consumer<Producer<String, String>> end, String... values) {
        try (Producer<String, String> producer = producer(Map.of("transactional.id", "tests"))) {
            producer.initTransactions();
            producer.beginTransaction();
            for (String value : values) {
                producer.send(new ProducerRecord<>(topic, value));
            }
            end.accept(producer);
        }
    }

    /** All committed values from the start, once there are as many as expected. */
    List<String> read(String topic, int expected) {
        var settings = with(Map.of("isolation.level", "read_committed", "auto.offset.reset", "earliest"));
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            consumer.assign(List.of(new TopicPartition(topic, 0)));
            List<String> values = new ArrayList<>();
            Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> {
                consumer.poll(Duration.ofMillis(100))
                        .forEach((ConsumerRecord<String, String> r) -> values.add(r.value()));
                return values.size() >= expected;
            });
            return values;
        }
    }

    KafkaShareConsumer<String, String> shareConsumer(String group, int recordsAPoll) {
        return new KafkaShareConsumer<>(
                with(Map.of(
                        "group.id",
                        group,
                        "share.acknowledgement.mode",
                        "explicit",
                        "share.acquire.mode",
                        "record_limit",
                        "max.poll.records",
                        recordsAPoll)),
                new StringDeserializer(),
                new StringDeserializer());
    }

    static <T> T get(java.util.concurrent.Future<T> future) {
        try {
            return future.get(30, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError("The broker did not answer: " + e, e);
        }
    }
}
