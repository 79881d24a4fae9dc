package io.sluice.streams;

import io.sluice.state.OrderedStore;
import io.sluice.state.OrderedStoreSuite;
import io.sluice.state.ReplaySuite;
import io.sluice.state.StoredStateSuite;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/** On a real RocksDB. */
class RocksStoreTest {

    @TempDir
    Path folder;

    private final List<KeyValueStore<Bytes, byte[]>> open = new ArrayList<>();

    @AfterEach
    void close() {
        open.forEach(KeyValueStore::close);
    }

    private OrderedStore newRocksStore() {
        var context = new MockProcessorContext<Void, Void>(new Properties(), new TaskId(0, 0), folder.toFile());
        KeyValueStore<Bytes, byte[]> store = Stores.keyValueStoreBuilder(
                        Stores.persistentKeyValueStore("state-" + open.size()), Serdes.Bytes(), Serdes.ByteArray())
                .withLoggingDisabled()
                .withCachingDisabled()
                .build();
        store.init(context.getStateStoreContext(), store);
        open.add(store);
        return new RocksStore(store);
    }

    @Nested
    class AsStateOfAPartition extends StoredStateSuite {

        @Override
        protected OrderedStore newStore() {
            return newRocksStore();
        }
    }

    @Nested
    class AsStateOfARandomLife extends ReplaySuite {

        @Override
        protected OrderedStore newStore() {
            return newRocksStore();
        }

        @Override
        protected int rounds() {
            return 8;
        }
    }

    @Nested
    class AsOrderedStore extends OrderedStoreSuite {

        @Override
        protected OrderedStore newStore() {
            return newRocksStore();
        }

        @Override
        protected boolean isChecking() {
            return false;
        }
    }
}
