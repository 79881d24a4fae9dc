package io.sluice.it;

import io.sluice.schemas.Topics;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Writes records that our own client would not write, to whatever partition. */
final class RawSender implements AutoCloseable {

    private final KafkaProducer<byte[], byte[]> producer;

    RawSender(String bootstrapServers) {
        ByteArraySerializer bytes = new ByteArraySerializer();
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers, "max.request.size", 6 * 1024 * 1024), bytes, bytes);
    }

    RecordMetadata job(String tree, int partition, byte[] value) throws InterruptedException, ExecutionException {
        return send(Topics.JOBS, tree, partition, value);
    }

    RecordMetadata report(String tree, byte[] value) throws InterruptedException, ExecutionException {
        return send(Topics.REPORTS, tree, Stage.partitionOf(tree), value);
    }

    private RecordMetadata send(String topic, String tree, int partition, byte[] value)
            throws InterruptedException, ExecutionException {
        byte[] key = tree.getBytes(StandardCharsets.UTF_8);
        return producer.send(new ProducerRecord<>(topic, partition, key, value)).get();
    }

    @Override
    public void close() {
        producer.close();
    }
}
