package io.sluice.wire;

import io.sluice.core.ChannelPath;
import io.sluice.core.Failure;
import io.sluice.core.Job;
import io.sluice.core.Payload;
import io.sluice.core.RetryPolicy;
import io.sluice.core.Submission;
import io.sluice.schemas.ExponentialRetry;
import io.sluice.schemas.FixedRetry;
import io.sluice.schemas.JobError;
import io.sluice.schemas.JobSpec;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** A job's own parts, both ways. */
final class JobWire {

    private JobWire() {}

    static Submission submission(String tree, JobSpec spec) {
        return new Submission(
                Ids.job(tree, spec.getId()),
                spec.getType(),
                spec.getChannel(),
                new Payload(bytes(spec.getPayload()), spec.getContentType()),
                spec.getPriority(),
                optional(spec.getEta()),
                optional(spec.getMaxAttempts()),
                policy(spec.getRetry()),
                spec.getDescription(),
                Map.copyOf(spec.getHeaders()),
                spec.getSubmittedAt());
    }

    static Job job(Submission asked, long seq, long arrivedAt) {
        return new Job(
                asked.id(),
                asked.type(),
                ChannelPath.parse(asked.channel()),
                asked.payload(),
                asked.priority(),
                asked.eta(),
                asked.maxAttempts(),
                asked.retry(),
                asked.description(),
                asked.headers(),
                asked.submittedAt(),
                seq,
                arrivedAt);
    }

    static JobSpec spec(Job job) {
        return new JobSpec(
                Ids.job(job.id()),
                job.type(),
                job.channel().text(),
                ByteBuffer.wrap(job.payload().bytes()),
                job.payload().contentType(),
                job.priority(),
                boxed(job.eta()),
                job.maxAttempts().isPresent() ? job.maxAttempts().getAsInt() : null,
                job.retry().map(JobWire::policy).orElse(null),
                job.description(),
                job.headers(),
                job.submittedAt());
    }

    static Optional<RetryPolicy> policy(Object retry) {
        return switch (retry) {
            case null -> Optional.empty();
            case FixedRetry fixed -> Optional.of(new RetryPolicy.Fixed(fixed.getDelayMs()));
            case ExponentialRetry growing ->
                Optional.of(new RetryPolicy.Exponential(
                        growing.getFirstMs(), growing.getFactor(), growing.getMaxMs(), growing.getJitter()));
            default -> throw new BadRecordException("a retry policy of an unknown kind: " + retry);
        };
    }

    /** As Avro has it: one of several generated classes that share nothing. */
    static Object policy(RetryPolicy retry) {
        return switch (retry) {
            case RetryPolicy.Fixed fixed -> new FixedRetry(fixed.delayMs());
            case RetryPolicy.Exponential growing ->
                new ExponentialRetry(growing.firstMs(), growing.factor(), growing.maxMs(), growing.jitter());
        };
    }

    static Failure failure(JobError error) {
        return new Failure(error.getType(), error.getMessage(), error.getStackTrace());
    }

    static JobError error(Failure failure) {
        return new JobError(failure.type(), failure.message(), failure.stackTrace());
    }

    static OptionalLong optional(Long value) {
        return value == null ? OptionalLong.empty() : OptionalLong.of(value);
    }

    static OptionalInt optional(Integer value) {
        return value == null ? OptionalInt.empty() : OptionalInt.of(value);
    }

    static Long boxed(OptionalLong value) {
        return value.isPresent() ? value.getAsLong() : null;
    }

    /** Avro's buffer is ours alone and exactly as long as its content, so that its array is taken as it is. */
    private static byte[] bytes(ByteBuffer buffer) {
        if (buffer.hasArray() && buffer.arrayOffset() == 0 && buffer.array().length == buffer.remaining()) {
            return buffer.array();
        }
        byte[] copy = new byte[buffer.remaining()];
        buffer.duplicate().get(copy);
        return copy;
    }
}
