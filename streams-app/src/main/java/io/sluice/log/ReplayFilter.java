package io.sluice.log;

import io.sluice.core.ChannelPath;
import io.sluice.core.Event;
import io.sluice.core.JobState;
import io.sluice.core.Join;
import java.util.Optional;
import java.util.Set;

/**
 * Which jobs are to be run again: those that came to such an end in a window of time, and to no other in it afterwards.
 *
 * @param tree their tree
 * @param from the first time of the window, in milliseconds since the epoch
 * @param to its last time
 * @param ends the ends: DONE, FAILED or CANCELLED
 * @param channel of this channel and of all below it, as it was at the end; none: of all
 * @param type of this type; none: of all
 * @param error FAILED with an error of this class; none: whatever it was
 * @param again a name for running them once more, although they were replayed before; empty: only those that were not
 * @since 0.1
 */
public record ReplayFilter(
        String tree,
        long from,
        long to,
        Set<JobState> ends,
        Optional<ChannelPath> channel,
        Optional<String> type,
        Optional<String> error,
        String again) {

    /** @throws IllegalArgumentException with what does not go together */
    public ReplayFilter {
        ends = Set.copyOf(ends);
        if (to < from) {
            throw new IllegalArgumentException("the window ends before it begins");
        }
        if (ends.isEmpty() || ends.stream().anyMatch(JobState::isUnfinished)) {
            throw new IllegalArgumentException("the states are " + ends
                    + "; allowed are FAILED, CANCELLED and DONE: only what ended is run again");
        }
        if (error.isPresent() && !ends.equals(Set.of(JobState.FAILED))) {
            throw new IllegalArgumentException("an error is asked for and the states " + ends
                    + "; only FAILED ended with an error, leave the other states out");
        }
    }

    boolean isInWindow(long at) {
        return at >= from && at <= to;
    }

    /** @param failure class of the error; none: it did not end with one */
    boolean letsThrough(Event.OfJob event, JobState end, Optional<String> failure) {
        return ends.contains(end)
                // It runs nothing, and comes with its flow only.
                && !event.type().equals(Join.TYPE)
                && channel.map(event.channel()::isWithin).orElse(true)
                && type.map(event.type()::equals).orElse(true)
                && (error.isEmpty() || error.equals(failure));
    }
}
