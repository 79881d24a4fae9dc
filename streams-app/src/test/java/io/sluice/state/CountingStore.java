package io.sluice.state;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Another store, with what is asked of it counted: reads, scans, and written records by index.
 *
 * <p>As in a log-structured store before it is compacted, what was removed still has to be passed over by whoever scans.
 */
final class CountingStore implements OrderedStore {

    private final OrderedStore store;
    private final Map<Index, Integer> records = new EnumMap<>(Index.class);
    private final Map<Index, Long> bytes = new EnumMap<>(Index.class);
    private final Map<Index, Integer> reads = new EnumMap<>(Index.class);
    private final Map<Index, Integer> entries = new EnumMap<>(Index.class);
    private final List<byte[]> scannedFrom = new ArrayList<>();

    /** What was removed and did not come back. */
    private final NavigableSet<byte[]> dead = new TreeSet<>(Arrays::compareUnsigned);

    /** All that was touched since the last step's end: reads, scans, entries, writes; and the dead that were passed over. */
    private long touched;

    private long passed;
    private long dearest;
    private long dearestAlive;

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
        return bytes.values().stream().mapToLong(Long::longValue).sum();
    }

    long bytes(Index index) {
        return bytes.getOrDefault(index, 0L);
    }

    int reads() {
        return reads.values().stream().mapToInt(Integer::intValue).sum();
    }

    int reads(Index index) {
        return reads.getOrDefault(index, 0);
    }

    /** Entries that scans of an index found. */
    int scanned(Index index) {
        return entries.getOrDefault(index, 0);
    }

    /** Where each scan began. */
    List<byte[]> scannedFrom() {
        return scannedFrom;
    }

    void reset() {
        records.clear();
        bytes.clear();
        reads.clear();
        entries.clear();
        scannedFrom.clear();
        touched = 0;
        passed = 0;
        dearest = 0;
        dearestAlive = 0;
    }

    /** A step ends here, if it did not by its writes. */
    void endStep() {
        dearest = Math.max(dearest, touched + passed);
        dearestAlive = Math.max(dearestAlive, touched);
        touched = 0;
        passed = 0;
    }

    /** The most that one step touched; a step ends with its writes. */
    long dearestStep() {
        endStep();
        return dearest;
    }

    /** The same without what was removed, which a store that compacts itself does not keep for ever. */
    long dearestOfAlive() {
        endStep();
        return dearestAlive;
    }

    @Override
    public Optional<byte[]> get(byte[] key) {
        reads.merge(index(key), 1, Integer::sum);
        touched++;
        return store.get(key);
    }

    @Override
    public List<Entry> scan(byte[] from, byte[] to, int limit) {
        scannedFrom.add(from);
        List<Entry> page = store.scan(from, to, limit);
        entries.merge(index(from), page.size(), Integer::sum);
        byte[] end = page.size() < limit ? to : page.getLast().key();
        touched += 1 + page.size();
        passed += dead(from, end);
        return page;
    }

    @Override
    public List<Entry> reverseScan(byte[] from, byte[] to, int limit) {
        scannedFrom.add(from);
        List<Entry> page = store.reverseScan(from, to, limit);
        byte[] end = page.size() < limit ? from : page.getLast().key();
        touched += 1 + page.size();
        passed += dead(end, to);
        return page;
    }

    private int dead(byte[] from, byte[] to) {
        return Arrays.compareUnsigned(from, to) < 0
                ? dead.subSet(from, true, to, false).size()
                : 0;
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
            long value = write instanceof Write.Put put ? put.value().length : 0;
            bytes.merge(index(write.key()), write.key().length + value, Long::sum);
            if (write instanceof Write.Put) {
                dead.remove(write.key());
            } else {
                dead.add(write.key());
            }
        }
        touched += batch.size();
        endStep();
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
