package io.sluice.core;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * A cron line that submits a job into its own tree.
 *
 * @param id its name within the tree
 * @param cron five fields, {@code @hourly} and the like, or {@code every 15m}
 * @param zone the time zone that the fields are meant in
 * @param job what is submitted; its id and its times count for nothing
 * @param overlap whether a slot fires while the last job is unfinished
 * @param misfire what becomes of slots that are more than {@link #ON_TIME_MS} late
 * @param enabled whether slots fire at all
 * @since 0.1
 */
public record Schedule(
        String id, String cron, String zone, Submission job, Overlap overlap, Misfire misfire, boolean enabled) {

    /** A slot that is at most so late, in milliseconds, is on time. */
    public static final long ON_TIME_MS = 60_000;

    private static final String BY = "schedule";
    private static final String SLOT = "slot";
    private static final String TRIGGERED = "trigger";

    /** Whether a slot fires while the last job is unfinished. A FAILED one is not: it may wait for long. */
    public enum Overlap {
        /** It does. */
        ALLOW,
        /** It does not. */
        SKIP
    }

    /** What becomes of slots that are late. */
    public enum Misfire {
        /** All of them together fire once, as the last of them. */
        ONCE,
        /** They do not fire. */
        SKIP
    }

    /**
     * A schedule and how far it is.
     *
     * @param schedule what was put
     * @param next the slot that it waits for; none: it is not enabled, or none comes any more
     * @param last when it fired last
     * @param lastJob what it submitted then, or the job that stands for that because it holds its dedup key
     * @since 0.1
     */
    public record Kept(Schedule schedule, OptionalLong next, OptionalLong last, Optional<UUID> lastJob) {}

    /** The id of the job that a schedule submits at a slot: it follows from both, so a slot fires at most once. */
    public static UUID jobId(String schedule, long slot) {
        return DerivedId.of(slot, BY, schedule);
    }

    /** The id of the job that a schedule submits because somebody triggered it then. It is no slot's, also of the same time. */
    public static UUID triggeredId(String schedule, long time) {
        return DerivedId.of(time, TRIGGERED, schedule);
    }

    /** Switched on or off. */
    Schedule enabled(boolean on) {
        return new Schedule(id, cron, zone, job, overlap, misfire, on);
    }

    /** Submitting that instead. */
    Schedule submitting(Submission other) {
        return new Schedule(id, cron, zone, other, overlap, misfire, enabled);
    }

    /** Its job for a slot. The handler learns from the headers {@code schedule} and {@code slot} which one it is. */
    Submission jobAt(long slot) {
        return job(jobId(id, slot), slot);
    }

    /** Its job for a trigger at that time. */
    Submission jobTriggeredAt(long time) {
        return job(triggeredId(id, time), time);
    }

    private Submission job(UUID uuid, long slot) {
        Map<String, String> headers = new LinkedHashMap<>(job.headers());
        headers.putIfAbsent(BY, id);
        headers.putIfAbsent(SLOT, Instant.ofEpochMilli(slot).toString());
        return new Submission(
                new JobId(job.id().tree(), uuid),
                job.type(),
                job.channel(),
                job.payload(),
                job.options(),
                job.parents(),
                job.flow(),
                job.replayOf(),
                job.description(),
                headers,
                slot);
    }
}
