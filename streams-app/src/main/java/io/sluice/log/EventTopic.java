package io.sluice.log;

import io.sluice.core.Recorded;
import io.sluice.schemas.Topics;
import io.sluice.wire.BadRecordException;
import io.sluice.wire.Wire;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * The events topic of a cluster. Not safe for use by several threads.
 *
 * @since 0.1
 */
public final class EventTopic implements Events, AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(250);

    /** A broker that is gone answers no poll, and poll does not say so. */
    private static final int SILENT_POLLS = 120;

    /** A record's timestamp is its partition's time when it was sent; events that waited for it may say a little more. */
    private static final long SLACK_MS = 60_000;

    private final Consumer<byte[], byte[]> consumer;
    private final Wire wire;
    private final List<TopicPartition> all;

    /** Null until somebody asks. */
    private Homes homes;

    private EventTopic(Consumer<byte[], byte[]> consumer, Wire wire) {
        this.consumer = consumer;
        this.wire = wire;
        this.all = consumer.partitionsFor(Topics.EVENTS).stream()
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .sorted(Comparator.comparingInt(TopicPartition::partition))
                .toList();
        if (all.isEmpty()) {
            throw new LogException("there is no topic " + Topics.EVENTS + " on this cluster; a scheduler makes it");
        }
    }

    /**
     * Opens it.
     *
     * @param settings for the consumer, security included
     * @param wire how events are read
     * @throws LogException if there is no such topic
     * @throws org.apache.kafka.common.KafkaException if no broker answers
     */
    public static EventTopic open(Map<String, Object> settings, Wire wire) {
        Map<String, Object> ours = new HashMap<>(Map.of("default.api.timeout.ms", 10_000));
        ours.putAll(settings);
        ours.put("isolation.level", "read_committed");
        ours.put("enable.auto.commit", false);
        ours.put("auto.offset.reset", "earliest");
        ours.put("allow.auto.create.topics", false);
        ByteArrayDeserializer bytes = new ByteArrayDeserializer();
        return over(new KafkaConsumer<>(ours, bytes, bytes), wire);
    }

    /**
     * Reads through that consumer, which must read what is committed and is closed with this.
     *
     * @throws LogException if there is no such topic
     */
    public static EventTopic over(Consumer<byte[], byte[]> consumer, Wire wire) {
        try {
            return new EventTopic(consumer, wire);
        } catch (RuntimeException e) {
            consumer.close();
            throw e;
        }
    }

    @Override
    public boolean read(Stretch stretch, Watch watch, Predicate<Recorded> reader) {
        if (stretch.tree().isEmpty() || stretch.everywhere()) {
            return read(all, new Reading(stretch, reader), watch);
        }
        List<Homes.Home> in = homes().of(stretch.tree().get(), stretch.from(), stretch.to());
        boolean complete = true;
        for (int i = 0; complete && i < in.size(); i++) {
            Homes.Home home = in.get(i);
            Reading reading = new Reading(Stretch.of(stretch.tree().get(), home.from(), home.to()), reader);
            Watch part = in.size() == 1 ? watch : watch.part(i / (double) in.size(), (i + 1) / (double) in.size());
            complete = read(List.of(all.get(home.partition())), reading, part);
            if (reading.enough) {
                return complete;
            }
        }
        return complete;
    }

    private Homes homes() {
        if (homes == null) {
            homes = Homes.read(consumer, all, wire);
        }
        return homes;
    }

    private boolean read(List<TopicPartition> partitions, Reading reading, Watch watch) {
        consumer.assign(partitions);
        consumer.resume(partitions);
        reading.ends.putAll(consumer.endOffsets(partitions));
        seek(partitions, reading.stretch.from(), reading.ends);
        return reading.run(watch);
    }

    private void seek(List<TopicPartition> partitions, long from, Map<TopicPartition, Long> ends) {
        if (from <= SLACK_MS) {
            consumer.seekToBeginning(partitions);
            return;
        }
        Map<TopicPartition, Long> times =
                partitions.stream().collect(Collectors.toMap(Function.identity(), any -> from - SLACK_MS));
        consumer.offsetsForTimes(times)
                .forEach((partition, found) ->
                        consumer.seek(partition, found == null ? ends.get(partition) : found.offset()));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        consumer.close();
    }

    /** One way from the beginning of a stretch to its end. */
    private final class Reading {
        private final Stretch stretch;
        private final Optional<byte[]> key;
        private final Predicate<Recorded> reader;
        private final Map<TopicPartition, Long> ends = new HashMap<>();
        private final Map<TopicPartition, Long> starts = new HashMap<>();
        private boolean enough;

        Reading(Stretch stretch, Predicate<Recorded> reader) {
            this.stretch = stretch;
            this.key = stretch.tree().map(EventTopic::utf8);
            this.reader = reader;
        }

        boolean run(Watch watch) {
            ends.keySet().forEach(partition -> starts.put(partition, consumer.position(partition)));
            int silent = 0;
            while (!enough && !isAtEnd()) {
                if (!watch.goOn(share())) {
                    return false;
                }
                long before = done();
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    take(record);
                }
                silent = done() > before ? 0 : silent + 1;
                if (silent == SILENT_POLLS) {
                    throw new LogException("no more of " + Topics.EVENTS + " came for "
                            + POLL.multipliedBy(SILENT_POLLS).toSeconds()
                            + " s, although more is there; are its brokers up?");
                }
            }
            return true;
        }

        /** One that is through waits for the others, and sends no more meanwhile. */
        private boolean isAtEnd() {
            List<TopicPartition> through = ends.keySet().stream()
                    .filter(partition -> consumer.position(partition) >= ends.get(partition))
                    .toList();
            consumer.pause(through);
            return through.size() == ends.size();
        }

        private void take(ConsumerRecord<byte[], byte[]> record) {
            TopicPartition partition = new TopicPartition(record.topic(), record.partition());
            if (enough || record.offset() >= ends.get(partition) || !isWanted(record.key())) {
                return;
            }
            for (Recorded recorded : decoded(record)) {
                if (recorded.at() > stretch.to()) {
                    // A partition's time never goes back: nothing that follows is earlier.
                    ends.put(partition, record.offset());
                    return;
                }
                if (!enough && recorded.at() >= stretch.from()) {
                    enough = !reader.test(recorded);
                }
            }
        }

        private boolean isWanted(byte[] itsKey) {
            return key.isEmpty() || Arrays.equals(key.get(), itsKey);
        }

        private List<Recorded> decoded(ConsumerRecord<byte[], byte[]> record) {
            try {
                return wire.events(Optional.ofNullable(record.key()), record.value());
            } catch (BadRecordException e) {
                throw new LogException(
                        "the record at offset " + record.offset() + " of " + record.topic() + "-" + record.partition()
                                + " is no event that this version can read: " + e.getMessage(),
                        e);
            }
        }

        private long done() {
            return ends.keySet().stream()
                    .mapToLong(partition ->
                            Math.min(consumer.position(partition), ends.get(partition)) - starts.get(partition))
                    .sum();
        }

        private double share() {
            long whole = ends.keySet().stream()
                    .mapToLong(partition -> ends.get(partition) - starts.get(partition))
                    .sum();
            return whole <= 0 ? 1 : Math.min(1, Math.max(0, done() / (double) whole));
        }
    }
}
