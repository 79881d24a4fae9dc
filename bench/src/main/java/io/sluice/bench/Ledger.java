package io.sluice.bench;

import io.sluice.schemas.BundleReleased;
import io.sluice.schemas.ChannelResumed;
import io.sluice.schemas.CommandRejected;
import io.sluice.schemas.Event;
import io.sluice.schemas.JobCancelled;
import io.sluice.schemas.JobDone;
import io.sluice.schemas.JobFailed;
import io.sluice.schemas.JobReleased;
import io.sluice.schemas.JobSubmitted;
import io.sluice.schemas.RecordFormat;
import io.sluice.schemas.RecordFormats;
import io.sluice.schemas.Topics;
import io.sluice.schemas.Uuid;
import io.sluice.schemas.UuidFormat;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads the events, as far as they are committed, into the batches they are about. Only when it is told to, so that a run is
 * not slowed by whoever counts it. For one thread.
 */
final class Ledger implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(100);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<TopicPartition> partitions;
    private final RecordFormat<Event> format = RecordFormats.bundled().event();
    private final Map<Long, Batch> batches = new HashMap<>();
    /** The offset that follows in each partition if nothing but events stands there. */
    private final Map<Integer, Long> expected = new HashMap<>();
    /** End markers of transactions, by the time of the record that follows. */
    private final TreeMap<Long, Integer> markers = new TreeMap<>();

    private final TreeSet<Long> releases = new TreeSet<>();
    private final TreeSet<Long> resumes = new TreeSet<>();
    private String rejection = "";
    private int opened;

    Ledger(String bootstrapServers) {
        ByteArrayDeserializer bytes = new ByteArrayDeserializer();
        Map<String, Object> config = Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "isolation.level",
                "read_committed",
                "enable.auto.commit",
                false,
                "max.poll.records",
                10_000,
                "client.id",
                "bench-ledger");
        consumer = new KafkaConsumer<>(config, bytes, bytes);
        partitions = consumer.partitionsFor(Topics.EVENTS).stream()
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    /** A new batch; what was noted of earlier ones is forgotten, so read to the end before. */
    Batch open(int jobs) {
        batches.clear();
        markers.clear();
        releases.clear();
        resumes.clear();
        return also(jobs);
    }

    /** One more batch beside those that are open. */
    Batch also(int jobs) {
        Batch batch = new Batch(jobs, ++opened);
        batches.put(batch.upper(), batch);
        return batch;
    }

    /** Committed events, in records and end markers; it stands still when nothing happens. */
    long end() {
        return consumer.endOffsets(partitions).values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    /** Reads all that is committed by now. */
    void catchUp() {
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            read();
        }
    }

    /** Reads what comes within a moment. */
    void read() {
        consumer.poll(POLL).forEach(this::apply);
    }

    private void apply(ConsumerRecord<byte[], byte[]> read) {
        Event event = format.decode(read.value());
        long gap = read.offset() - expected.getOrDefault(read.partition(), 0L);
        expected.put(read.partition(), read.offset() + 1);
        if (gap > 0) {
            markers.merge(event.getAt(), (int) gap, Integer::sum);
        }
        event.getChanges().forEach(change -> apply(change, event.getAt()));
    }

    private void apply(Object change, long at) {
        switch (change) {
            case JobSubmitted it -> about(it.getJob().getId(), (batch, id) -> batch.submitted(id, at));
            case JobDone it -> about(it.getJob(), (batch, id) -> batch.done(id, at, it.getResult()));
            case JobFailed it -> about(it.getJob(), (batch, id) -> batch.failed(id, at));
            case JobCancelled it -> about(it.getJob(), (batch, id) -> batch.other(id, "cancelled"));
            case JobReleased it -> releases.add(at);
            case BundleReleased it -> releases.add(at);
            case ChannelResumed it -> resumes.add(at);
            case CommandRejected it -> rejection = it.getReason();
            default -> {} // All other kinds of events: nothing that is counted here.
        }
    }

    private interface OfJob {
        void tell(Batch batch, UUID id);
    }

    private void about(Uuid job, OfJob what) {
        UUID id = UuidFormat.decode(job);
        Batch batch = batches.get(id.getMostSignificantBits());
        if (batch != null) {
            what.tell(batch, id);
        }
    }

    /** End markers of transactions from then on, since the batch was opened. */
    long markersSince(long at) {
        return markers.tailMap(at).values().stream()
                .mapToLong(Integer::longValue)
                .sum();
    }

    /** The first release after that moment; the greatest number if there was none. */
    long firstReleaseAfter(long at) {
        Long found = releases.higher(at);
        return found == null ? Long.MAX_VALUE : found;
    }

    /** When the first channel was resumed since the batch was opened. */
    long resumedAt() {
        return resumes.first();
    }

    /** Tells what the scheduler refused, if anything. */
    void tellRejection(Consumer<String> told) {
        if (!rejection.isEmpty()) {
            told.accept("the scheduler refused: " + rejection);
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
