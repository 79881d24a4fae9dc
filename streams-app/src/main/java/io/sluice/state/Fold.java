package io.sluice.state;

import io.sluice.core.Event;
import io.sluice.core.Recorded;
import java.util.HashSet;
import java.util.Set;

/**
 * A state as events make it, wherever in a tree's life they begin: a tree that they know from its first one on is whole at once,
 * another one when all that lives in it was written again.
 *
 * <p>Whether the events of a tree follow each other is for the caller to see.
 *
 * @since 0.1
 */
public final class Fold {

    private final StoredState state;
    private final Set<String> met = new HashSet<>();
    private long begin = Long.MAX_VALUE;

    /** Into an empty store, which is written by this fold only. */
    public Fold(OrderedStore store, int partitions) {
        this.state = StoredState.open(store, partitions);
    }

    /** The events begin at that time: all later ones of the partition follow. To be said before the first is applied. */
    public void begins(long at) {
        begin = Math.min(begin, at);
    }

    /** Goes on where others have come to: what the latest of them to begin has lost, this one lacks. To be said before its first event. */
    public void follows(Fold other) {
        if (other.begin != Long.MAX_VALUE) {
            begin = begin == Long.MAX_VALUE ? other.begin : Math.max(begin, other.begin);
        }
    }

    /** Goes on with a tree, whose entries were moved into this store. */
    public void takeOver(String tree, Fold from) {
        met.add(tree);
        if (from.state.isPartial(tree)) {
            state.beginsLate(tree);
        }
    }

    /**
     * Applies the next event.
     *
     * @throws RuntimeException if those before it do not allow that
     */
    public void apply(Recorded recorded) {
        begins(recorded.at());
        String tree = recorded.tree();
        if (!tree.isEmpty() && met.add(tree) && recorded.number() > 1) {
            state.beginsLate(tree);
        }
        state.apply(recorded);
        if (completes(recorded)) {
            state.isKnownWhole(tree);
        }
    }

    /** Whether with that event all of its tree is known. Of the very time at which the log begins some may be lost. */
    public boolean completes(Recorded recorded) {
        return recorded.event() instanceof Event.TreeCarried carried
                && carried.since() > begin
                && (state.isPartial(recorded.tree()) || !met.contains(recorded.tree()));
    }

    /** Whether all of the tree is known that the applied events can say. */
    public boolean isWhole(String tree) {
        return !state.isPartial(tree);
    }

    /** Lets all that was applied show in the store. */
    public void land() {
        state.land();
    }
}
