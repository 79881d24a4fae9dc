package io.sluice.it;

import io.sluice.core.Event;
import io.sluice.core.JobState;
import io.sluice.core.Recorded;
import io.sluice.schemas.Topics;
import io.sluice.sdk.JobId;
import io.sluice.wire.Wire;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The committed events from the moment it was opened: what any reader outside can know. Read on demand, by one thread. */
final class History implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(100);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Map<String, TreeFold> trees = new HashMap<>();
    private final Map<Integer, Long> lastTime = new HashMap<>();
    private final List<String> faults = new ArrayList<>();

    private History(KafkaConsumer<byte[], byte[]> consumer) {
        this.consumer = consumer;
    }

    /** Begins with what comes. The topic must be there. */
    static History open(String bootstrapServers) {
        ByteArrayDeserializer bytes = new ByteArrayDeserializer();
        KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrapServers,
                        "isolation.level",
                        "read_committed",
                        "enable.auto.commit",
                        false,
                        "auto.offset.reset",
                        "none"),
                bytes,
                bytes);
        List<TopicPartition> all = consumer.partitionsFor(Topics.EVENTS).stream()
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
        consumer.assign(all);
        consumer.seekToEnd(all);
        all.forEach(consumer::position);
        return new History(consumer);
    }

    /** Reads whatever is committed by now. */
    History readOn() {
        Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            consumer.poll(POLL).forEach(this::add);
        }
        return this;
    }

    private void add(ConsumerRecord<byte[], byte[]> record) {
        for (Recorded recorded : Wire.bundled().events(Optional.ofNullable(record.key()), record.value())) {
            long before = lastTime.merge(record.partition(), recorded.at(), Math::max);
            if (before > recorded.at()) {
                faults.add(
                        "the time of partition " + record.partition() + " went back from " + before + ": " + recorded);
            }
            if (!recorded.tree().isEmpty()) {
                tree(recorded.tree()).add(recorded);
            }
        }
    }

    /** A tree's fold; empty if nothing was heard of it. */
    TreeFold tree(String name) {
        return trees.computeIfAbsent(name, TreeFold::new);
    }

    /** How many jobs of these trees are in a state for which that holds. */
    long count(List<String> names, Predicate<JobState> states) {
        return names.stream().mapToLong(name -> tree(name).count(states)).sum();
    }

    /** All events of one job, in their order. */
    List<Recorded> of(JobId job) {
        return tree(job.tree()).of(new io.sluice.core.JobId(job.tree(), job.uuid()));
    }

    /** Those of one kind. */
    <T extends Event> List<T> of(JobId job, Class<T> kind) {
        return of(job).stream()
                .map(Recorded::event)
                .filter(kind::isInstance)
                .map(kind::cast)
                .toList();
    }

    /** The state of a job; none if it was never submitted. */
    Optional<JobState> state(JobId job) {
        return tree(job.tree()).state(new io.sluice.core.JobId(job.tree(), job.uuid()));
    }

    /** What must never happen and did. */
    List<String> faults() {
        List<String> all = new ArrayList<>(faults);
        trees.values().forEach(tree -> all.addAll(tree.faults()));
        return all;
    }

    @Override
    public void close() {
        consumer.close();
    }
}
