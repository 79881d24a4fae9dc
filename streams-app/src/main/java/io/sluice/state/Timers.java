package io.sluice.state;

import io.sluice.core.Timer;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;

/**
 * The timers of a partition in the order in which they are due.
 *
 * <p>Fired ones leave a dead stretch at the beginning of the range, so scans begin where the last one found something. That is
 * stored now and then, so that the first scan after a start does not walk all that ever fired.
 */
final class Timers {

    /** After so many timers that fired it is stored where they begin. */
    private static final int NOTED_AFTER = 200;

    private final OrderedStore store;

    /** No timer stands before this key. */
    private byte[] start;

    /** The same for what has landed. */
    private byte[] landedStart;

    /** What is stored: never behind a timer. */
    private byte[] noted;

    private byte[] landedNoted;

    private int firedSince;

    /** What {@link #nextDue} answered, until a timer changes it. */
    private OptionalLong next = OptionalLong.empty();

    private boolean nextIsKnown;

    Timers(OrderedStore store) {
        this.store = store;
        start = store.get(Keys.timersFrom()).orElseGet(() -> Keys.timers().from());
        noted = start;
        land();
    }

    void set(Timer timer) {
        byte[] key = Keys.timer(timer.due(), timer.subject());
        // A timer may be set twice for the same time and subject; it still comes once.
        store.upsert(key, TimerValue.write(timer));
        if (Arrays.compareUnsigned(key, start) < 0) {
            start = key;
        }
        if (Arrays.compareUnsigned(key, noted) < 0) {
            note();
        }
        if (nextIsKnown && (next.isEmpty() || timer.due() < next.getAsLong())) {
            next = OptionalLong.of(timer.due());
        }
    }

    void fired(Timer timer) {
        byte[] key = Keys.timer(timer.due(), timer.subject());
        store.delete(key);
        if (Arrays.equals(key, start)) {
            start = OrderedReads.justAfter(key);
        }
        nextIsKnown = nextIsKnown && next.isPresent() && next.getAsLong() < timer.due();
        firedSince++;
        if (firedSince >= NOTED_AFTER && !Arrays.equals(start, noted)) {
            note();
        }
    }

    private void note() {
        noted = start;
        firedSince = 0;
        // Who stores it first does not matter.
        store.upsert(Keys.timersFrom(), noted);
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
        landedNoted = noted;
    }

    void discard() {
        start = landedStart;
        noted = landedNoted;
        nextIsKnown = false;
    }
}
