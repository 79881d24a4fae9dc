package io.sluice.proof;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** What is committed in one partition, from its beginning to where it ended when reading began. */
final class PartitionLog implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(500);

    private final Consumer<byte[], byte[]> consumer;
    private final TopicPartition partition;
    private final long begin;
    private final long end;

    /** How many partitions a topic has; 0: there is none of that name. */
    static int partitions(Map<String, Object> settings, String topic) {
        try (Consumer<byte[], byte[]> consumer = consumer(settings)) {
            return consumer.partitionsFor(topic).size();
        }
    }

    PartitionLog(Map<String, Object> settings, TopicPartition partition) {
        this.consumer = consumer(settings);
        this.partition = partition;
        List<TopicPartition> one = List.of(partition);
        consumer.assign(one);
        consumer.seekToBeginning(one);
        this.begin = consumer.beginningOffsets(one).get(partition);
        this.end = consumer.endOffsets(one).get(partition);
    }

    private static Consumer<byte[], byte[]> consumer(Map<String, Object> settings) {
        Map<String, Object> ours = new HashMap<>(settings);
        ours.put("isolation.level", "read_committed");
        ours.put("enable.auto.commit", false);
        ours.put("auto.offset.reset", "earliest");
        ours.put("allow.auto.create.topics", false);
        ByteArrayDeserializer bytes = new ByteArrayDeserializer();
        return new KafkaConsumer<>(ours, bytes, bytes);
    }

    /** Whether it has all that was ever written. */
    boolean isFromTheFirst() {
        return begin == 0;
    }

    boolean isAtEnd() {
        return consumer.position(partition) >= end;
    }

    /** The next records; none: nothing came for a moment. */
    List<ConsumerRecord<byte[], byte[]>> next() {
        return consumer.poll(POLL).records(partition);
    }

    /** How much of it was read, from 0 to 1. */
    double share() {
        return end == begin ? 1 : Math.min(1, (consumer.position(partition) - begin) / (double) (end - begin));
    }

    @Override
    public void close() {
        consumer.close();
    }
}
