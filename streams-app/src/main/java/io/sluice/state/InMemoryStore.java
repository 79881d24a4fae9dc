package io.sluice.state;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * A store in the heap, for tests and embedded use. Checks every expectation.
 *
 * <p>One thread writes; others may read meanwhile and see each write at once or not yet.
 *
 * @since 0.1
 */
public final class InMemoryStore implements OrderedStore {

    // Not a TreeMap: the query API of an embedded scheduler reads while the scheduler writes.
    private final ConcurrentNavigableMap<byte[], byte[]> entries = new ConcurrentSkipListMap<>(Arrays::compareUnsigned);

    @Override
    public Optional<byte[]> get(byte[] key) {
        return Optional.ofNullable(entries.get(key));
    }

    @Override
    public List<Entry> scan(byte[] from, byte[] to, int limit) {
        return page(range(from, to), limit);
    }

    @Override
    public List<Entry> reverseScan(byte[] from, byte[] to, int limit) {
        return page(range(from, to).descendingMap(), limit);
    }

    private ConcurrentNavigableMap<byte[], byte[]> range(byte[] from, byte[] to) {
        return Arrays.compareUnsigned(from, to) < 0 ? entries.subMap(from, to) : new ConcurrentSkipListMap<>();
    }

    private static List<Entry> page(Map<byte[], byte[]> range, int limit) {
        return range.entrySet().stream()
                .limit(limit)
                .map(entry -> new Entry(entry.getKey(), entry.getValue()))
                .toList();
    }

    @Override
    public void insert(byte[] key, byte[] value) {
        expectNew(key);
        entries.put(key, value);
    }

    @Override
    public void update(byte[] key, byte[] value) {
        expectThere(key);
        entries.put(key, value);
    }

    @Override
    public void upsert(byte[] key, byte[] value) {
        entries.put(key, value);
    }

    @Override
    public void delete(byte[] key) {
        expectThere(key);
        entries.remove(key);
    }

    @Override
    public void expectNew(byte[] key) {
        if (entries.containsKey(key)) {
            throw new IllegalStateException("expected to be new, but is there: " + Keys.readable(key));
        }
    }

    @Override
    public void expectThere(byte[] key) {
        if (!entries.containsKey(key)) {
            throw new IllegalStateException("expected to be there, but is not: " + Keys.readable(key));
        }
    }

    @Override
    public void putAll(Collection<Write> batch) {
        for (Write write : batch) {
            switch (write) {
                case Write.Put put -> entries.put(put.key(), put.value());
                case Write.Remove remove -> entries.remove(remove.key());
            }
        }
    }
}
