package io.sluice.bench;

import io.sluice.sdk.HandlerOptions;
import io.sluice.sdk.JobType;
import io.sluice.sdk.RetryableJobException;
import io.sluice.sdk.Worker;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** The job types of the bench and what they do. */
final class Work {

    /** Does nothing. */
    static final JobType<byte[]> NOOP = JobType.of("noop", byte[].class);
    /** Does nothing and says how many microseconds after the moment in its payload it began. */
    static final JobType<byte[]> TIMED = JobType.of("timed", byte[].class);
    /** Takes as many milliseconds as its payload says. */
    static final JobType<Integer> BUSY = JobType.of("busy", Integer.class);
    /** Fails as many times as its payload says, and is tried again soon. */
    static final JobType<Integer> FLAKY = JobType.of("flaky", Integer.class);
    /** Fails for good. */
    static final JobType<Void> BROKEN = JobType.of("broken", Void.class);

    private static final Duration SOON = Duration.ofMillis(50);

    private Work() {}

    /** A worker with all of them. */
    static Worker worker(String bootstrapServers, String name, int slots) {
        return Worker.builder()
                .bootstrapServers(bootstrapServers)
                .name(name)
                .slots(slots)
                .handler(NOOP, (bytes, job) -> null)
                .handler(
                        TIMED, (bytes, job) -> micros() - ByteBuffer.wrap(bytes).getLong())
                .handler(BUSY, (millis, job) -> {
                    Thread.sleep(millis);
                    return null;
                })
                .handler(FLAKY, (times, job) -> {
                    if (job.attempt() <= times) {
                        throw new RetryableJobException("attempt " + job.attempt()).after(SOON);
                    }
                    return null;
                })
                .handler(
                        BROKEN,
                        (none, job) -> {
                            throw new IllegalStateException("fails, as it was told to");
                        },
                        HandlerOptions.defaults())
                .build();
    }

    /** Microseconds since 1970 by this machine's clock, which its processes share. */
    static long micros() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
    }

    /** A payload of so many bytes, at least eight, that begins with a moment. */
    static byte[] payload(int bytes, long micros) {
        ByteBuffer payload = ByteBuffer.allocate(Math.max(Long.BYTES, bytes)).putLong(micros);
        // Not zeros: those would be compressed to nothing by whoever compresses. Eight at a time, for it counts as
        // submission.
        long random = micros * 0x9E3779B97F4A7C15L + 1;
        while (payload.remaining() >= Long.BYTES) {
            random ^= random << 13;
            random ^= random >>> 7;
            random ^= random << 17;
            payload.putLong(random);
        }
        return payload.array();
    }
}
