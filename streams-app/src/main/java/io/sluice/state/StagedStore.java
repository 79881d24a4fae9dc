package io.sluice.state;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The writes of one command over another store: reads see them, the other store does not until they land, all at once.
 *
 * <p>Expectations are checked as far as the writes here tell; beyond that the store below is asked, which checks or does not.
 */
final class StagedStore implements OrderedStore {

    /** Below the 2 MiB that the changelog takes, with room for what Kafka adds. */
    private static final int LARGEST = 2 * 1024 * 1024 - 64 * 1024;

    private final OrderedStore below;

    // Replaced, never cleared: clearing a map that once grew large costs its largest size each time.
    private NavigableMap<byte[], Staged> writes = new TreeMap<>(Arrays::compareUnsigned);

    StagedStore(OrderedStore below) {
        this.below = below;
    }

    /**
     * One write.
     *
     * @param write what is written
     * @param isNew whether the store below is known not to have the key
     */
    private record Staged(Write write, boolean isNew) {}

    /** Writes all to the store below. */
    void land() {
        if (writes.isEmpty()) {
            return;
        }
        List<Write> batch = writes.values().stream().map(Staged::write).toList();
        batch.forEach(StagedStore::mustFit);
        writes = new TreeMap<>(Arrays::compareUnsigned);
        below.putAll(batch);
    }

    /** The last net under the bounds of each field: what the changelog does not take would stop the stream for good. */
    private static void mustFit(Write write) {
        if (write instanceof Write.Put put && put.key().length + put.value().length > LARGEST) {
            throw new IllegalStateException("the entry " + Keys.readable(put.key()) + " is " + put.value().length
                    + " bytes long; at most " + LARGEST + " fit");
        }
    }

    /** Forgets all that did not land. */
    void discard() {
        writes = new TreeMap<>(Arrays::compareUnsigned);
    }

    @Override
    public Optional<byte[]> get(byte[] key) {
        Staged staged = writes.get(key);
        return staged == null ? below.get(key) : valueOf(staged.write());
    }

    private static Optional<byte[]> valueOf(Write write) {
        return switch (write) {
            case Write.Put put -> Optional.of(put.value());
            case Write.Remove remove -> Optional.empty();
        };
    }

    @Override
    public List<Entry> scan(byte[] from, byte[] to, int limit) {
        NavigableMap<byte[], Staged> own = range(from, to);
        return own.isEmpty()
                ? below.scan(from, to, limit)
                : merged(below.scan(from, to, enough(limit, own)), new TreeMap<>(Arrays::compareUnsigned), own, limit);
    }

    @Override
    public List<Entry> reverseScan(byte[] from, byte[] to, int limit) {
        NavigableMap<byte[], Staged> own = range(from, to);
        return own.isEmpty()
                ? below.reverseScan(from, to, limit)
                : merged(
                        below.reverseScan(from, to, enough(limit, own)),
                        new TreeMap<byte[], byte[]>((a, b) -> Arrays.compareUnsigned(b, a)),
                        own,
                        limit);
    }

    private NavigableMap<byte[], Staged> range(byte[] from, byte[] to) {
        return Arrays.compareUnsigned(from, to) < 0
                ? writes.subMap(from, true, to, false)
                : new TreeMap<>(Arrays::compareUnsigned);
    }

    /** So many entries from below that the limit is reached even if all that is removed here is among them. */
    private static int enough(int limit, NavigableMap<byte[], Staged> own) {
        return (int) Math.min(Integer.MAX_VALUE, (long) limit + own.size());
    }

    private static List<Entry> merged(
            List<Entry> below, TreeMap<byte[], byte[]> merged, NavigableMap<byte[], Staged> own, int limit) {
        below.forEach(entry -> merged.put(entry.key(), entry.value()));
        for (Staged staged : own.values()) {
            switch (staged.write()) {
                case Write.Put put -> merged.put(put.key(), put.value());
                case Write.Remove remove -> merged.remove(remove.key());
            }
        }
        List<Entry> page = new ArrayList<>();
        merged.entrySet().stream().limit(limit).forEach(entry -> page.add(new Entry(entry.getKey(), entry.getValue())));
        return page;
    }

    @Override
    public void insert(byte[] key, byte[] value) {
        expectNew(key);
        Staged before = writes.get(key);
        writes.put(key, new Staged(new Write.Put(key, value), before == null));
    }

    @Override
    public void update(byte[] key, byte[] value) {
        expectThere(key);
        upsert(key, value);
    }

    @Override
    public void upsert(byte[] key, byte[] value) {
        Staged before = writes.get(key);
        writes.put(key, new Staged(new Write.Put(key, value), before != null && before.isNew()));
    }

    @Override
    public void delete(byte[] key) {
        expectThere(key);
        Staged before = writes.get(key);
        if (before != null && before.isNew()) {
            // What came and went within one command costs no record.
            writes.remove(key);
            return;
        }
        writes.put(key, new Staged(new Write.Remove(key), false));
    }

    @Override
    public void expectNew(byte[] key) {
        Staged staged = writes.get(key);
        if (staged == null) {
            below.expectNew(key);
        } else if (staged.write() instanceof Write.Put) {
            throw new IllegalStateException("expected to be new, but was just written: " + Keys.readable(key));
        }
    }

    @Override
    public void expectThere(byte[] key) {
        Staged staged = writes.get(key);
        if (staged == null) {
            below.expectThere(key);
        } else if (staged.write() instanceof Write.Remove) {
            throw new IllegalStateException("expected to be there, but was just removed: " + Keys.readable(key));
        }
    }

    @Override
    public void putAll(Collection<Write> batch) {
        for (Write write : batch) {
            Staged before = writes.get(write.key());
            writes.put(write.key(), new Staged(write, before != null && before.isNew()));
        }
    }
}
