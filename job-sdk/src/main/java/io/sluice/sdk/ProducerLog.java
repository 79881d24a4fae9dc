package io.sluice.sdk;

import io.sluice.schemas.Topics;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** The real log, through a producer. */
final class ProducerLog implements CommandLog {

    private final Producer<byte[], byte[]> producer;

    /** The producer's thread while it is in a callback of ours, and in all that follows from it. */
    private volatile Thread answering;

    ProducerLog(Producer<byte[], byte[]> producer) {
        this.producer = producer;
    }

    @Override
    public CompletableFuture<Void> append(String tree, byte[] command) {
        return send(new ProducerRecord<>(Topics.JOBS, tree.getBytes(StandardCharsets.UTF_8), command));
    }

    @Override
    public List<CompletableFuture<Void>> appendToAll(byte[] command) {
        return producer.partitionsFor(Topics.JOBS).stream()
                .map(partition -> send(new ProducerRecord<>(Topics.JOBS, partition.partition(), null, command)))
                .toList();
    }

    private CompletableFuture<Void> send(ProducerRecord<byte[], byte[]> record) {
        CompletableFuture<Void> acknowledged = new CompletableFuture<>();
        try {
            producer.send(record, (metadata, error) -> {
                answering = Thread.currentThread();
                if (error == null) {
                    acknowledged.complete(null);
                } else {
                    acknowledged.completeExceptionally(error);
                }
                answering = null;
            });
        } catch (RuntimeException e) {
            acknowledged.completeExceptionally(e);
        }
        return acknowledged;
    }

    @Override
    public boolean answersHere() {
        return answering == Thread.currentThread();
    }

    @Override
    public void flush() {
        producer.flush();
    }

    @Override
    public void close() {
        producer.close();
    }
}
