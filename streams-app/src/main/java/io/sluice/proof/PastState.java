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

    /** The number of its first event that the log has; 0: it has none. */
    private long first;

    /** When it was known whole, if that was too late; 0: never. */
    private long works;

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
     * @throws IllegalStateException if the log has lost the tree's first events and all that lived in it had not been written
     *     again by then, or if it holds what this version cannot read
     */
    public static PastState at(Verification.Plan plan, Tree of, Instant at, Verification.Progress progress) {
        PastState past = new PastState(plan, of, at.toEpochMilli(), progress);
        try {
            past.fold.read(() -> true);
            past.check(at.toEpochMilli(), past.fold.isFromTheFirst());
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
        boolean isOurs = recorded.tree().equals(tree);
        if (isOurs && first == 0) {
            first = recorded.number();
        }
        boolean wanted = recorded.at() <= at && (recorded.tree().isEmpty() || isOurs);
        if (isOurs && !wanted && works == 0 && fold.fold().completes(recorded)) {
            works = recorded.at();
        }
        last = wanted && isOurs ? recorded.at() : last;
        return wanted;
    }

    /** @throws IllegalStateException if what was then cannot be said */
    private void check(long at, boolean isFromTheFirst) {
        boolean isWhole = fold.fold().last(tree) > 0 ? fold.fold().isWhole(tree) : isFromTheFirst || first <= 1;
        if (isWhole) {
            return;
        }
        String when = works > 0
                ? "It works from " + Instant.ofEpochMilli(works) + " on."
                : "It will work from the next time on at which all that lives is written again, which happens once a day.";
        throw new IllegalStateException("how the tree " + tree + " was at " + Instant.ofEpochMilli(at)
                + " cannot be told: the log no longer has its first events, and by then not all that lived in it had been"
                + " written again. " + when);
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
