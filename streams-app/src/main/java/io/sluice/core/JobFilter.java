package io.sluice.core;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Which jobs of a tree. What is absent or empty lets all through.
 *
 * @param channel jobs of this channel and of all below it
 * @param type jobs of this type
 * @param states jobs in one of these states
 * @param error jobs whose last error is of this class
 * @param olderThanMs jobs that ended, or, if they have not, arrived that long ago or longer, in milliseconds
 * @since 0.1
 */
public record JobFilter(
        Optional<ChannelPath> channel,
        Optional<String> type,
        Set<JobState> states,
        Optional<String> error,
        long olderThanMs) {

    /** Every job. */
    public static final JobFilter ALL =
            new JobFilter(Optional.empty(), Optional.empty(), Set.of(), Optional.empty(), 0);

    /** @throws IllegalArgumentException if the type is no name or the age negative */
    public JobFilter {
        // In the order of the states, so that whatever is written of it reads the same each time.
        Set<JobState> ordered = EnumSet.noneOf(JobState.class);
        ordered.addAll(states);
        states = Collections.unmodifiableSet(ordered);
        type.ifPresent(name -> Names.check("type", name));
        if (olderThanMs < 0) {
            throw new IllegalArgumentException("the age is " + olderThanMs + " ms; 0 or more is allowed");
        }
    }

    /** The same of other states. */
    public JobFilter in(Set<JobState> others) {
        return new JobFilter(channel, type, others, error, olderThanMs);
    }

    /** Whether a job is one of these. */
    public boolean letsThrough(Job job, JobStatus status, long now) {
        long since = status.state().isEnded() ? status.finishedAt() : job.arrivedAt();
        return isIn(job.channel())
                && type.map(job.type()::equals).orElse(true)
                && (states.isEmpty() || states.contains(status.state()))
                && (error.isEmpty() || status.error().map(Failure::type).equals(error))
                && (olderThanMs == 0 || since <= now - olderThanMs);
    }

    private boolean isIn(ChannelPath path) {
        return channel.isEmpty()
                || path.equals(channel.get())
                || path.text().startsWith(channel.get().text() + ".");
    }
}
