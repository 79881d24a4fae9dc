package io.sluice.sdk;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Milliseconds since the epoch that never go back and never stand still, whatever is done to the wall clock. */
final class SteadyClock implements LongSupplier {

    private long last = System.currentTimeMillis();
    private long lastNanos = System.nanoTime();

    @Override
    public synchronized long getAsLong() {
        long nanos = System.nanoTime();
        long elapsed = TimeUnit.NANOSECONDS.toMillis(nanos - lastNanos);
        lastNanos += TimeUnit.MILLISECONDS.toNanos(elapsed);
        last = Math.max(System.currentTimeMillis(), last + elapsed);
        return last;
    }
}
