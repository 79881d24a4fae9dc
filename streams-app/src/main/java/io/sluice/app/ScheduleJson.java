package io.sluice.app;

import io.sluice.cron.CronCalendar;
import io.sluice.sdk.JobSchedule;
import io.sluice.web.Fields;
import java.time.ZoneId;

/** A schedule as JSON, in the words of {@code GET /v1/schedules/{id}}. */
final class ScheduleJson {

    private ScheduleJson() {}

    /**
     * Read as the scheduler will, so that what is wrong shows here.
     *
     * @throws IllegalArgumentException with what is wrong
     */
    static JobSchedule read(Fields fields) {
        String cron = fields.needed("cron");
        String zone = fields.text("zone").orElse("UTC");
        new CronCalendar().slots(cron, zone);
        JobSchedule schedule = JobSchedule.of(
                        fields.needed("id"),
                        cron,
                        JobJson.template(fields, fields.text("tree").orElse("main")))
                .zone(ZoneId.of(zone));
        schedule = isOther(fields, "overlap", "allow", "skip") ? schedule.skipWhileUnfinished() : schedule;
        schedule = isOther(fields, "misfire", "once", "skip") ? schedule.skipLateSlots() : schedule;
        return fields.flag("enabled", true) ? schedule : schedule.disabled();
    }

    private static boolean isOther(Fields fields, String name, String usual, String other) {
        String given = fields.text(name).orElse(usual);
        if (!given.equals(usual) && !given.equals(other)) {
            throw new IllegalArgumentException(
                    "the field " + name + " is \"" + given + "\"; expected is " + usual + " or " + other);
        }
        return given.equals(other);
    }
}
