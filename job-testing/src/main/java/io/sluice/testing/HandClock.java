package io.sluice.testing;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that stands still until somebody turns it, and is never turned back. To the millisecond. */
final class HandClock extends Clock {

    private final AtomicLong now;
    private final ZoneId zone;

    HandClock(Instant start) {
        this(new AtomicLong(start.toEpochMilli()), ZoneOffset.UTC);
    }

    private HandClock(AtomicLong now, ZoneId zone) {
        this.now = now;
        this.zone = zone;
    }

    /** Turns it on to that time; does nothing if it is past. */
    void turnTo(long millis) {
        now.accumulateAndGet(millis, Math::max);
    }

    @Override
    public long millis() {
        return now.get();
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(millis());
    }

    @Override
    public ZoneId getZone() {
        return zone;
    }

    /** Shows the same time in another zone. */
    @Override
    public Clock withZone(ZoneId other) {
        return new HandClock(now, other);
    }
}
