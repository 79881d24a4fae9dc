package io.sluice.bench;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;

/** Kafka Streams alone, exactly-once: each record is put, got, deleted and passed on. Sluice can hardly do with less. */
final class PassThrough {

    static final String IN = "bench.reference.in";
    static final String OUT = "bench.reference.out";

    private static final String STORE = "store";

    private PassThrough() {}

    /** As a program of its own: brokers, folder of the state. */
    public static void main(String[] arguments) throws InterruptedException {
        KafkaStreams streams = start(arguments[0], Path.of(arguments[1]));
        Runtime.getRuntime().addShutdownHook(new Thread(streams::close, "reference-stop"));
        new CountDownLatch(1).await();
    }

    static KafkaStreams start(String bootstrapServers, Path state) {
        Properties config = new Properties();
        config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, "bench-reference");
        config.put(StreamsConfig.STATE_DIR_CONFIG, state.toString());
        config.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        config.put(StreamsConfig.consumerPrefix("auto.offset.reset"), "earliest");
        KafkaStreams streams = new KafkaStreams(topology(), config);
        streams.start();
        return streams;
    }

    private static Topology topology() {
        Serdes.ByteArraySerde bytes = new Serdes.ByteArraySerde();
        return new Topology()
                .addSource("in", bytes.deserializer(), bytes.deserializer(), IN)
                .addProcessor("pass", Pass::new, "in")
                .addStateStore(
                        Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(STORE), bytes, bytes)
                                .withCachingDisabled(),
                        "pass")
                .addSink("out", OUT, bytes.serializer(), bytes.serializer(), "pass");
    }

    private static final class Pass extends ContextualProcessor<byte[], byte[], byte[], byte[]> {

        private long number;

        @Override
        public void process(Record<byte[], byte[]> record) {
            KeyValueStore<byte[], byte[]> store = context().getStateStore(STORE);
            byte[] key = ByteBuffer.allocate(Long.BYTES).putLong(number++).array();
            store.put(key, record.value());
            byte[] value = store.get(key);
            store.put(key, null);
            context().forward(record.withValue(value));
        }
    }
}
