package io.sluice.sdk;

import io.sluice.schemas.Command;
import io.sluice.schemas.ExponentialRetry;
import io.sluice.schemas.FixedRetry;
import io.sluice.schemas.JobSpec;
import io.sluice.schemas.PutSchedule;
import io.sluice.schemas.RecordFormats;
import io.sluice.schemas.RetryStep;
import io.sluice.schemas.Schedule;
import io.sluice.schemas.StepsRetry;
import io.sluice.schemas.Submit;
import io.sluice.schemas.UuidFormat;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/**
 * Requests and commands as they stand on {@code sluice.jobs}.
 *
 * @param by who sends
 * @param json how payloads become JSON
 * @param formats how they become bytes
 * @param carried headers by which jobs go on with a trace; empty: they are in none
 */
record CommandRecords(String by, Json json, RecordFormats formats, Map<String, String> carried) {

    CommandRecords(String by, Json json) {
        this(by, json, RecordFormats.bundled());
    }

    CommandRecords(String by, Json json, RecordFormats formats) {
        this(by, json, formats, Map.of());
    }

    /** The same, for jobs that go on with a trace. */
    CommandRecords carrying(Map<String, String> trace) {
        return trace.isEmpty() ? this : new CommandRecords(by, json, formats, trace);
    }

    Command submit(JobRequest<?> request, JobId id, Instant now) {
        return command(null, new Submit(spec(request, id, now)), now);
    }

    JobSpec spec(JobRequest<?> request, JobId id, Instant now) {
        OptionValues options = request.values();
        byte[] payload = json.write(request.type(), request.payload());
        Limits.checkPayload(request.type().name(), payload.length);
        options.eta(now).ifPresent(eta -> Limits.checkEta(eta, now));
        options.expires(now).ifPresent(expires -> Limits.checkExpiry(expires, now));
        checkTrees(request, id);
        return JobSpec.newBuilder()
                .setParents(options.parents())
                .setFlow(options.flow()
                        .map(flow -> UuidFormat.encode(flow.uuid()))
                        .orElse(null))
                .setId(UuidFormat.encode(id.uuid()))
                .setType(request.type().name())
                .setChannel(options.channel())
                .setPayload(ByteBuffer.wrap(payload))
                .setContentType(options.contentTypeOr(json.contentType(request.payload())))
                .setPriority(options.priority())
                .setEta(options.eta(now).map(CommandRecords::ceilingMillis).orElse(null))
                .setMaxAttempts(options.maxAttempts())
                .setRetry(options.retry().map(CommandRecords::retry).orElse(null))
                .setDescription(options.description())
                .setHeaders(headers(options.headers()))
                .setSubmittedAt(now.toEpochMilli())
                .setReplayOf(options.replayOf()
                        .map(job -> UuidFormat.encode(sameTree(job, id).uuid()))
                        .orElse(null))
                // jobs
                .setTimeoutMs(
                        options.timeout().map(CommandRecords::ceilingMillis).orElse(null))
                .setExpires(options.expires(now).map(CommandRecords::millis).orElse(null))
                .setDedup(options.dedup()
                        .map(dedup -> dedup.record(request.type().name(), payload))
                        .orElse(null))
                .build();
    }

    /** A trace takes the place of another one, and no job is refused because of it: where there is no room, it stays out. */
    private Map<String, String> headers(Map<String, String> own) {
        if (carried.isEmpty()) {
            return own;
        }
        Map<String, String> all = new HashMap<>(own);
        all.remove(Tracing.TRACESTATE);
        all.putAll(carried);
        return Limits.headerBytes(all) <= Limits.MAX_HEADER_BYTES ? all : own;
    }

    private static void checkTrees(JobRequest<?> request, JobId id) {
        for (String tree : request.values().treesOfOthers()) {
            if (!tree.equals(id.tree())) {
                throw new IllegalArgumentException("a " + request.type().name() + " job of tree " + id.tree()
                        + " cannot wait for a job or join a flow of tree " + tree + "; submit it into that tree");
            }
        }
    }

    private static JobId sameTree(JobId replayed, JobId id) {
        if (!replayed.tree().equals(id.tree())) {
            throw new IllegalArgumentException("job " + id + " is to run " + replayed
                    + " again, which is of another tree; submit it into tree " + replayed.tree());
        }
        return replayed;
    }

    /** A schedule; its job has an id and times because a record must, but they count for nothing. */
    PutSchedule schedule(JobSchedule schedule, Instant now) {
        if (schedule.job().values().eta(now).isPresent()) {
            throw new IllegalArgumentException("the job of schedule " + schedule.id()
                    + " has an ETA; a slot is the time at which it is submitted, leave the ETA out");
        }
        JobSpec job = spec(schedule.job(), new JobId(schedule.tree(), new UUID(0, 0)), now);
        return new PutSchedule(new Schedule(
                schedule.id(),
                schedule.cron(),
                schedule.zone(),
                job,
                schedule.overlap(),
                schedule.misfire(),
                schedule.enabled()));
    }

    byte[] encode(Command command) {
        return formats.command().encode(command);
    }

    /** A submission has no id of its own: its job's is enough. */
    Command command(UUID id, Object body, Instant now) {
        return new Command(id == null ? null : UuidFormat.encode(id), by, now.toEpochMilli(), body);
    }

    static Object retry(RetryPolicy policy) {
        if (policy instanceof RetryPolicy.Fixed fixed) {
            return new FixedRetry(fixed.delay().toMillis());
        }
        if (policy instanceof RetryPolicy.Steps steps) {
            return new StepsRetry(steps.waits().entrySet().stream()
                    .map(step -> new RetryStep(
                            step.getKey(),
                            step.getValue().least().toMillis(),
                            step.getValue().most().toMillis()))
                    .toList());
        }
        RetryPolicy.Exponential growing = (RetryPolicy.Exponential) policy;
        return new ExponentialRetry(
                growing.first().toMillis(), growing.factor(), growing.max().toMillis(), growing.jitter());
    }

    /** Never earlier than asked: a part of a millisecond counts as a whole one. */
    private static long ceilingMillis(Instant eta) {
        long millis = millis(eta);
        return Instant.ofEpochMilli(millis).isBefore(eta) ? millis + 1 : millis;
    }

    /** Not zero, which is no limit, because it is short. */
    private static long ceilingMillis(Duration length) {
        long millis = length.toMillis();
        return Duration.ofMillis(millis).compareTo(length) < 0 ? millis + 1 : millis;
    }

    /** What is past is past, however far: {@link Instant#MIN} has no milliseconds. */
    private static long millis(Instant at) {
        return at.isBefore(Instant.EPOCH) ? 0 : at.toEpochMilli();
    }
}
