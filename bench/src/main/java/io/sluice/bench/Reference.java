package io.sluice.bench;

import io.sluice.devcluster.JavaProcess;
import io.sluice.devcluster.JavaProgram;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KafkaStreams;

/**
 * What Kafka alone does on this machine, on the same broker, just before: machines differ, and so they do by the hour.
 *
 * @param producedPerSecond records with the payload's bytes, one producer, acknowledged by all replicas
 * @param passedPerSecond records through {@link PassThrough}
 */
record Reference(double producedPerSecond, double passedPerSecond) {

    /** The measured part comes last and is a third: before it the JVM gets warm. */
    private static final int PARTS = 3;

    private static final TopicPartition OUT = new TopicPartition(PassThrough.OUT, 0);
    private static final Duration LOOK = Duration.ofMillis(300);
    private static final Duration STILL_FOR = Duration.ofSeconds(60);

    /** Measures both with so many records each. */
    static Reference measure(Settings settings, Cluster cluster, Progress progress, int records) {
        createTopics(cluster.bootstrapServers());
        double produced = produce(settings, cluster.bootstrapServers(), records);
        Path state = settings.folder().resolve("reference");
        if (settings.shape().inProcess()) {
            try (KafkaStreams streams = PassThrough.start(cluster.bootstrapServers(), state)) {
                return new Reference(
                        produced,
                        passed(
                                cluster.bootstrapServers(),
                                progress,
                                records,
                                () -> streams.state().isRunningOrRebalancing()));
            }
        }
        JavaProgram program = JavaProgram.of(PassThrough.class, cluster.bootstrapServers(), state.toString())
                .option("-Xmx512m")
                .option("-XX:+UseSerialGC");
        try (JavaProcess streams = JavaProcess.start(program, settings.folder().resolve("reference.log"))) {
            return new Reference(produced, passed(cluster.bootstrapServers(), progress, records, streams::isAlive));
        }
    }

    private static void createTopics(String bootstrapServers) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            NewTopic in = new NewTopic(PassThrough.IN, 1, (short) 1);
            // The broker's time of writing, or all records would carry the time at which they were produced.
            NewTopic out = new NewTopic(PassThrough.OUT, 1, (short) 1)
                    .configs(Map.of("message.timestamp.type", "LogAppendTime"));
            admin.createTopics(List.of(in, out)).all().get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the reference's topics could not be made", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the bench was interrupted", e);
        }
    }

    private static double produce(Settings settings, String bootstrapServers, int records) {
        ByteArraySerializer bytes = new ByteArraySerializer();
        Map<String, Object> config =
                Map.of("bootstrap.servers", bootstrapServers, "acks", "all", "linger.ms", 5, "batch.size", 128 * 1024);
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(config, bytes, bytes)) {
            // Alone: a new topic may not know its leader yet, and what comes behind a first batch that is refused for
            // that
            // is taken, after which the first never can be.
            producer.send(record(settings, 0)).get();
            AtomicReference<Exception> failure = new AtomicReference<>();
            long begin = 0;
            for (int number = 1; number < PARTS * records; number++) {
                if (number == (PARTS - 1) * records) {
                    producer.flush();
                    begin = System.nanoTime();
                }
                producer.send(record(settings, number), (written, problem) -> failure.compareAndSet(null, problem));
            }
            producer.flush();
            if (failure.get() != null) {
                throw new IllegalStateException("the reference's records could not all be produced", failure.get());
            }
            return records / ((System.nanoTime() - begin) / 1e9);
        } catch (ExecutionException e) {
            throw new IllegalStateException("the reference's first record could not be produced", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the bench was interrupted", e);
        }
    }

    private static ProducerRecord<byte[], byte[]> record(Settings settings, int number) {
        return new ProducerRecord<>(PassThrough.IN, Work.payload(settings.load().payload(), number));
    }

    private static double passed(String bootstrapServers, Progress progress, int records, BooleanSupplier alive) {
        ByteArrayDeserializer bytes = new ByteArrayDeserializer();
        Map<String, Object> config = Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "isolation.level",
                "read_committed",
                "enable.auto.commit",
                false,
                "max.poll.records",
                10_000);
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(config, bytes, bytes)) {
            consumer.assign(List.of(OUT));
            consumer.seekToBeginning(List.of(OUT));
            awaitEnd(consumer, progress, PARTS * records, alive);
            return records / secondsOfLastPart(consumer, records);
        }
    }

    /** Reads nothing yet: that would take from what is measured. */
    private static void awaitEnd(KafkaConsumer<?, ?> consumer, Progress progress, int records, BooleanSupplier alive) {
        long before = -1;
        long since = System.nanoTime();
        while (true) {
            Pause.of(LOOK);
            long end = consumer.endOffsets(List.of(OUT)).get(OUT);
            progress.still("%,d records passed through Kafka Streams", end);
            if (end != before) {
                before = end;
                since = System.nanoTime();
            } else if (end > records) {
                return;
            } else if (!alive.getAsBoolean() || System.nanoTime() - since > STILL_FOR.toNanos()) {
                throw new IllegalStateException("Kafka Streams passed on " + end + " of " + records
                        + " records and then no more; reference.log in the data folder says why");
            }
        }
    }

    private static double secondsOfLastPart(KafkaConsumer<byte[], byte[]> consumer, int records) {
        long begin = 0;
        long last = 0;
        int seen = 0;
        while (seen < PARTS * records) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(LOOK)) {
                seen++;
                begin = seen == (PARTS - 1) * records ? record.timestamp() : begin;
                last = record.timestamp();
            }
        }
        return Math.max(1, last - begin) / 1000.0;
    }
}
