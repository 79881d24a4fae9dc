package io.sluice.streams;

import io.sluice.state.OrderedReads;
import io.sluice.state.OrderedStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/**
 * The state in Kafka Streams' own store, so in RocksDB and its changelog. Checks no expectation, for that would cost a read;
 * what the store throws goes through unchanged.
 */
final class RocksStore implements OrderedStore {

    private final KeyValueStore<Bytes, byte[]> store;
    private final OrderedReads reads;

    RocksStore(KeyValueStore<Bytes, byte[]> store) {
        this.store = store;
        this.reads = reads(store);
    }

    /** The reading half over what a query gets. */
    static OrderedReads reads(ReadOnlyKeyValueStore<Bytes, byte[]> store) {
        return new Reading(store);
    }

    private record Reading(ReadOnlyKeyValueStore<Bytes, byte[]> store) implements OrderedReads {

        @Override
        public Optional<byte[]> get(byte[] key) {
            return Optional.ofNullable(store.get(Bytes.wrap(key)));
        }

        @Override
        public List<Entry> scan(byte[] from, byte[] to, int limit) {
            if (Arrays.compareUnsigned(from, to) >= 0) {
                return List.of();
            }
            try (KeyValueIterator<Bytes, byte[]> entries = store.range(Bytes.wrap(from), Bytes.wrap(to))) {
                return page(entries, to, limit);
            }
        }

        @Override
        public List<Entry> reverseScan(byte[] from, byte[] to, int limit) {
            if (Arrays.compareUnsigned(from, to) >= 0) {
                return List.of();
            }
            try (KeyValueIterator<Bytes, byte[]> entries = store.reverseRange(Bytes.wrap(from), Bytes.wrap(to))) {
                return page(entries, to, limit);
            }
        }

        /** The upper end is in the store's range, but not in ours. */
        private static List<Entry> page(KeyValueIterator<Bytes, byte[]> entries, byte[] to, int limit) {
            List<Entry> page = new ArrayList<>();
            while (page.size() < limit && entries.hasNext()) {
                KeyValue<Bytes, byte[]> entry = entries.next();
                if (!Arrays.equals(entry.key.get(), to)) {
                    page.add(new Entry(entry.key.get(), entry.value));
                }
            }
            return page;
        }
    }

    @Override
    public Optional<byte[]> get(byte[] key) {
        return reads.get(key);
    }

    @Override
    public List<Entry> scan(byte[] from, byte[] to, int limit) {
        return reads.scan(from, to, limit);
    }

    @Override
    public List<Entry> reverseScan(byte[] from, byte[] to, int limit) {
        return reads.reverseScan(from, to, limit);
    }

    @Override
    public void insert(byte[] key, byte[] value) {
        upsert(key, value);
    }

    @Override
    public void update(byte[] key, byte[] value) {
        upsert(key, value);
    }

    @Override
    public void upsert(byte[] key, byte[] value) {
        store.put(Bytes.wrap(key), value);
    }

    /** Not the store's own deletion, which reads first. */
    @Override
    public void delete(byte[] key) {
        store.put(Bytes.wrap(key), null);
    }

    /** Not checked: see the class. */
    @Override
    public void expectNew(byte[] key) {}

    /** Not checked: see the class. */
    @Override
    public void expectThere(byte[] key) {}

    @Override
    public void putAll(Collection<Write> batch) {
        List<KeyValue<Bytes, byte[]>> entries = new ArrayList<>(batch.size());
        for (Write write : batch) {
            entries.add(
                    switch (write) {
                        case Write.Put put -> KeyValue.pair(Bytes.wrap(put.key()), put.value());
                        case Write.Remove remove -> KeyValue.pair(Bytes.wrap(remove.key()), null);
                    });
        }
        store.putAll(entries);
    }
}
