package io.sluice.proof;

import io.sluice.core.Recorded;
import io.sluice.state.OrderedStore;
import io.sluice.state.StoredState;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** A state as the events of a partition make it, from their first on, between two times at which the topic was grown. */
final class EventFold {

    /** Events that are applied before they land together. */
    private static final int TOGETHER = 500;

    private final StoredState state;
    private final Broken told;

    /** By tree, the last event that was taken. */
    private final Map<String, Long> taken = new HashMap<>();

    /** Trees whose state cannot be made. */
    private final Set<String> broken = new HashSet<>();

    private long events;
    private int waiting;

    /** Told once of each tree whose state cannot be made. */
    interface Broken {

        /**
         * @param tree which
         * @param expected what should be on the log
         * @param found what is there instead
         */
        void tree(String tree, String expected, String found);
    }

    EventFold(OrderedStore store, int partitions, Broken told) {
        this.state = StoredState.open(store, partitions);
        this.told = told;
    }

    void take(Recorded recorded) {
        if (!recorded.tree().isEmpty() && !follows(recorded)) {
            return;
        }
        events++;
        try {
            state.apply(recorded);
        } catch (RuntimeException e) {
            breaks(
                    recorded.tree(),
                    "event " + recorded.number() + " is " + recorded.event(),
                    "the events before it do not allow that: " + e.getMessage());
        }
        if (++waiting == TOGETHER) {
            land();
        }
    }

    /** Whether it is the next one of a tree whose state can be made. */
    private boolean follows(Recorded recorded) {
        String tree = recorded.tree();
        long before = last(tree);
        taken.put(tree, recorded.number());
        if (recorded.number() <= before) {
            breaks(tree, "event " + (before + 1) + " comes next", "event " + recorded.number() + " comes next");
        } else if (recorded.number() > before + 1) {
            missing(tree, before + 1, recorded.number() - 1);
        }
        return !broken.contains(tree);
    }

    /** Says that the log does not have some events of a tree. */
    void missing(String tree, long from, long to) {
        breaks(tree, "the state knows the events " + from + " to " + to, "the log does not have them");
    }

    /** Goes on for a tree that another fold has come so far with. */
    void takeOver(String tree, EventFold from) {
        taken.put(tree, from.last(tree));
        if (from.isBroken(tree)) {
            // That was told already.
            broken.add(tree);
        }
    }

    /** The trees of which an event was taken. */
    Set<String> trees() {
        return taken.keySet();
    }

    private void breaks(String tree, String expected, String found) {
        if (broken.add(tree)) {
            told.tree(tree, expected, found);
        }
    }

    /** Lets all that was applied show in the store. */
    void land() {
        state.land();
        waiting = 0;
    }

    /** The last event of a tree that was taken; 0: none. */
    long last(String tree) {
        return taken.getOrDefault(tree, 0L);
    }

    boolean isBroken(String tree) {
        return broken.contains(tree);
    }

    int brokenTrees() {
        return broken.size();
    }

    long events() {
        return events;
    }
}
