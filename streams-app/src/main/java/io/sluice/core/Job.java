package io.sluice.core;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * A job as it was accepted, with what operators changed since. Times are milliseconds since the epoch.
 *
 * @param asked what was submitted
 * @param channel where it waits
 * @param seq arrival number within the tree: decides ties
 * @param arrivedAt the partition's time when it was stored
 * @since 0.1
 */
public record Job(Submission asked, ChannelPath channel, long seq, long arrivedAt) {

    /** What was asked for says the same channel. */
    public Job {
        asked = channel.text().equals(asked.channel()) ? asked : asked.withChannel(channel.text());
    }

    /**
     * A submission that was accepted.
     *
     * @throws IllegalArgumentException if its channel is not one
     */
    public static Job of(Submission asked, long seq, long arrivedAt) {
        return new Job(asked, ChannelPath.parse(asked.channel()), seq, arrivedAt);
    }

    /** Its name. */
    public JobId id() {
        return asked.id();
    }

    /** Name of the code to run. */
    public String type() {
        return asked.type();
    }

    /** What the handler gets. */
    public Payload payload() {
        return asked.payload();
    }

    /** Smaller is sooner. */
    public int priority() {
        return asked.options().priority();
    }

    /** Earliest start; none: as soon as the channel allows. */
    public OptionalLong eta() {
        return asked.options().eta();
    }

    /** At most that many executions, 0 = unlimited; none: the channel's default, else 5. */
    public OptionalInt maxAttempts() {
        return asked.options().maxAttempts();
    }

    /** Wait between attempts; none: the handler's, else the channel's, else {@link RetryPolicy#DEFAULT}. */
    public Optional<RetryPolicy> retry() {
        return asked.options().retry();
    }

    /** Longest execution in milliseconds, 0 = no limit; none: the channel's default, else no limit. */
    public OptionalLong timeoutMs() {
        return asked.options().timeoutMs();
    }

    /** Not started by then: CANCELLED. */
    public OptionalLong expires() {
        return asked.options().expires();
    }

    /** Its dedup key. */
    public Optional<Dedup> dedup() {
        return asked.options().dedup();
    }

    /** The jobs that it waits for. */
    public List<Parent> parents() {
        return asked.parents();
    }

    /** The flow that it belongs to. */
    public Optional<UUID> flow() {
        return asked.flow();
    }

    /** One line for people. */
    public String description() {
        return asked.description();
    }

    /** Trace context, tenant, user… */
    public Map<String, String> headers() {
        return asked.headers();
    }

    /** How many characters its description and its headers have. */
    public long characters() {
        long characters = description().length();
        for (Map.Entry<String, String> header : headers().entrySet()) {
            characters += header.getKey().length() + header.getValue().length();
        }
        return characters;
    }

    /** The client's clock, for show. */
    public long submittedAt() {
        return asked.submittedAt();
    }

    /** Its place in the order of its tree. */
    public Place place() {
        return new Place(priority(), seq);
    }

    /** Whether it runs nothing and is DONE as soon as its parents allow: {@link Join}. */
    public boolean isJoin() {
        return Join.TYPE.equals(type());
    }

    /** What it was when it was stored, if it waited for no other job. */
    public JobState firstState() {
        return eta().isPresent() && eta().getAsLong() > arrivedAt ? JobState.SCHEDULED : JobState.READY;
    }

    /** With what an operator changed. */
    public Job with(Changes changes) {
        if (changes.equals(Changes.NONE)) {
            return this;
        }
        Submission.Options was = asked.options();
        Submission.Options now = new Submission.Options(
                changes.priority().orElse(was.priority()),
                changes.eta().isPresent() ? changes.eta() : was.eta(),
                changes.maxAttempts().isPresent() ? changes.maxAttempts() : was.maxAttempts(),
                was.retry(),
                was.timeoutMs(),
                was.expires(),
                was.dedup());
        return new Job(asked.with(now), changes.channel().orElse(channel), seq, arrivedAt);
    }
}
