package io.sluice.examples.demo;

import io.sluice.schemas.RecordFormats;
import io.sluice.schemas.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** One thread that reads all events from their start into a fold, as far as they are committed. */
final class EventReader implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(200);

    private final String bootstrapServers;
    private final EventFold fold;
    private final Thread thread = new Thread(this::read, "demo-events");
    private volatile boolean closed;
    private volatile RuntimeException failure;

    EventReader(String bootstrapServers, EventFold fold) {
        this.bootstrapServers = bootstrapServers;
        this.fold = fold;
        thread.setDaemon(true);
    }

    EventReader start() {
        thread.start();
        return this;
    }

    private void read() {
        ByteArrayDeserializer bytes = new ByteArrayDeserializer();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(settings(), bytes, bytes)) {
            List<TopicPartition> all = consumer.partitionsFor(Topics.EVENTS).stream()
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            consumer.assign(all);
            consumer.seekToBeginning(all);
            while (!closed) {
                consumer.poll(POLL).forEach(this::apply);
            }
        } catch (RuntimeException e) {
            failure = e;
        }
    }

    private Map<String, Object> settings() {
        return Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "isolation.level",
                "read_committed",
                "enable.auto.commit",
                false,
                "client.id",
                "demo-events");
    }

    private void apply(ConsumerRecord<byte[], byte[]> read) {
        // What is about no tree, such as the channels that hold for all, has no key.
        String tree = read.key() == null ? "" : new String(read.key(), StandardCharsets.UTF_8);
        fold.apply(tree, RecordFormats.bundled().event().decode(read.value()));
    }

    /**
     * Throws what ended the reading, if something did.
     *
     * @throws IllegalStateException with the cause
     */
    void check() {
        if (failure != null) {
            throw new IllegalStateException("reading the events failed: " + failure.getMessage(), failure);
        }
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
