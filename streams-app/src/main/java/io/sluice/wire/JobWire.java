package io.sluice.wire;

import io.sluice.core.Dedup;
import io.sluice.core.Failure;
import io.sluice.core.Parent;
import io.sluice.core.Payload;
import io.sluice.core.Submission;
import io.sluice.schemas.JobError;
import io.sluice.schemas.JobSpec;
import io.sluice.schemas.UuidFormat;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** A job's own parts, both ways. */
final class JobWire {

    private JobWire() {}

    static Submission submission(String tree, JobSpec spec) {
        Submission.Options options = new Submission.Options(
                spec.getPriority(),
                optional(spec.getEta()),
                optional(spec.getMaxAttempts()),
                PolicyWire.policy(spec.getRetry()),
                optional(spec.getTimeoutMs()),
                optional(spec.getExpires()),
                Optional.ofNullable(spec.getDedup()).map(JobWire::dedup));
        return new Submission(
                Ids.job(tree, spec.getId()),
                spec.getType(),
                spec.getChannel(),
                new Payload(bytes(spec.getPayload()), spec.getContentType()),
                options,
                spec.getParents().stream().map(JobWire::parent).toList(),
                Ids.uuid(spec.getFlow()),
                Ids.uuid(spec.getReplayOf()),
                spec.getDescription(),
                Map.copyOf(spec.getHeaders()),
                spec.getSubmittedAt());
    }

    static JobSpec spec(Submission job) {
        Submission.Options options = job.options();
        return new JobSpec(
                Ids.job(job.id()),
                job.type(),
                job.channel(),
                ByteBuffer.wrap(job.payload().bytes()),
                job.payload().contentType(),
                options.priority(),
                boxed(options.eta()),
                options.maxAttempts().isPresent() ? options.maxAttempts().getAsInt() : null,
                options.retry().map(PolicyWire::policy).orElse(null),
                job.description(),
                job.headers(),
                job.submittedAt(),
                boxed(options.timeoutMs()),
                boxed(options.expires()),
                options.dedup().map(JobWire::dedup).orElse(null),
                job.parents().stream().map(JobWire::parent).toList(),
                job.flow().map(UuidFormat::encode).orElse(null),
                job.replayOf().map(UuidFormat::encode).orElse(null));
    }

    private static Dedup dedup(io.sluice.schemas.Dedup dedup) {
        Dedup.Mode mode = switch (dedup.getMode()) {
            case "keep" -> Dedup.Mode.KEEP;
            case "replace" -> Dedup.Mode.REPLACE;
            // A word from outside, not a sealed type.
            default ->
                throw new BadRecordException(
                        "the dedup mode is \"" + dedup.getMode() + "\"; allowed are keep and replace");
        };
        try {
            return new Dedup(dedup.getKey(), mode, dedup.getUntilFinished(), dedup.getWindowMs());
        } catch (IllegalArgumentException e) {
            throw new BadRecordException(e.getMessage());
        }
    }

    private static io.sluice.schemas.Dedup dedup(Dedup dedup) {
        String mode = switch (dedup.mode()) {
            case KEEP -> "keep";
            case REPLACE -> "replace";
        };
        return new io.sluice.schemas.Dedup(dedup.key(), mode, dedup.untilFinished(), dedup.windowMs());
    }

    static Parent parent(io.sluice.schemas.Parent parent) {
        return new Parent(UuidFormat.decode(parent.getJob()), on(parent.getOn()));
    }

    static Parent.On on(String word) {
        return switch (word) {
            case "done" -> Parent.On.DONE;
            case "failure" -> Parent.On.FAILURE;
            case "any" -> Parent.On.ANY;
            // A word from outside, not a sealed type.
            default ->
                throw new BadRecordException(
                        "a parent is waited for on \"" + word + "\"; allowed are done, failure and any");
        };
    }

    static io.sluice.schemas.Parent parent(Parent parent) {
        return new io.sluice.schemas.Parent(UuidFormat.encode(parent.job()), on(parent.on()));
    }

    static String on(Parent.On on) {
        return switch (on) {
            case DONE -> "done";
            case FAILURE -> "failure";
            case ANY -> "any";
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
    static byte[] bytes(ByteBuffer buffer) {
        if (buffer.hasArray() && buffer.arrayOffset() == 0 && buffer.array().length == buffer.remaining()) {
            return buffer.array();
        }
        byte[] copy = new byte[buffer.remaining()];
        buffer.duplicate().get(copy);
        return copy;
    }
}
