package io.sluice.state;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Keeps what is written in memory until {@link #write}, or until it is much: what is written again meanwhile costs the store
 * below one write, what comes and goes none. A job that is released in the commit in which it came in never stands in an index
 * of READY jobs on disk, and the counters of a channel are written once a commit instead of once a job.
 *
 * <p>Reads see what is held. Not safe for use by several threads.
 *
 * @since 0.1
 */
public final class HeldStore implements OrderedStore {

    private static final int MOST_ENTRIES = 8192;
    private static final long MOST_BYTES = 4L * 1024 * 1024;

    private final StagedStore held;
    private long bytes;

    /** @param below gets the writes; nobody else writes to it */
    public HeldStore(OrderedStore below) {
        this.held = new StagedStore(below);
    }

    /** Writes what is held to the store below. If that throws, the store below is to be taken for broken. */
    public void write() {
        bytes = 0;
        held.land();
    }

    @Override
    public void putAll(Collection<Write> batch) {
        held.putAll(batch);
        for (Write write : batch) {
            bytes += write instanceof Write.Put put ? put.value().length : 0;
        }
        if (held.size() > MOST_ENTRIES || bytes > MOST_BYTES) {
            write();
        }
    }

    @Override
    public Optional<byte[]> get(byte[] key) {
        return held.get(key);
    }

    @Override
    public List<Entry> scan(byte[] from, byte[] to, int limit) {
        return held.scan(from, to, limit);
    }

    @Override
    public List<Entry> reverseScan(byte[] from, byte[] to, int limit) {
        return held.reverseScan(from, to, limit);
    }

    @Override
    public void insert(byte[] key, byte[] value) {
        held.expectNew(key);
        putAll(List.of(new Write.Put(key, value, true)));
    }

    @Override
    public void update(byte[] key, byte[] value) {
        held.expectThere(key);
        upsert(key, value);
    }

    @Override
    public void upsert(byte[] key, byte[] value) {
        putAll(List.of(new Write.Put(key, value)));
    }

    @Override
    public void delete(byte[] key) {
        held.expectThere(key);
        putAll(List.of(new Write.Remove(key)));
    }

    @Override
    public void expectNew(byte[] key) {
        held.expectNew(key);
    }

    @Override
    public void expectThere(byte[] key) {
        held.expectThere(key);
    }
}
