package io.sluice.sdk;

import io.sluice.schemas.registry.SchemaRegistryException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread that reads all of a topic from its end as of {@link #start}. A consumer that fails is replaced and goes on
 * where it stood, so nothing is missed once {@link #positioned} is complete.
 */
final class TailReader implements Verdicts.Feed {

    private static final Logger LOG = LoggerFactory.getLogger(TailReader.class);
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration ASK = Duration.ofSeconds(30);

    private final String topic;
    private final Supplier<Consumer<byte[], byte[]>> consumers;
    private final java.util.function.Consumer<ConsumerRecord<byte[], byte[]>> sink;
    private final Map<TopicPartition, Long> positions = new HashMap<>();
    private final CompletableFuture<Void> positioned = new CompletableFuture<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Outage outage;
    private final Thread thread;
    private volatile Consumer<byte[], byte[]> current;

    TailReader(
            String topic,
            Supplier<Consumer<byte[], byte[]>> consumers,
            java.util.function.Consumer<ConsumerRecord<byte[], byte[]>> sink,
            String threadName) {
        this.topic = topic;
        this.consumers = consumers;
        this.sink = sink;
        this.outage = new Outage("reading " + topic);
        this.thread = new Thread(this::run, threadName);
        this.thread.setDaemon(true);
    }

    @Override
    public void start() {
        thread.start();
    }

    /** Complete when the place to read from is fixed: what is written from then on is read. */
    @Override
    public CompletableFuture<Void> positioned() {
        return positioned;
    }

    /** Whether its thread ended although nobody stopped it. */
    boolean hasDied() {
        return thread.getState() == Thread.State.TERMINATED && !isClosed();
    }

    private void run() {
        while (!isClosed()) {
            try (Consumer<byte[], byte[]> consumer = consumers.get()) {
                current = consumer;
                assign(consumer);
                outage.healthy();
                positioned.complete(null);
                read(consumer);
            } catch (WakeupException e) {
                continue;
            } catch (RuntimeException e) {
                outage.failed("It is tried again every second", e);
                pause();
            } catch (Error e) {
                LOG.error(
                        "the thread that reads {} ends, and nothing of it is heard any more. Restart the process",
                        topic,
                        e);
                return;
            }
        }
    }

    private void assign(Consumer<byte[], byte[]> consumer) {
        List<TopicPartition> partitions = consumer.partitionsFor(topic, ASK).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        if (partitions.isEmpty()) {
            throw new KafkaException("topic " + topic + " does not exist; create it with topics.tf");
        }
        // In this order: Kafka's client warns of ends that it learns of partitions which are not assigned.
        consumer.assign(partitions);
        consumer.endOffsets(partitions, ASK).forEach(positions::putIfAbsent);
        partitions.forEach(partition -> consumer.seek(partition, positions.get(partition)));
    }

    private void read(Consumer<byte[], byte[]> consumer) {
        while (!isClosed()) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                TopicPartition partition = new TopicPartition(record.topic(), record.partition());
                positions.put(partition, record.offset() + 1);
                take(record);
            }
        }
    }

    /** What cannot be read for want of its schema may well be read later, so it is not passed over. */
    private void take(ConsumerRecord<byte[], byte[]> record) {
        while (!isClosed()) {
            try {
                sink.accept(record);
                outage.healthy();
                return;
            } catch (SchemaRegistryException e) {
                outage.failed("A record waits for its schema, which is asked for every second", e);
                pause();
            }
        }
    }

    private boolean isClosed() {
        return closed.getCount() == 0;
    }

    private void pause() {
        try {
            closed.await(1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            closed.countDown();
        }
    }

    /** Stops reading; waits at most 5 s for the thread to end. */
    @Override
    public void close() {
        closed.countDown();
        Consumer<byte[], byte[]> consumer = current;
        if (consumer != null) {
            consumer.wakeup();
        }
        Threads.join(thread, Duration.ofSeconds(5));
    }
}
