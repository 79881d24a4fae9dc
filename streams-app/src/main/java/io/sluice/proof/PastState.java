package io.sluice.proof;

import io.sluice.core.Recorded;
import io.sluice.state.OrderedReads;
import java.time.Instant;

/**
 * The state of one tree as it was at a time, made from the events up to then, on disk: memory follows neither the log nor the
 * backlog.
 *
 * @since 0.1
 */
public final class PastState implements AutoCloseable {

    private final PartitionFold fold;
    private final String tree;
    private long last;

    private PastState(Verification.Plan plan, Tree of, long at, Verification.Progress progress) {
        this.tree = of.name();
        PartitionFold.Reading reading = new PartitionFold.Reading(
                plan,
                recorded -> isWanted(recorded, at),
                (broken, expected, found) -> {
                    throw new IllegalStateException(
                            "the tree " + broken + " cannot be made from its events: " + expected + ", but " + found);
                },
                progress);
        this.fold = new PartitionFold(reading, of.partition(), tree::equals);
    }

    /**
     * Makes it.
     *
     * @param plan where to read and to write; the application id does not matter
     * @param of which tree, and the partition that it lives in
     * @param at up to and with that time, by the partition's clock
     * @throws IllegalStateException if the log has lost the tree's first events, or holds what this version cannot read
     */
    public static PastState at(Verification.Plan plan, Tree of, Instant at, Verification.Progress progress) {
        PastState past = new PastState(plan, of, at.toEpochMilli(), progress);
        try {
            past.fold.read(() -> true);
            return past;
        } catch (RuntimeException e) {
            past.close();
            throw e;
        }
    }

    /**
     * A tree and where it lives.
     *
     * @param name its name
     * @param partition the number of its partition
     * @since 0.1
     */
    public record Tree(String name, int partition) {}

    private boolean isWanted(Recorded recorded, long at) {
        boolean wanted = recorded.at() <= at
                && (recorded.tree().isEmpty() || recorded.tree().equals(tree));
        last = wanted && recorded.tree().equals(tree) ? recorded.at() : last;
        return wanted;
    }

    /** What it says; to be read until this is closed. */
    public OrderedReads store() {
        return fold.store();
    }

    /** How many events made it, and when the last of them was, in milliseconds since the epoch; 0: there was none. */
    public long lastEvent() {
        return last;
    }

    /** How many of the tree's events there had been. */
    public long events() {
        return fold.fold().last(tree);
    }

    @Override
    public void close() {
        fold.close();
    }
}
