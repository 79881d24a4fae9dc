package io.sluice.state;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** A store that somebody else writes: whoever has this may look only, and a write is our bug. */
record ReadOnlyStore(OrderedReads reads) implements OrderedStore {

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
        throw refused(key);
    }

    @Override
    public void update(byte[] key, byte[] value) {
        throw refused(key);
    }

    @Override
    public void upsert(byte[] key, byte[] value) {
        throw refused(key);
    }

    @Override
    public void delete(byte[] key) {
        throw refused(key);
    }

    @Override
    public void expectNew(byte[] key) {
        throw refused(key);
    }

    @Override
    public void expectThere(byte[] key) {
        throw refused(key);
    }

    @Override
    public void putAll(Collection<Write> batch) {
        throw new UnsupportedOperationException("this store is read only: " + batch.size() + " writes");
    }

    private static UnsupportedOperationException refused(byte[] key) {
        return new UnsupportedOperationException("this store is read only: " + Keys.readable(key));
    }
}
