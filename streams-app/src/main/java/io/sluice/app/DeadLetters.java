package io.sluice.app;

import io.sluice.schemas.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** What was put aside on {@code sluice.dead-letters}: to be read, and to be sent to where it came from. */
final class DeadLetters implements AutoCloseable {

    /** Says of a record that it was a dead letter, and which. */
    static final String RETRIED = "sluice-retried";

    private static final String CAUSE = "sluice-cause";
    private static final String TOPIC = "sluice-topic";
    private static final String PARTITION = "sluice-partition";
    private static final String OFFSET = "sluice-offset";
    private static final String LEFT_OUT = "sluice-value-left-out";
    private static final String FORWARDED = "sluice-forwarded";

    /** What we put on: the record had none of it when it was sent first. */
    private static final Set<String> OURS = Set.of(CAUSE, TOPIC, PARTITION, OFFSET, LEFT_OUT, FORWARDED);

    private static final Duration POLL = Duration.ofMillis(500);

    private final Consumer<byte[], byte[]> consumer;

    DeadLetters(Consumer<byte[], byte[]> consumer) {
        this.consumer = consumer;
    }

    static DeadLetters open(Map<String, Object> settings) {
        Map<String, Object> ours = new HashMap<>(Map.of("default.api.timeout.ms", 10_000));
        ours.putAll(settings);
        ours.put("isolation.level", "read_committed");
        ours.put("enable.auto.commit", false);
        ours.put("auto.offset.reset", "earliest");
        ours.put("allow.auto.create.topics", false);
        ByteArrayDeserializer bytes = new ByteArrayDeserializer();
        return new DeadLetters(new KafkaConsumer<>(ours, bytes, bytes));
    }

    /** One of them. */
    record Letter(ConsumerRecord<byte[], byte[]> record) {

        /** Where it lies: partition and offset. */
        String position() {
            return record.partition() + "-" + record.offset();
        }

        Instant at() {
            return Instant.ofEpochMilli(record.timestamp());
        }

        String cause() {
            return header(CAUSE).orElse("");
        }

        /** Where it stood; empty: it is a timer, which stood nowhere. */
        String origin() {
            return header(TOPIC)
                    .map(topic -> topic + "-" + header(PARTITION).orElse("?") + " offset "
                            + header(OFFSET).orElse("?"))
                    .orElse("");
        }

        Optional<String> header(String name) {
            return Optional.ofNullable(record.headers().lastHeader(name))
                    .map(header -> new String(header.value(), StandardCharsets.UTF_8));
        }

        /**
         * The record as it was sent first, but marked. What has a key goes to the partition of the key.
         *
         * @throws CommandFailed if it came from no topic, or its bytes were not kept
         */
        ProducerRecord<byte[], byte[]> again() {
            String topic = header(TOPIC)
                    .orElseThrow(() -> CommandFailed.refused("dead letter " + position()
                            + " is a timer that was given up, no record that could be sent again: " + cause()));
            if (header(LEFT_OUT).isPresent()) {
                throw CommandFailed.refused("dead letter " + position() + " was too large to be kept ("
                        + header(LEFT_OUT).get() + " bytes); send the original again from where it came from");
            }
            RecordHeaders headers = new RecordHeaders();
            for (Header header : record.headers()) {
                if (!OURS.contains(header.key())) {
                    headers.add(header);
                }
            }
            headers.add(RETRIED, position().getBytes(StandardCharsets.UTF_8));
            Integer partition =
                    record.key() == null ? Integer.valueOf(header(PARTITION).orElse("0")) : null;
            return new ProducerRecord<>(topic, partition, record.key(), record.value(), headers);
        }
    }

    /** All that are kept, the oldest first, as long as they are wanted. */
    List<Letter> read(Predicate<Letter> wanted, int limit) {
        List<TopicPartition> all = consumer.partitionsFor(Topics.DEAD_LETTERS).stream()
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
        consumer.assign(all);
        consumer.seekToBeginning(all);
        Map<TopicPartition, Long> ends = consumer.endOffsets(all);
        List<Letter> letters = new ArrayList<>();
        while (letters.size() < limit
                && !all.stream().allMatch(partition -> consumer.position(partition) >= ends.get(partition))) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                Letter letter = new Letter(record);
                if (letters.size() < limit && wanted.test(letter)) {
                    letters.add(letter);
                }
            }
        }
        return letters;
    }

    /** The one at a position. */
    Letter at(String position) {
        TopicPartition partition = new TopicPartition(Topics.DEAD_LETTERS, partitionOf(position));
        long offset = offsetOf(position);
        consumer.assign(List.of(partition));
        consumer.seek(partition, offset);
        long end = consumer.endOffsets(List.of(partition)).get(partition);
        while (consumer.position(partition) < end) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                if (record.offset() == offset) {
                    return new Letter(record);
                }
                throw missing(position);
            }
        }
        throw missing(position);
    }

    private static CommandFailed missing(String position) {
        return CommandFailed.refused("there is no dead letter " + position
                + ": it was never there, or its time on the topic is over; sluice dead-letters list shows which are");
    }

    private static int partitionOf(String position) {
        return Integer.parseInt(parts(position)[0]);
    }

    private static long offsetOf(String position) {
        return Long.parseLong(parts(position)[1]);
    }

    private static String[] parts(String position) {
        if (!position.matches("[0-9]{1,9}-[0-9]{1,18}")) {
            throw CommandFailed.badUsage(
                    "\"" + position
                            + "\" is no position of a dead letter; expected such as 0-17, as sluice dead-letters list shows it");
        }
        return position.split("-");
    }

    @Override
    public void close() {
        consumer.close();
    }
}
