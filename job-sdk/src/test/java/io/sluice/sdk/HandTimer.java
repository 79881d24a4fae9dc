package io.sluice.sdk;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A timer whose time passes when a test says so. */
final class HandTimer implements Timer {

    private final List<Planned> planned = new ArrayList<>();
    private long now;

    private record Planned(long at, Runnable what) {}

    @Override
    public synchronized Due after(long millis, Runnable what) {
        Planned one = new Planned(now + millis, what);
        planned.add(one);
        return () -> forget(one);
    }

    private synchronized void forget(Planned one) {
        planned.removeIf(other -> other == one);
    }

    /** Runs what comes due within that time, in its order. */
    void pass(long millis) {
        long until = now + millis;
        for (Planned next = next(until); next != null; next = next(until)) {
            now = Math.max(now, next.at);
            next.what.run();
        }
        now = until;
    }

    private synchronized Planned next(long until) {
        Planned next = planned.stream()
                .filter(one -> one.at <= until)
                .min(Comparator.comparingLong(Planned::at))
                .orElse(null);
        planned.remove(next);
        return next;
    }

    synchronized int waiting() {
        return planned.size();
    }
}
