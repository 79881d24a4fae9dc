package io.sluice.cron;

import io.sluice.core.Calendar;
import java.util.OptionalLong;

/** One slot a step, counted from the epoch in UTC: no time zone bends it. */
record EvenSlots(long step) implements Calendar.Slots {

    @Override
    public OptionalLong next(long after) {
        return OptionalLong.of((Math.floorDiv(after, step) + 1) * step);
    }

    @Override
    public OptionalLong last(long until) {
        return OptionalLong.of(Math.floorDiv(until, step) * step);
    }
}
