package io.sluice.web;

import io.sluice.core.ChannelPath;
import io.sluice.core.JobState;
import java.util.Optional;

/**
 * Which jobs to list.
 *
 * @param tree whose
 * @param state in which state
 * @param channel of this channel and all below; none: of all channels
 * @param limit at most that many, 1 to {@link #MOST}
 * @param page what the page before gave as {@code nextPage}; none: the first page
 * @since 0.1
 */
public record JobsQuestion(
        String tree, JobState state, Optional<ChannelPath> channel, int limit, Optional<String> page) {

    /** The longest page. */
    public static final int MOST = 1000;

    /** @throws IllegalArgumentException if the limit is out of its range */
    public JobsQuestion {
        if (limit < 1 || limit > MOST) {
            throw new IllegalArgumentException("the limit is " + limit + "; 1 to " + MOST + " is allowed");
        }
    }
}
