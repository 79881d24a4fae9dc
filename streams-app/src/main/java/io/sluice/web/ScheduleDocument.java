package io.sluice.web;

import io.sluice.core.JobId;
import io.sluice.core.Schedule;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * A schedule in a list.
 *
 * @param id its name within the tree
 * @param tree the tree
 * @param cron five fields, {@code @hourly} and the like, or {@code every 15m}
 * @param zone the time zone that the fields are meant in
 * @param type name of the code that its jobs run
 * @param channel where they wait
 * @param overlap {@code allow} or {@code skip}
 * @param misfire {@code once} or {@code skip}
 * @param enabled whether its slots fire
 * @param next the slot that it waits for
 * @param last when it fired last
 * @param lastJob what it submitted then, {@code tree:uuid}
 * @since 0.1
 */
public record ScheduleDocument(
        String id,
        String tree,
        String cron,
        String zone,
        String type,
        String channel,
        String overlap,
        String misfire,
        boolean enabled,
        Optional<Instant> next,
        Optional<Instant> last,
        Optional<String> lastJob) {

    static ScheduleDocument of(Schedule.Kept kept) {
        Schedule schedule = kept.schedule();
        String tree = schedule.job().id().tree();
        return new ScheduleDocument(
                schedule.id(),
                tree,
                schedule.cron(),
                schedule.zone(),
                schedule.job().type(),
                schedule.job().channel(),
                schedule.overlap().name().toLowerCase(Locale.ROOT),
                schedule.misfire().name().toLowerCase(Locale.ROOT),
                schedule.enabled(),
                JobDocument.time(kept.next()),
                JobDocument.time(kept.last()),
                kept.lastJob().map(job -> new JobId(tree, job).toString()));
    }
}
