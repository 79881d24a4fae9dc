package io.sluice.sdk;

import io.sluice.schemas.Command;
import io.sluice.schemas.ExponentialRetry;
import io.sluice.schemas.FixedRetry;
import io.sluice.schemas.JobSpec;
import io.sluice.schemas.Submit;
import io.sluice.schemas.UuidFormat;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.UUID;

/** Requests and commands as they stand on {@code sluice.jobs}. */
record CommandRecords(String by, Json json) {

    Command submit(JobRequest<?> request, JobId id, Instant now) {
        JobOptions options = request.options();
        byte[] payload = json.write(request.type(), request.payload());
        Limits.checkPayload(request.type().name(), payload.length);
        options.eta(now).ifPresent(eta -> Limits.checkEta(eta, now));
        JobSpec job = JobSpec.newBuilder()
                .setId(UuidFormat.encode(id.uuid()))
                .setType(request.type().name())
                .setChannel(options.channel())
                .setPayload(ByteBuffer.wrap(payload))
                .setContentType(json.contentType(request.payload()))
                .setPriority(options.priority())
                .setEta(options.eta(now).map(CommandRecords::ceilingMillis).orElse(null))
                .setMaxAttempts(options.maxAttempts())
                .setRetry(options.retry().map(CommandRecords::retry).orElse(null))
                .setDescription(options.description())
                .setHeaders(options.headers())
                .setSubmittedAt(now.toEpochMilli())
                .build();
        return new Command(null, by, now.toEpochMilli(), new Submit(job));
    }

    Command command(UUID id, Object body, Instant now) {
        return new Command(UuidFormat.encode(id), by, now.toEpochMilli(), body);
    }

    static Object retry(RetryPolicy policy) {
        if (policy instanceof RetryPolicy.Fixed fixed) {
            return new FixedRetry(fixed.delay().toMillis());
        }
        RetryPolicy.Exponential growing = (RetryPolicy.Exponential) policy;
        return new ExponentialRetry(
                growing.first().toMillis(), growing.factor(), growing.max().toMillis(), growing.jitter());
    }

    /** Never earlier than asked: a part of a millisecond counts as a whole one. */
    private static long ceilingMillis(Instant eta) {
        long millis = eta.toEpochMilli();
        return Instant.ofEpochMilli(millis).isBefore(eta) ? millis + 1 : millis;
    }
}
