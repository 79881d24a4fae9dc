package io.sluice.sdk;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Which jobs of a tree. Immutable: each part gives a new filter, and a part that is left out lets all through.
 *
 * <pre>{@code
 * client.sweep("main", JobFilter.all().channel("root.shop").state("FAILED").error("java.io.IOException"),
 *         JobAction.requeue());
 * }</pre>
 *
 * @since 0.1
 */
public final class JobFilter {

    private final String channel;
    private final String type;
    private final List<String> states;
    private final String error;
    private final Duration olderThan;

    private JobFilter(String channel, String type, List<String> states, String error, Duration olderThan) {
        this.channel = channel;
        this.type = type;
        this.states = List.copyOf(states);
        this.error = error;
        this.olderThan = olderThan;
    }

    /**
     * All jobs of the tree, in the states for which the action is meant.
     *
     * @since 0.1
     */
    public static JobFilter all() {
        return new JobFilter("", "", List.of(), "", Duration.ZERO);
    }

    /**
     * Only jobs of this channel and of all below it.
     *
     * @throws IllegalArgumentException if that is no path
     * @since 0.1
     */
    public JobFilter channel(String path) {
        return new JobFilter(Limits.checkChannel(path), type, states, error, olderThan);
    }

    /**
     * Only jobs of this type.
     *
     * @throws IllegalArgumentException if that is no name
     * @since 0.1
     */
    public JobFilter type(String name) {
        return new JobFilter(channel, Limits.checkName("job type", name), states, error, olderThan);
    }

    /**
     * Only jobs in this state, or in one of those that were asked for before.
     *
     * @param state such as {@code FAILED}
     * @since 0.1
     */
    public JobFilter state(String state) {
        List<String> more = new ArrayList<>(states);
        more.add(Objects.requireNonNull(state));
        return new JobFilter(channel, type, more, error, olderThan);
    }

    /**
     * Only jobs whose last error is of this class.
     *
     * @param name such as {@code java.io.IOException}
     * @since 0.1
     */
    public JobFilter error(String name) {
        return new JobFilter(channel, type, states, Objects.requireNonNull(name), olderThan);
    }

    /**
     * Only jobs that ended, or, if they have not, arrived that long ago or longer.
     *
     * @throws IllegalArgumentException if it is negative or over 10 years
     * @since 0.1
     */
    public JobFilter olderThan(Duration age) {
        return new JobFilter(channel, type, states, error, Limits.checkDelay("an age", age));
    }

    io.sluice.schemas.JobFilter record() {
        return new io.sluice.schemas.JobFilter(channel, type, states, error, olderThan.toMillis());
    }
}
