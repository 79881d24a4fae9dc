package io.sluice.sdk;

import java.time.ZoneId;
import java.util.Objects;

/**
 * A cron line that submits a job into its own tree. Never changes: each method returns another one. Put it with
 * {@link JobClient#putSchedule}; putting the same again changes nothing, so a service may do so at each start.
 *
 * <pre>{@code
 * client.putSchedule(JobSchedule.of("reminders", "0 7 * * 1-5", JobRequest.call(Invoices.class, Invoices::remindAll))
 *         .zone(ZoneId.of("Europe/Brussels"))
 *         .skipWhileUnfinished());
 * }</pre>
 *
 * @since 0.1
 */
public final class JobSchedule {

    private final String id;
    private final String cron;
    private final JobRequest<?> job;
    private final Options options;

    private record Options(String zone, boolean skipOverlap, boolean skipLate, boolean enabled) {}

    private JobSchedule(String id, String cron, JobRequest<?> job, Options options) {
        this.id = id;
        this.cron = cron;
        this.job = job;
        this.options = options;
    }

    /**
     * A schedule in UTC that may overlap with itself, makes up for late slots once, and is enabled.
     *
     * @param id its name within the tree, 1 to 64 letters, digits, hyphens and underscores
     * @param cron five fields (minute, hour, day of month, month, day of week) such as {@code 30 2 * * MON-FRI}, or
     *     {@code @hourly}, {@code @daily}, {@code @weekly}, {@code @monthly}, {@code @yearly}, or such as
     *     {@code every 15m}, which counts from the epoch and knows no time zone
     * @param job what is submitted at each slot; its tree is the schedule's, an id or an ETA it cannot have. The handler finds
     *     the slot in the header {@code slot}
     * @throws IllegalArgumentException if one of them is none
     * @since 0.1
     */
    public static JobSchedule of(String id, String cron, JobRequest<?> job) {
        Limits.checkName("the schedule's id", id);
        CronText.check(cron);
        if (job.values().id().isPresent()) {
            throw new IllegalArgumentException("the job of schedule " + id
                    + " has an id; each slot submits a job of its own, whose id follows from schedule and slot");
        }
        return new JobSchedule(id, cron, job, new Options("UTC", false, false, true));
    }

    /**
     * The time zone that the cron line is meant in. A local time that is skipped fires at the next valid one, one that comes
     * twice fires once. Default: UTC.
     *
     * @since 0.1
     */
    public JobSchedule zone(ZoneId zone) {
        return with(new Options(zone.getId(), options.skipOverlap, options.skipLate, options.enabled));
    }

    /**
     * No slot fires while the last job is unfinished; a FAILED one does not block. Default: slots fire all the same.
     *
     * @since 0.1
     */
    public JobSchedule skipWhileUnfinished() {
        return with(new Options(options.zone, true, options.skipLate, options.enabled));
    }

    /**
     * A slot that is more than 60 s late does not fire. Default: all late ones fire once together.
     *
     * @since 0.1
     */
    public JobSchedule skipLateSlots() {
        return with(new Options(options.zone, options.skipOverlap, true, options.enabled));
    }

    /**
     * Does not fire until it is switched on. Default: it fires.
     *
     * @since 0.1
     */
    public JobSchedule disabled() {
        return with(new Options(options.zone, options.skipOverlap, options.skipLate, false));
    }

    private JobSchedule with(Options changed) {
        return new JobSchedule(id, cron, job, Objects.requireNonNull(changed));
    }

    /**
     * Its name.
     *
     * @since 0.1
     */
    public String id() {
        return id;
    }

    /**
     * The tree that it is in.
     *
     * @since 0.1
     */
    public String tree() {
        return job.values().tree();
    }

    String cron() {
        return cron;
    }

    JobRequest<?> job() {
        return job;
    }

    String zone() {
        return options.zone;
    }

    String overlap() {
        return options.skipOverlap ? "skip" : "allow";
    }

    String misfire() {
        return options.skipLate ? "skip" : "once";
    }

    boolean enabled() {
        return options.enabled;
    }
}
