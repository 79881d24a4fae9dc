package io.sluice.state;

import io.sluice.core.Timer;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;

/**
 * The timers of a partition in the order in which they are due.
 *
 * <p>Fired ones leave a dead stretch at the beginning of the range, so scans begin where the last one found something; only
 * the first after a start walks it.
 */
final class Timers {

    private final OrderedStore store;

    /** No timer stands before this key. */
    private byte[] start = Keys.timers().from();

    /** The same for what has landed. */
    private byte[] landedStart = start;

    /** What {@link #nextDue} answered, until a timer changes it. */
    private OptionalLong next = OptionalLong.empty();

    private boolean nextIsKnown;

    Timers(OrderedStore store) {
        this.store = store;
    }

    void set(Timer timer) {
        byte[] key = Keys.timer(timer.due(), timer.subject());
        // A timer may be set twice for the same time and subject; it still comes once.
        store.upsert(key, TimerValue.write(timer));
        if (Arrays.compareUnsigned(key, start) < 0) {
            start = key;
        }
        if (nextIsKnown && (next.isEmpty() || timer.due() < next.getAsLong())) {
            next = OptionalLong.of(timer.due());
        }
    }

    void fired(Timer timer) {
        store.delete(Keys.timer(timer.due(), timer.subject()));
        nextIsKnown = nextIsKnown && next.isPresent() && next.getAsLong() < timer.due();
    }

    /** The earliest timers that are due, at most {@code limit}. */
    List<Timer> due(long now, int limit) {
        KeyRange range = Keys.timersUntil(now).startingAt(start);
        List<OrderedReads.Entry> found = store.scan(range.from(), range.to(), limit);
        begin(found);
        return found.stream()
                .map(entry -> TimerValue.read(entry.key(), entry.value()))
                .toList();
    }

    OptionalLong nextDue() {
        if (!nextIsKnown) {
            KeyRange range = Keys.timers().startingAt(start);
            List<OrderedReads.Entry> found = store.scan(range.from(), range.to(), 1);
            begin(found);
            next = found.isEmpty()
                    ? OptionalLong.empty()
                    : OptionalLong.of(Keys.dueOf(found.getFirst().key()));
            nextIsKnown = true;
        }
        return next;
    }

    private void begin(List<OrderedReads.Entry> found) {
        if (!found.isEmpty()) {
            start = found.getFirst().key();
        }
    }

    void land() {
        landedStart = start;
    }

    void discard() {
        start = landedStart;
        nextIsKnown = false;
    }
}
