package io.sluice.streams;

import io.sluice.schemas.Topics;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.StreamPartitioner;
import org.apache.kafka.streams.processor.TimestampExtractor;
import org.apache.kafka.streams.processor.TopicNameExtractor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * Two topics in, one processor with one store, everything else out.
 *
 * <pre>
 * sluice.jobs    ─┐                          ┌─► sluice.events, sluice.control, sluice.dead-letters
 *                 ├─► scheduler ◄─► state    ├─► sluice.channel.*
 * sluice.reports ─┘                          └─► sluice.reports (own partition), jobs and reports that came astray
 * </pre>
 */
final class JobTopology {

    static final String STATE = "state";
    static final String JOBS = "jobs";
    static final String REPORTS = "reports";
    static final String SCHEDULER = "scheduler";
    static final String EVENTS = "events";
    static final String CONTROL = "control";
    static final String CHANNELS = "channels";
    static final String DEAD_LETTERS = "dead-letters";
    static final String OWN_REPORTS = "own-reports";
    static final String ASTRAY_JOBS = "astray-jobs";
    static final String ASTRAY_REPORTS = "astray-reports";

    private static final Map<String, String> CHANGELOG = Map.of("max.message.bytes", Integer.toString(2 * 1024 * 1024));
    private static final ByteArraySerializer BYTES = new ByteArraySerializer();

    /** For sinks whose key says where to, and does not stand on the topic. */
    private static final Serializer<Object> NO_KEY = (topic, key) -> null;

    private static final Serializer<Object> KEY_IN_PARTITION = (topic, key) -> ((InPartition) key).key();

    private static final StreamPartitioner<Object, byte[]> IN_PARTITION =
            (topic, key, value, partitions) -> Optional.of(Set.of(((InPartition) key).partition()));

    private static final TopicNameExtractor<Object, byte[]> KEY_IS_TOPIC = (key, value, context) -> (String) key;

    /** Streams takes the earliest record of all topics first: so reports, which free seats, never queue behind jobs. */
    private static final TimestampExtractor FIRST = (record, partitionTime) -> 0;

    private JobTopology() {}

    /**
     * The key of what stays in its partition, also where it belongs to no tree and so has none on the topic.
     *
     * @param partition which
     * @param key what stands on the topic; null: nothing
     */
    record InPartition(int partition, byte[] key) {}

    /** The topology around a processor. */
    static Topology around(ProcessorSupplier<byte[], byte[], Object, byte[]> processor) {
        Topology topology = new Topology();
        source(topology, JOBS, JobTopology::timestamp, Topics.JOBS);
        source(topology, REPORTS, FIRST, Topics.REPORTS);
        topology.addProcessor(SCHEDULER, processor, JOBS, REPORTS);
        topology.addStateStore(store(), SCHEDULER);
        topology.addStateStore(BeforeCommit.builder(), SCHEDULER);
        topology.addSink(EVENTS, Topics.EVENTS, KEY_IN_PARTITION, BYTES, IN_PARTITION, SCHEDULER);
        topology.addSink(CONTROL, Topics.CONTROL, BYTES, BYTES, SCHEDULER);
        topology.addSink(DEAD_LETTERS, Topics.DEAD_LETTERS, BYTES, BYTES, SCHEDULER);
        topology.addSink(CHANNELS, KEY_IS_TOPIC, NO_KEY, BYTES, SCHEDULER);
        topology.addSink(OWN_REPORTS, Topics.REPORTS, KEY_IN_PARTITION, BYTES, IN_PARTITION, SCHEDULER);
        topology.addSink(ASTRAY_JOBS, Topics.JOBS, BYTES, BYTES, SCHEDULER);
        topology.addSink(ASTRAY_REPORTS, Topics.REPORTS, BYTES, BYTES, SCHEDULER);
        return topology;
    }

    private static void source(Topology topology, String name, TimestampExtractor time, String topic) {
        topology.addSource(
                AutoOffsetReset.earliest(),
                name,
                time,
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer(),
                topic);
    }

    /** Streams stops at a record without a time, which any client can send; it only decides which topic goes first. */
    private static long timestamp(ConsumerRecord<Object, Object> record, long partitionTime) {
        return Math.max(1, record.timestamp());
    }

    private static StoreBuilder<KeyValueStore<Bytes, byte[]>> store() {
        return Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(STATE), Serdes.Bytes(), Serdes.ByteArray())
                .withLoggingEnabled(CHANGELOG)
                .withCachingDisabled();
    }
}
