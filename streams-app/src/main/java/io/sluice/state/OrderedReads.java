package io.sluice.state;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The reading half of an {@link OrderedStore}: what the query API gets, which must not write.
 *
 * <p>Keys are ordered byte by byte, unsigned, a shorter one before a longer one that begins with it. Who gets an array from
 * here, or has given one, does not change it.
 *
 * @since 0.1
 */
public interface OrderedReads {

    /** The value under exactly that key. */
    Optional<byte[]> get(byte[] key);

    /**
     * A page of a range in ascending order; nothing stays open.
     *
     * @param from first key that belongs to the range
     * @param to first key after it
     * @param limit at most that many entries
     */
    List<Entry> scan(byte[] from, byte[] to, int limit);

    /** As {@link #scan}, in descending order: the last entries of the range. */
    List<Entry> reverseScan(byte[] from, byte[] to, int limit);

    /** A key and its value. */
    record Entry(byte[] key, byte[] value) {}

    /** Every entry of a range in ascending order, read page by page; the action may write. */
    default void forEach(byte[] from, byte[] to, Consumer<Entry> action) {
        int page = 1000;
        byte[] next = from;
        List<Entry> entries;
        do {
            entries = scan(next, to, page);
            entries.forEach(action);
            if (!entries.isEmpty()) {
                next = justAfter(entries.getLast().key());
            }
        } while (entries.size() == page);
    }

    /** The very next key in the order: the same with a zero byte behind it. */
    static byte[] justAfter(byte[] key) {
        return Arrays.copyOf(key, key.length + 1);
    }
}
