package io.sluice.app;

import com.fasterxml.jackson.databind.util.RawValue;
import io.sluice.cron.CronCalendar;
import io.sluice.sdk.JobRequest;
import io.sluice.sdk.JobSchedule;
import io.sluice.sdk.JobType;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Adds a schedule or puts it in place of another. */
@Command(
        name = "put",
        description = "Adds a schedule, or puts it in place of the one of that name.",
        footer = {
            "",
            "Example:",
            "  sluice schedule put nightly '30 2 * * MON-FRI' report '{\"kind\":\"full\"}' --zone Europe/Berlin"
        })
final class SchedulePutCommand implements Callable<Integer> {

    private enum Overlap {
        ALLOW,
        SKIP
    }

    private enum Misfire {
        ONCE,
        SKIP
    }

    @Parameters(index = "0", paramLabel = "ID", description = "The schedule's name within its tree.")
    private String id;

    @Parameters(
            index = "1",
            paramLabel = "CRON",
            description =
                    "Five fields such as '30 2 * * MON-FRI', or @hourly, @daily, @weekly, @monthly, @yearly, or such"
                            + " as 'every 15m'.")
    private String cron;

    @Parameters(index = "2", paramLabel = "TYPE", description = "Name of the code that its jobs run.")
    private String type;

    @Parameters(
            index = "3",
            arity = "0..1",
            paramLabel = "PAYLOAD",
            description = "Their payload as JSON; - reads it from standard input. Default: null.")
    private String text;

    @Mixin
    private PayloadSource payload;

    @Option(
            names = "--zone",
            paramLabel = "ZONE",
            defaultValue = "UTC",
            description = "Time zone of the cron line, such as Europe/Berlin. Default: UTC.")
    private String zone;

    @Option(
            names = "--overlap",
            paramLabel = "allow|skip",
            defaultValue = "ALLOW",
            description = "Whether a slot fires while the last job is unfinished. Default: allow.")
    private Overlap overlap;

    @Option(
            names = "--misfire",
            paramLabel = "once|skip",
            defaultValue = "ONCE",
            description = "What becomes of slots more than 60 s late: they fire once together, or not. Default: once.")
    private Misfire misfire;

    @Option(names = "--disabled", description = "It does not fire until it is enabled.")
    private boolean disabled;

    @Option(
            names = "--channel",
            paramLabel = "CHANNEL",
            converter = ChannelName.Reader.class,
            description = "Where its jobs wait, such as root.shop or acme/root.shop. Default: root.")
    private ChannelName channel;

    @Option(names = "--tree", paramLabel = "TREE", description = "The tree. Default: main.")
    private String tree;

    @Option(names = "--priority", paramLabel = "N", description = "Smaller is sooner. Default: 10.")
    private Integer priority;

    @Option(names = "--max-attempts", paramLabel = "N", description = "At most that many executions, 0 = unlimited.")
    private Integer maxAttempts;

    @Option(names = "--description", paramLabel = "TEXT", description = "One line for people.")
    private String description;

    @Option(names = "--header", paramLabel = "NAME=VALUE", description = "A header. May come several times.")
    private Map<String, String> headers = new LinkedHashMap<>();

    @Mixin
    private Operator operator;

    @Override
    public Integer call() {
        JobSchedule schedule = schedule();
        return operator.send("put schedule " + id + " of " + schedule.tree(), client -> client.putSchedule(schedule));
    }

    /** Read as the scheduler will, so that what is wrong shows here, in words. */
    private JobSchedule schedule() {
        try {
            new CronCalendar().slots(cron, zone);
            JobSchedule schedule = JobSchedule.of(id, cron, job()).zone(ZoneId.of(zone));
            schedule = overlap == Overlap.SKIP ? schedule.skipWhileUnfinished() : schedule;
            schedule = misfire == Misfire.SKIP ? schedule.skipLateSlots() : schedule;
            return disabled ? schedule.disabled() : schedule;
        } catch (IllegalArgumentException e) {
            throw CommandFailed.badUsage(e.getMessage());
        }
    }

    private JobRequest<RawValue> job() {
        // As it was written: a parsed number may not come out as it went in.
        JobRequest<RawValue> job = JobRequest.of(JobType.of(type, RawValue.class), new RawValue(payload.json(text)))
                .tree(channel != null ? channel.treeOr(tree) : tree == null ? "main" : tree);
        job = channel == null ? job : job.channel(channel.path().text());
        job = priority == null ? job : job.priority(priority);
        job = maxAttempts == null ? job : job.maxAttempts(maxAttempts);
        job = description == null ? job : job.description(description);
        for (Map.Entry<String, String> header : headers.entrySet()) {
            job = job.header(header.getKey(), header.getValue());
        }
        return job;
    }
}
