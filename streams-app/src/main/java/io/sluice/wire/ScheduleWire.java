package io.sluice.wire;

import io.sluice.core.Event;
import io.sluice.core.Schedule;
import io.sluice.schemas.ScheduleFired;
import io.sluice.schemas.SchedulePut;
import io.sluice.schemas.ScheduleSkipped;

/** Schedules and what happens to them, both ways. */
final class ScheduleWire {

    private ScheduleWire() {}

    static Schedule schedule(String tree, io.sluice.schemas.Schedule schedule) {
        return new Schedule(
                schedule.getId(),
                schedule.getCron(),
                schedule.getZone(),
                JobWire.submission(tree, schedule.getJob()),
                overlap(schedule.getOverlap()),
                misfire(schedule.getMisfire()),
                schedule.getEnabled());
    }

    static io.sluice.schemas.Schedule schedule(Schedule schedule) {
        return new io.sluice.schemas.Schedule(
                schedule.id(),
                schedule.cron(),
                schedule.zone(),
                JobWire.spec(schedule.job()),
                word(schedule.overlap()),
                word(schedule.misfire()),
                schedule.enabled());
    }

    private static Schedule.Overlap overlap(String word) {
        return switch (word) {
            case "allow" -> Schedule.Overlap.ALLOW;
            case "skip" -> Schedule.Overlap.SKIP;
            // A word from outside, not a sealed type.
            default ->
                throw new BadRecordException(
                        "the overlap of a schedule is \"" + word + "\"; allowed are allow and skip");
        };
    }

    private static String word(Schedule.Overlap overlap) {
        return switch (overlap) {
            case ALLOW -> "allow";
            case SKIP -> "skip";
        };
    }

    private static Schedule.Misfire misfire(String word) {
        return switch (word) {
            case "once" -> Schedule.Misfire.ONCE;
            case "skip" -> Schedule.Misfire.SKIP;
            // As above.
            default ->
                throw new BadRecordException(
                        "the misfire of a schedule is \"" + word + "\"; allowed are once and skip");
        };
    }

    private static String word(Schedule.Misfire misfire) {
        return switch (misfire) {
            case ONCE -> "once";
            case SKIP -> "skip";
        };
    }

    // ---- events

    static Event event(String tree, SchedulePut e) {
        return new Event.SchedulePut(schedule(tree, e.getSchedule()), JobWire.optional(e.getNext()));
    }

    static Event event(String tree, ScheduleFired e) {
        return new Event.ScheduleFired(
                e.getSchedule(), e.getSlot(), Ids.job(tree, e.getJob()), JobWire.optional(e.getNext()));
    }

    static Event event(ScheduleSkipped e) {
        return new Event.ScheduleSkipped(
                e.getSchedule(), e.getSlot(), Event.SkipReason.valueOf(e.getReason()), JobWire.optional(e.getNext()));
    }

    static SchedulePut change(Event.SchedulePut e) {
        return new SchedulePut(schedule(e.schedule()), JobWire.boxed(e.next()));
    }

    static ScheduleFired change(Event.ScheduleFired e) {
        return new ScheduleFired(e.schedule(), e.slot(), Ids.job(e.job()), JobWire.boxed(e.next()));
    }

    static ScheduleSkipped change(Event.ScheduleSkipped e) {
        return new ScheduleSkipped(e.schedule(), e.slot(), e.reason().name(), JobWire.boxed(e.next()));
    }
}
