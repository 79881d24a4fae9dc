package io.sluice.sdk;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** A timer on a clock that somebody turns by hand and then says so. What that brings about sets no timer of its own. */
final class HandTurnedTimer implements Timer {

    private final Clock clock;
    private final List<Planned> planned = new ArrayList<>();
    private boolean turning;

    HandTurnedTimer(Clock clock) {
        this.clock = clock;
    }

    private record Planned(long at, Runnable what) {}

    @Override
    public synchronized Due after(long millis, Runnable what) {
        Planned one = new Planned(clock.millis() + millis, what);
        if (!turning) {
            planned.add(one);
        }
        return () -> forget(one);
    }

    private synchronized void forget(Planned one) {
        planned.removeIf(each -> each == one);
    }

    /** Does what is due by now. */
    synchronized void turned() {
        List<Planned> due =
                planned.stream().filter(each -> each.at() <= clock.millis()).toList();
        turning = true;
        try {
            due.forEach(each -> {
                forget(each);
                each.what().run();
            });
        } finally {
            turning = false;
        }
    }
}
