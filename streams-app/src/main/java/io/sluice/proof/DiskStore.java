package io.sluice.proof;

import io.sluice.state.OrderedStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/**
 * A state on disk that is made once, read, and deleted at the end. Survives no crash and need not; so it can be larger than the
 * memory and costs no more of it than RocksDB's buffers.
 *
 * <p>Checks no expectation, as the store of the scheduler does not.
 */
final class DiskStore implements OrderedStore, AutoCloseable {

    private final Path directory;
    private final Options options = new Options().setCreateIfMissing(true);
    private final WriteOptions unlogged = new WriteOptions().setDisableWAL(true);
    private final RocksDB db;

    /** @param directory a new one, deleted with all that is in it when the store is closed */
    DiskStore(Path directory) {
        RocksDB.loadLibrary();
        this.directory = directory;
        try {
            Files.createDirectories(directory);
            this.db = RocksDB.open(options, directory.toString());
        } catch (RocksDBException e) {
            throw broken("open", e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make the directory " + directory, e);
        }
    }

    @Override
    public Optional<byte[]> get(byte[] key) {
        try {
            return Optional.ofNullable(db.get(key));
        } catch (RocksDBException e) {
            throw broken("read", e);
        }
    }

    @Override
    public List<Entry> scan(byte[] from, byte[] to, int limit) {
        List<Entry> page = new ArrayList<>();
        try (RocksIterator at = db.newIterator()) {
            for (at.seek(from); page.size() < limit && at.isValid() && isBefore(at.key(), to); at.next()) {
                page.add(new Entry(at.key(), at.value()));
            }
        }
        return page;
    }

    @Override
    public List<Entry> reverseScan(byte[] from, byte[] to, int limit) {
        List<Entry> page = new ArrayList<>();
        try (RocksIterator at = db.newIterator()) {
            at.seekForPrev(to);
            if (at.isValid() && !isBefore(at.key(), to)) {
                at.prev();
            }
            for (; page.size() < limit && at.isValid() && !isBefore(at.key(), from); at.prev()) {
                page.add(new Entry(at.key(), at.value()));
            }
        }
        return page;
    }

    private static boolean isBefore(byte[] key, byte[] other) {
        return Arrays.compareUnsigned(key, other) < 0;
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
        putAll(List.of(new Write.Put(key, value)));
    }

    @Override
    public void delete(byte[] key) {
        putAll(List.of(new Write.Remove(key)));
    }

    /** Not checked: see the class. */
    @Override
    public void expectNew(byte[] key) {}

    /** Not checked: see the class. */
    @Override
    public void expectThere(byte[] key) {}

    @Override
    public void putAll(Collection<Write> batch) {
        try (WriteBatch writes = new WriteBatch()) {
            for (Write write : batch) {
                switch (write) {
                    case Write.Put put -> writes.put(put.key(), put.value());
                    case Write.Remove remove -> writes.delete(remove.key());
                }
            }
            db.write(unlogged, writes);
        } catch (RocksDBException e) {
            throw broken("write", e);
        }
    }

    private IllegalStateException broken(String what, RocksDBException cause) {
        return new IllegalStateException(
                "cannot " + what + " the store in " + directory + ": " + cause.getMessage()
                        + "; is there room on the disk?",
                cause);
    }

    @Override
    public void close() {
        db.close();
        unlogged.close();
        options.close();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + directory, e);
        }
    }
}
