package io.sluice.log;

import io.sluice.core.ChannelPath;
import io.sluice.core.JobState;
import java.util.Optional;
import java.util.Set;

/**
 * Which ends of jobs are listed out of the events: all that came to one in a window of time, also of jobs that are long purged.
 *
 * @param which their tree, the window, and what else they have in common
 * @param after begin behind this place; none: at the window's beginning
 * @param limit at most that many
 * @since 0.1
 */
public record EndedQuery(ReplayFilter which, Optional<Place> after, int limit) {

    /**
     * @param tree their tree
     * @param from the first time of the window, in milliseconds since the epoch
     * @param to its last time
     * @param ends DONE, FAILED or CANCELLED; none: all three
     * @param channel of this channel and of all below it, as it was at the end; none: of all
     * @param type of this type; none: of all
     * @param error FAILED with an error of this class; none: whatever it was
     * @throws IllegalArgumentException with what does not go together
     */
    public static ReplayFilter which(
            String tree,
            long from,
            long to,
            Set<JobState> ends,
            Optional<ChannelPath> channel,
            Optional<String> type,
            Optional<String> error) {
        Set<JobState> all = Set.of(JobState.DONE, JobState.FAILED, JobState.CANCELLED);
        Set<JobState> ofError = error.isPresent() ? Set.of(JobState.FAILED) : all;
        return new ReplayFilter(tree, from, to, ends.isEmpty() ? ofError : ends, channel, type, error, "");
    }

    /**
     * An event's place in the history of its tree.
     *
     * @param at its time, in milliseconds since the epoch
     * @param number its number
     * @since 0.1
     */
    public record Place(long at, long number) {

        /** As a token. */
        public String text() {
            return at + "." + number;
        }

        /** @throws IllegalArgumentException if it is no such token */
        public static Place parse(String text) {
            if (!text.matches("[0-9]{1,18}\\.[0-9]{1,18}")) {
                throw new IllegalArgumentException("\"" + text + "\" is no place in a history");
            }
            int dot = text.indexOf('.');
            return new Place(Long.parseLong(text.substring(0, dot)), Long.parseLong(text.substring(dot + 1)));
        }
    }
}
