package io.sluice.state;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Compares what two stores say, key by key, in bounded memory. What is soft is passed over: workers, timers, the clock, progress,
 * and where scans begin; so is how the same facts are cut into records.
 *
 * @since 0.1
 */
public final class Comparison {

    /** Indexes that say one thing with each entry; bundles and batches of ended jobs are taken together first. */
    private static final List<Index> COMPARED = List.of(
            Index.META,
            Index.TREE,
            Index.JOB,
            Index.STATUS,
            Index.CHANNEL,
            Index.DEDUP,
            Index.EDGE,
            Index.FLOW,
            Index.SCHEDULE,
            Index.READY,
            Index.LATER,
            Index.SCHEDULED,
            Index.ACTIVE,
            Index.FAILED,
            Index.ENDED,
            Index.WAITING,
            Index.SWEEP);

    private final OrderedReads one;
    private final OrderedReads other;

    /** Two stores, neither of which is written meanwhile. */
    public Comparison(OrderedReads one, OrderedReads other) {
        this.one = one;
        this.other = other;
    }

    /**
     * Something that the stores do not say alike.
     *
     * @param tree whose; empty: the partition's
     * @param index what it is about: {@code JOB}, {@code STATUS}, {@code CHANNEL}, …
     * @param key what exactly, in words
     * @param one what the first store says; none: nothing
     * @param other what the other one says; none: nothing
     * @since 0.1
     */
    public record Difference(String tree, String index, String key, Optional<String> one, Optional<String> other) {}

    /** Tells all differences in the order of their keys; answers how many entries were compared. */
    public long differences(Consumer<Difference> found) {
        long compared = 0;
        for (Index index : COMPARED) {
            compared += compare(index, found);
        }
        return compared;
    }

    private long compare(Index index, Consumer<Difference> found) {
        Iterator<Fact> ours = Facts.of(one, index);
        Iterator<Fact> theirs = Facts.of(other, index);
        Optional<Fact> mine = next(ours);
        Optional<Fact> its = next(theirs);
        long compared = 0;
        while (mine.isPresent() || its.isPresent()) {
            int order = order(mine, its);
            Optional<Fact> left = order <= 0 ? mine : Optional.empty();
            Optional<Fact> right = order >= 0 ? its : Optional.empty();
            if (!left.map(Fact::says).equals(right.map(Fact::says))) {
                byte[] key = left.or(() -> right).orElseThrow().key();
                found.accept(new Difference(
                        index == Index.META ? "" : Keys.treeOf(key),
                        index.name(),
                        KeyText.of(index, key),
                        left.map(Fact::words),
                        right.map(Fact::words)));
            }
            mine = order <= 0 ? next(ours) : mine;
            its = order >= 0 ? next(theirs) : its;
            compared++;
        }
        return compared;
    }

    private static Optional<Fact> next(Iterator<Fact> facts) {
        return facts.hasNext() ? Optional.of(facts.next()) : Optional.empty();
    }

    private static int order(Optional<Fact> mine, Optional<Fact> its) {
        if (mine.isEmpty() || its.isEmpty()) {
            return mine.isEmpty() ? 1 : -1;
        }
        return Arrays.compareUnsigned(mine.get().key(), its.get().key());
    }
}
