package io.sluice.app;

import io.sluice.core.Recorded;
import io.sluice.schemas.Topics;
import io.sluice.wire.BadRecordException;
import io.sluice.wire.Wire;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads the history: every committed event of every tree, each tree's in its order. */
final class EventLog implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(500);

    private final Consumer<byte[], byte[]> consumer;
    private final Wire wire;
    private final Deque<Recorded> ahead = new ArrayDeque<>();

    /** Where each partition ended when reading began: whoever does not follow stops there. */
    private final Map<TopicPartition, Long> ends;

    private EventLog(Consumer<byte[], byte[]> consumer, Wire wire, Start start) {
        this.consumer = consumer;
        this.wire = wire;
        List<TopicPartition> all = consumer.partitionsFor(Topics.EVENTS).stream()
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
        if (all.isEmpty()) {
            throw CommandFailed.refused(
                    "there is no topic " + Topics.EVENTS + " on this cluster; a scheduler makes it");
        }
        consumer.assign(all);
        this.ends = new HashMap<>(consumer.endOffsets(all));
        switch (start) {
            case Start.Beginning beginning -> consumer.seekToBeginning(all);
            case Start.Now now -> ends.forEach(consumer::seek);
            case Start.At at -> seek(all, at.time());
        }
    }

    /** Where to begin. */
    sealed interface Start {
        /** With the oldest event that is kept. */
        record Beginning() implements Start {}
        /** With what comes. */
        record Now() implements Start {}
        /** With the first event at that time or after. */
        record At(Instant time) implements Start {}
    }

    /** @param settings for the consumer, security included */
    static EventLog open(Map<String, Object> settings, Wire wire, Start start) {
        return over(consumer(settings), wire, start);
    }

    /** A consumer of what is committed, in no group. */
    static Consumer<byte[], byte[]> consumer(Map<String, Object> settings) {
        Map<String, Object> ours = new HashMap<>(Map.of("default.api.timeout.ms", 10_000));
        ours.putAll(settings);
        ours.put("isolation.level", "read_committed");
        ours.put("enable.auto.commit", false);
        ours.put("auto.offset.reset", "earliest");
        ours.put("allow.auto.create.topics", false);
        ByteArrayDeserializer bytes = new ByteArrayDeserializer();
        return new KafkaConsumer<>(ours, bytes, bytes);
    }

    static EventLog over(Consumer<byte[], byte[]> consumer, Wire wire, Start start) {
        try {
            return new EventLog(consumer, wire, start);
        } catch (RuntimeException e) {
            consumer.close();
            throw e;
        }
    }

    private void seek(Collection<TopicPartition> all, Instant time) {
        Map<TopicPartition, Long> times =
                all.stream().collect(Collectors.toMap(Function.identity(), any -> time.toEpochMilli()));
        consumer.offsetsForTimes(times)
                .forEach((partition, found) ->
                        consumer.seek(partition, found == null ? ends.get(partition) : found.offset()));
    }

    /** The next event; none: the end is reached, which only happens to those who do not follow. */
    Optional<Recorded> next(boolean follow) {
        while (ahead.isEmpty()) {
            if (!follow && isAtEnd()) {
                return Optional.empty();
            }
            consumer.poll(POLL).forEach(this::add);
        }
        return Optional.of(ahead.poll());
    }

    private boolean isAtEnd() {
        Set<TopicPartition> all = consumer.assignment();
        return all.stream().allMatch(partition -> consumer.position(partition) >= ends.get(partition));
    }

    private void add(ConsumerRecord<byte[], byte[]> written) {
        try {
            ahead.addAll(wire.events(Optional.ofNullable(written.key()), written.value()));
        } catch (BadRecordException e) {
            throw CommandFailed.refused("the record at offset " + written.offset() + " of " + written.topic() + "-"
                    + written.partition() + " is no event that this version can read: " + e.getMessage());
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
