package io.sluice.cron;

import com.cronutils.model.time.ExecutionTime;
import io.sluice.core.Calendar;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.zone.ZoneOffsetTransition;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Slots that a cron line has on the clock on the wall. The line is followed along local time, which knows no gaps and no hour
 * that comes twice; each local time then has one instant: one that is skipped has the moment after the gap, one that comes
 * twice has its first.
 */
final class LocalSlots implements Calendar.Slots {

    private final ExecutionTime line;
    private final ZoneId zone;

    LocalSlots(ExecutionTime line, ZoneId zone) {
        this.line = line;
        this.zone = zone;
    }

    @Override
    public OptionalLong next(long after) {
        Optional<LocalDateTime> local = following(LocalDateTime.ofInstant(Instant.ofEpochMilli(after), zone));
        // In the second pass of an hour that comes twice, all its slots are over.
        while (local.isPresent() && instant(local.get()) <= after) {
            local = following(local.get());
        }
        return local.isEmpty() ? OptionalLong.empty() : OptionalLong.of(instant(local.get()));
    }

    @Override
    public OptionalLong last(long until) {
        Optional<LocalDateTime> local = preceding(latestLocal(until).plusNanos(1));
        while (local.isPresent() && instant(local.get()) > until) {
            local = preceding(local.get());
        }
        return local.isEmpty() ? OptionalLong.empty() : OptionalLong.of(instant(local.get()));
    }

    /** The latest local time whose instant is not after that one: in a second pass, the end of the first. */
    private LocalDateTime latestLocal(long until) {
        LocalDateTime local = LocalDateTime.ofInstant(Instant.ofEpochMilli(until), zone);
        ZoneOffsetTransition twice = zone.getRules().getTransition(local);
        boolean isSecondPass = twice != null
                && twice.isOverlap()
                && !Instant.ofEpochMilli(until).isBefore(twice.getInstant());
        return isSecondPass ? twice.getDateTimeBefore().minusNanos(1) : local;
    }

    private Optional<LocalDateTime> following(LocalDateTime local) {
        return line.nextExecution(asIfUtc(local)).map(ZonedDateTime::toLocalDateTime);
    }

    private Optional<LocalDateTime> preceding(LocalDateTime local) {
        return line.lastExecution(asIfUtc(local)).map(ZonedDateTime::toLocalDateTime);
    }

    private static ZonedDateTime asIfUtc(LocalDateTime local) {
        return local.atZone(ZoneOffset.UTC);
    }

    private long instant(LocalDateTime local) {
        ZoneOffsetTransition change = zone.getRules().getTransition(local);
        if (change == null) {
            return local.atZone(zone).toInstant().toEpochMilli();
        }
        return change.isGap()
                ? change.getInstant().toEpochMilli()
                : local.toInstant(change.getOffsetBefore()).toEpochMilli();
    }
}
