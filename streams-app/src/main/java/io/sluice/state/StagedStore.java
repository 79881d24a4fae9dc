package io.sluice.state;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Writes over another store, such as those of one command: reads see them, the other store does not until they land, all at once.
 *
 * <p>Expectations are checked as far as the writes here tell; beyond that the store below is asked, which checks or does not.
 */
final class StagedStore implements OrderedStore {

    /** Below the 2 MiB that the changelog takes, with room for what Kafka adds. */
    private static final int LARGEST = 2 * 1024 * 1024 - 64 * 1024;

    /** So many entries are asked for at most beyond those that there is room for, to find some that were not removed here. */
    private static final int MOST_MORE = 256;

    private final OrderedStore below;

    // Replaced, never cleared: clearing a map that once grew large costs its largest size each time.
    private NavigableMap<byte[], Write> writes = new TreeMap<>(Arrays::compareUnsigned);

    StagedStore(OrderedStore below) {
        this.below = below;
    }

    /** Writes all to the store below. */
    void land() {
        if (writes.isEmpty()) {
            return;
        }
        Collection<Write> batch = writes.values();
        batch.forEach(StagedStore::mustFit);
        writes = new TreeMap<>(Arrays::compareUnsigned);
        below.putAll(batch);
    }

    int size() {
        return writes.size();
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
        Write write = writes.get(key);
        return write == null ? below.get(key) : valueOf(write);
    }

    private static Optional<byte[]> valueOf(Write write) {
        return switch (write) {
            case Write.Put put -> Optional.of(put.value());
            case Write.Remove remove -> Optional.empty();
        };
    }

    @Override
    public List<Entry> scan(byte[] from, byte[] to, int limit) {
        NavigableMap<byte[], Write> own = range(from, to);
        if (own.isEmpty()) {
            return below.scan(from, to, limit);
        }
        Merge merge = new Merge(own.values(), Arrays::compareUnsigned, limit);
        byte[] next = from;
        while (!merge.isFull()) {
            int asked = merge.pageSize();
            List<Entry> page = below.scan(next, to, asked);
            if (!merge.take(page, asked)) {
                break;
            }
            next = OrderedReads.justAfter(page.getLast().key());
        }
        return merge.page();
    }

    @Override
    public List<Entry> reverseScan(byte[] from, byte[] to, int limit) {
        NavigableMap<byte[], Write> own = range(from, to);
        if (own.isEmpty()) {
            return below.reverseScan(from, to, limit);
        }
        Merge merge = new Merge(own.descendingMap().values(), (a, b) -> Arrays.compareUnsigned(b, a), limit);
        byte[] end = to;
        while (!merge.isFull()) {
            int asked = merge.pageSize();
            List<Entry> page = below.reverseScan(from, end, asked);
            if (!merge.take(page, asked)) {
                break;
            }
            end = page.getLast().key();
        }
        return merge.page();
    }

    private NavigableMap<byte[], Write> range(byte[] from, byte[] to) {
        return Arrays.compareUnsigned(from, to) < 0
                ? writes.subMap(from, true, to, false)
                : new TreeMap<>(Arrays::compareUnsigned);
    }

    /**
     * Pages of the store below and what is written here, in one order, as far as a limit. Pages are as long as there is room, but
     * grow, so that a long row of entries that were removed here costs few of them.
     */
    private static final class Merge {

        private final Iterator<Write> own;
        private final Comparator<byte[]> order;
        private final int limit;
        private final List<Entry> page = new ArrayList<>();
        private Write next;
        private int least = 1;

        Merge(Collection<Write> own, Comparator<byte[]> order, int limit) {
            this.own = own.iterator();
            this.order = order;
            this.limit = limit;
            advance();
        }

        private void advance() {
            next = own.hasNext() ? own.next() : null;
        }

        /** How many entries to ask for next. */
        int pageSize() {
            int asked = Math.max(limit - page.size(), least);
            least = Math.min(2 * least, MOST_MORE);
            return asked;
        }

        boolean isFull() {
            return page.size() >= limit;
        }

        List<Entry> page() {
            return page;
        }

        /** Takes the next page from below; false if there are no more. */
        boolean take(List<Entry> theirs, int asked) {
            boolean isLast = theirs.size() < asked;
            for (Entry entry : theirs) {
                takeOwnBefore(entry.key());
                if (next != null && Arrays.equals(next.key(), entry.key())) {
                    takeOwn();
                } else if (!isFull()) {
                    page.add(entry);
                }
            }
            while (isLast && next != null && !isFull()) {
                takeOwn();
            }
            return !isLast;
        }

        private void takeOwnBefore(byte[] key) {
            while (next != null && !isFull() && order.compare(next.key(), key) < 0) {
                takeOwn();
            }
        }

        private void takeOwn() {
            if (next instanceof Write.Put put && !isFull()) {
                page.add(new Entry(put.key(), put.value()));
            }
            advance();
        }
    }

    @Override
    public void insert(byte[] key, byte[] value) {
        expectNew(key);
        put(new Write.Put(key, value, true));
    }

    @Override
    public void update(byte[] key, byte[] value) {
        expectThere(key);
        upsert(key, value);
    }

    @Override
    public void upsert(byte[] key, byte[] value) {
        put(new Write.Put(key, value));
    }

    /** What was new here stays so; what was removed here was there below. */
    private void put(Write.Put put) {
        Write before = writes.put(put.key(), put);
        boolean isNew = before == null ? put.isNew() : isNew(before);
        if (isNew != put.isNew()) {
            writes.put(put.key(), new Write.Put(put.key(), put.value(), isNew));
        }
    }

    private static boolean isNew(Write write) {
        return write instanceof Write.Put put && put.isNew();
    }

    @Override
    public void delete(byte[] key) {
        expectThere(key);
        remove(new Write.Remove(key));
    }

    private void remove(Write.Remove removal) {
        if (isNew(writes.put(removal.key(), removal))) {
            // What came and went before it landed costs no record.
            writes.remove(removal.key());
        }
    }

    @Override
    public void expectNew(byte[] key) {
        Write write = writes.get(key);
        if (write == null) {
            below.expectNew(key);
        } else if (write instanceof Write.Put) {
            throw new IllegalStateException("expected to be new, but was just written: " + Keys.readable(key));
        }
    }

    @Override
    public void expectThere(byte[] key) {
        Write write = writes.get(key);
        if (write == null) {
            below.expectThere(key);
        } else if (write instanceof Write.Remove) {
            throw new IllegalStateException("expected to be there, but was just removed: " + Keys.readable(key));
        }
    }

    @Override
    public void putAll(Collection<Write> batch) {
        for (Write write : batch) {
            switch (write) {
                case Write.Put put -> put(put);
                case Write.Remove remove -> remove(remove);
            }
        }
    }
}
