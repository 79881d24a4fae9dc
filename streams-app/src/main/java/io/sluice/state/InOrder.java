package io.sluice.state;

import io.sluice.state.OrderedReads.Entry;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/** The entries of several ranges one after the other, read as far as asked. */
final class InOrder implements Iterator<Entry> {

    private static final int PAGE = 128;

    private final OrderedReads reads;
    private final Deque<KeyRange> rest;
    private final Deque<Entry> page = new ArrayDeque<>();

    InOrder(OrderedReads reads, List<KeyRange> ranges) {
        this.reads = reads;
        this.rest = new ArrayDeque<>(ranges);
    }

    @Override
    public boolean hasNext() {
        while (page.isEmpty() && !rest.isEmpty()) {
            KeyRange range = rest.removeFirst();
            page.addAll(reads.scan(range.from(), range.to(), PAGE));
            if (page.size() == PAGE) {
                rest.addFirst(
                        range.startingAt(OrderedReads.justAfter(page.getLast().key())));
            }
        }
        return !page.isEmpty();
    }

    @Override
    public Entry next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return page.removeFirst();
    }
}
