package io.sluice.core;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * A job as it was accepted. Written once, never changed; what became of it is a {@link JobStatus}. Times are milliseconds
 * since the epoch.
 *
 * @param id its name
 * @param type name of the code to run
 * @param channel where it waits
 * @param payload what the handler gets
 * @param priority smaller is sooner
 * @param eta earliest start; none: as soon as the channel allows
 * @param maxAttempts at most that many executions, 0 = unlimited; none: the channel's default, else 5
 * @param retry wait between attempts; none: the handler's, else the channel's, else {@link RetryPolicy#DEFAULT}
 * @param description one line for people
 * @param headers trace context, tenant, user…
 * @param submittedAt the client's clock, for show
 * @param seq arrival number within the tree: decides ties
 * @param arrivedAt the partition's time when it was stored
 * @since 0.1
 */
public record Job(
        JobId id,
        String type,
        ChannelPath channel,
        Payload payload,
        int priority,
        OptionalLong eta,
        OptionalInt maxAttempts,
        Optional<RetryPolicy> retry,
        String description,
        Map<String, String> headers,
        long submittedAt,
        long seq,
        long arrivedAt) {

    /** Its place in the order of its tree. */
    public Place place() {
        return new Place(priority, seq);
    }

    /** What it was when it was stored. */
    public JobState firstState() {
        return eta.isPresent() && eta.getAsLong() > arrivedAt ? JobState.SCHEDULED : JobState.READY;
    }
}
