package io.sluice.log;

import java.util.Optional;

/**
 * Which events are to be read.
 *
 * @param tree of that tree only; none: of all trees, and of none
 * @param everywhere whether to look for the tree's events in all partitions, as is needed where the topic was given more of
 *     them after it was written; without a tree that is so anyway
 * @param from the first time, in milliseconds since the epoch; 0 or less: from the log's beginning
 * @param to the last time; {@link Long#MAX_VALUE}: up to where the log ends when the reading begins
 * @since 0.1
 */
public record Stretch(Optional<String> tree, boolean everywhere, long from, long to) {

    /** @throws IllegalArgumentException if it ends before it begins */
    public Stretch {
        if (to < from) {
            throw new IllegalArgumentException("the end, " + to + " ms, lies before the beginning, " + from + " ms");
        }
    }

    /** Of one tree, where its key lies. */
    public static Stretch of(String tree, long from, long to) {
        return new Stretch(Optional.of(tree), false, from, to);
    }

    /** Of one tree, wherever it lies, from the beginning to that time. */
    public static Stretch everywhere(String tree, long to) {
        return new Stretch(Optional.of(tree), true, 0, to);
    }
}
