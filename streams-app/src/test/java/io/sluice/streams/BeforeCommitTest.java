package io.sluice.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BeforeCommitTest {

    @TempDir
    Path stateDir;

    /** Keeps what comes and stores it when it is to be committed. */
    private static final class Keeping implements Processor<String, String, Void, Void> {

        private final List<String> kept = new ArrayList<>();

        @Override
        public void init(ProcessorContext<Void, Void> context) {
            KeyValueStore<Bytes, byte[]> store = context.getStateStore("store");
            BeforeCommit beforeCommit = context.getStateStore(BeforeCommit.NAME);
            beforeCommit.does(() -> {
                kept.forEach(text -> store.put(Bytes.wrap(utf8(text)), utf8(text)));
                kept.clear();
            });
        }

        @Override
        public void process(Record<String, String> record) {
            kept.add(record.value());
        }
    }

    @Test
    void what_is_stored_before_a_commit_is_part_of_it() {
        Topology topology = new Topology();
        topology.addSource("in", new StringDeserializer(), new StringDeserializer(), "in");
        topology.addProcessor("keeping", Keeping::new, "in");
        topology.addStateStore(
                Stores.keyValueStoreBuilder(
                        Stores.persistentKeyValueStore("store"), Serdes.Bytes(), Serdes.ByteArray()),
                "keeping");
        topology.addStateStore(BeforeCommit.builder(), "keeping");
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "before-commit");
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "nowhere:1");
        properties.put(StreamsConfig.STATE_DIR_CONFIG, stateDir.toString());
        properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);

        try (TopologyTestDriver driver = new TopologyTestDriver(topology, properties)) {
            driver.createInputTopic("in", new StringSerializer(), new StringSerializer())
                    .pipeInput("k", "v");

            assertThat(driver.producedTopicNames()).containsExactly("before-commit-store-changelog");
            assertThat(driver.<Bytes, byte[]>getKeyValueStore("store").get(Bytes.wrap(utf8("v"))))
                    .isEqualTo(utf8("v"));
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
