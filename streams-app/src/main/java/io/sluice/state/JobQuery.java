package io.sluice.state;

import io.sluice.core.ChannelPath;
import io.sluice.core.JobState;
import java.util.Optional;

/**
 * Which jobs to list.
 *
 * @param tree the tree
 * @param state jobs of exactly this state
 * @param channel jobs of exactly this channel; none: of all
 * @param limit at most that many rows, 1 to 1000
 * @param token where the page before this one ended; none: from the beginning
 * @param withJoins whether hidden joins of flows are listed as well
 * @since 0.1
 */
public record JobQuery(
        String tree,
        JobState state,
        Optional<ChannelPath> channel,
        int limit,
        Optional<String> token,
        boolean withJoins) {

    private static final int MOST = 1000;

    /** @throws IllegalArgumentException if the limit is out of its range */
    public JobQuery {
        if (limit < 1 || limit > MOST) {
            throw new IllegalArgumentException("limit is " + limit + "; 1 to " + MOST + " is allowed");
        }
    }

    /** Without hidden joins. */
    public JobQuery(String tree, JobState state, Optional<ChannelPath> channel, int limit, Optional<String> token) {
        this(tree, state, channel, limit, token, false);
    }

    /** The same, but one page on. */
    public JobQuery after(String token) {
        return new JobQuery(tree, state, channel, limit, Optional.of(token), withJoins);
    }
}
