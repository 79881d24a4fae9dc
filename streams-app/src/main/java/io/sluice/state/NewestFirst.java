package io.sluice.state;

import io.sluice.state.OrderedReads.Entry;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;

/** The entries of several channels, each in the order of time, as one list with the newest first; read as far as asked. */
final class NewestFirst implements Iterator<Entry> {

    private static final int PAGE = 16;

    private final OrderedReads reads;
    private final PriorityQueue<Cursor> cursors = new PriorityQueue<>(Comparator.comparing(Cursor::first, NEWER));

    /** Of two at the same time the greater key comes first, as it does within a channel. */
    static final Comparator<Entry> NEWER = Comparator.comparingLong((Entry entry) -> -Keys.timeOf(entry.key()))
            .thenComparing((a, b) -> Arrays.compareUnsigned(b.key(), a.key()));

    NewestFirst(OrderedReads reads, List<KeyRange> channels) {
        this.reads = reads;
        channels.forEach(channel -> add(new Cursor(channel)));
    }

    /** What of a channel comes at that key or after it in the order of the list. */
    static KeyRange from(byte[] key, KeyRange channel) {
        if (channel.has(key)) {
            return channel.endingBefore(OrderedReads.justAfter(key));
        }
        boolean isBefore = Arrays.compareUnsigned(channel.from(), key) < 0;
        long time = Keys.timeOf(key);
        // Of those at the same time, channels with a greater key were on the page before.
        return channel.endingBefore(Keys.timeIn(channel.from(), isBefore ? time + 1 : time));
    }

    private void add(Cursor cursor) {
        if (cursor.isFilled()) {
            cursors.add(cursor);
        }
    }

    @Override
    public boolean hasNext() {
        return !cursors.isEmpty();
    }

    @Override
    public Entry next() {
        Cursor cursor = cursors.poll();
        if (cursor == null) {
            throw new NoSuchElementException();
        }
        Entry next = cursor.page.removeFirst();
        add(cursor);
        return next;
    }

    /** How far one channel was read. */
    private final class Cursor {
        private final Deque<Entry> page = new ArrayDeque<>();
        private KeyRange rest;

        Cursor(KeyRange channel) {
            this.rest = channel;
        }

        boolean isFilled() {
            if (page.isEmpty()) {
                page.addAll(reads.reverseScan(rest.from(), rest.to(), PAGE));
                if (!page.isEmpty()) {
                    rest = rest.endingBefore(page.getLast().key());
                }
            }
            return !page.isEmpty();
        }

        Entry first() {
            return page.getFirst();
        }
    }
}
