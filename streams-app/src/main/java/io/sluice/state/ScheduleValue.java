package io.sluice.state;

import io.sluice.core.Job;
import io.sluice.core.JobId;
import io.sluice.core.Schedule;
import io.sluice.core.Submission;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/** The value of SCHEDULE: all of a {@link Schedule.Kept} but tree and id, which are the key. */
final class ScheduleValue {

    private static final int VERSION = 1;

    private ScheduleValue() {}

    static byte[] write(Schedule.Kept kept) {
        Schedule schedule = kept.schedule();
        return ValueWriter.version(VERSION)
                .text(schedule.cron())
                .text(schedule.zone())
                .uuid(schedule.job().id().uuid())
                .bytes(JobValue.write(Job.of(schedule.job(), 0, 0)))
                .number(overlap(schedule.overlap()))
                .number(misfire(schedule.misfire()))
                .flag(schedule.enabled())
                .optional(kept.next())
                .optional(kept.last())
                .optional(kept.lastJob(), ValueWriter::uuid)
                .toBytes();
    }

    static Schedule.Kept read(String tree, String id, byte[] bytes) {
        ValueReader reader = ValueReader.version(VERSION, bytes);
        String cron = reader.text();
        String zone = reader.text();
        JobId job = new JobId(tree, reader.uuid());
        Submission asked = JobValue.read(job, reader.bytes()).asked();
        Schedule.Overlap overlap =
                JobValue.numbered(Schedule.Overlap.values(), ScheduleValue::overlap, reader.smallNumber());
        Schedule.Misfire misfire =
                JobValue.numbered(Schedule.Misfire.values(), ScheduleValue::misfire, reader.smallNumber());
        Schedule schedule = new Schedule(id, cron, zone, asked, overlap, misfire, reader.flag());
        OptionalLong next = reader.optionalNumber();
        OptionalLong last = reader.optionalNumber();
        Optional<UUID> lastJob = reader.optional(ValueReader::uuid);
        return new Schedule.Kept(schedule, next, last, lastJob);
    }

    private static int overlap(Schedule.Overlap overlap) {
        return switch (overlap) {
            case ALLOW -> 0;
            case SKIP -> 1;
        };
    }

    private static int misfire(Schedule.Misfire misfire) {
        return switch (misfire) {
            case ONCE -> 0;
            case SKIP -> 1;
        };
    }
}
