package io.sluice.it;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/** A user's topic of two partitions that handlers write to, and what a reader of committed records sees there. */
final class OutputTopic implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(100);

    private final String name;
    private final KafkaConsumer<String, String> consumer;
    private final List<String> keys = new ArrayList<>();

    OutputTopic(String bootstrapServers) throws InterruptedException, ExecutionException {
        name = "output-" + Integer.toHexString(ThreadLocalRandom.current().nextInt());
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            admin.createTopics(List.of(new NewTopic(name, Optional.of(2), Optional.empty())))
                    .all()
                    .get();
        }
        StringDeserializer text = new StringDeserializer();
        consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrapServers,
                        "isolation.level",
                        "read_committed",
                        "enable.auto.commit",
                        false,
                        "auto.offset.reset",
                        "earliest"),
                text,
                text);
        consumer.assign(List.of(new TopicPartition(name, 0), new TopicPartition(name, 1)));
    }

    String name() {
        return name;
    }

    /** The keys of all that is committed by now. */
    List<String> keys() {
        Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            consumer.poll(POLL).forEach(record -> keys.add(record.key()));
        }
        return List.copyOf(keys);
    }

    @Override
    public void close() {
        consumer.close();
    }
}
