package io.sluice.state;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Another store, with what is asked of it counted: reads, scans, and written records by index. */
final class CountingStore implements OrderedStore {

    private final OrderedStore store;
    private final Map<Index, Integer> records = new EnumMap<>(Index.class);
    private long bytes;
    private int reads;
    private final List<byte[]> scannedFrom = new ArrayList<>();

    CountingStore(OrderedStore store) {
        this.store = store;
    }

    int written() {
        return records.values().stream().mapToInt(Integer::intValue).sum();
    }

    Map<Index, Integer> records() {
        return records;
    }

    long bytes() {
        return bytes;
    }

    int reads() {
        return reads;
    }

    /** Where each scan began. */
    List<byte[]> scannedFrom() {
        return scannedFrom;
    }

    void reset() {
        records.clear();
        bytes = 0;
        reads = 0;
        scannedFrom.clear();
    }

    @Override
    public Optional<byte[]> get(byte[] key) {
        reads++;
        return store.get(key);
    }

    @Override
    public List<Entry> scan(byte[] from, byte[] to, int limit) {
        scannedFrom.add(from);
        return store.scan(from, to, limit);
    }

    @Override
    public List<Entry> reverseScan(byte[] from, byte[] to, int limit) {
        scannedFrom.add(from);
        return store.reverseScan(from, to, limit);
    }

    @Override
    public void insert(byte[] key, byte[] value) {
        throw new UnsupportedOperationException("only batches are counted");
    }

    @Override
    public void update(byte[] key, byte[] value) {
        throw new UnsupportedOperationException("only batches are counted");
    }

    @Override
    public void upsert(byte[] key, byte[] value) {
        throw new UnsupportedOperationException("only batches are counted");
    }

    @Override
    public void delete(byte[] key) {
        throw new UnsupportedOperationException("only batches are counted");
    }

    @Override
    public void expectNew(byte[] key) {
        store.expectNew(key);
    }

    @Override
    public void expectThere(byte[] key) {
        store.expectThere(key);
    }

    @Override
    public void putAll(Collection<Write> batch) {
        for (Write write : batch) {
            records.merge(index(write.key()), 1, Integer::sum);
            bytes += write.key().length;
            if (write instanceof Write.Put put) {
                bytes += put.value().length;
            }
        }
        store.putAll(batch);
    }

    static Index index(byte[] key) {
        for (Index index : Index.values()) {
            if (index.number() == key[0]) {
                return index;
            }
        }
        return Index.META;
    }
}
