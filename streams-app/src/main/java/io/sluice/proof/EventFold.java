package io.sluice.proof;

import io.sluice.core.Event;
import io.sluice.core.Recorded;
import io.sluice.state.Fold;
import io.sluice.state.OrderedStore;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * A state as the events of a partition make it: of a tree whose first events have left the log from where all that lives in it was
 * written again.
 */
final class EventFold {

    /** Events that are applied before they land together. */
    private static final int TOGETHER = 500;

    private final Fold fold;
    private final Broken told;

    /** By tree, the last event that was taken. */
    private final Map<String, Long> taken = new HashMap<>();

    /** Trees whose state cannot be made. */
    private final Set<String> broken = new HashSet<>();

    private boolean knowsFile;
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
        this.fold = new Fold(store, partitions);
        this.told = told;
    }

    /** An event was read, whether it is wanted or not: all later ones of the partition follow. */
    void read(long at) {
        fold.begins(at);
    }

    void take(Recorded recorded) {
        if (!recorded.tree().isEmpty() && !follows(recorded)) {
            return;
        }
        events++;
        try {
            knowsFile |= isAboutFile(recorded.event());
            fold.apply(recorded);
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

    private static boolean isAboutFile(Event event) {
        return event instanceof Event.FileCarried || event instanceof Event.FileConfigured;
    }

    /** Whether it is the next one of a tree whose state can be made; any can be the first that the log still has. */
    private boolean follows(Recorded recorded) {
        String tree = recorded.tree();
        long before = last(tree);
        taken.put(tree, recorded.number());
        if (recorded.number() <= before) {
            breaks(tree, "event " + (before + 1) + " comes next", "event " + recorded.number() + " comes next");
        } else if (before > 0 && recorded.number() > before + 1) {
            missing(tree, before + 1, recorded.number() - 1);
        }
        return !broken.contains(tree);
    }

    /** Whether that event, which was not applied yet, makes its tree whole. */
    boolean completes(Recorded recorded) {
        return fold.completes(recorded);
    }

    /** Whether all of a tree is known. */
    boolean isWhole(String tree) {
        return fold.isWhole(tree);
    }

    /** Whether the channels file is known. */
    boolean knowsFile() {
        return knowsFile;
    }

    /** Says that all that the log has of a tree does not make it. */
    void notYetWhole(String tree) {
        breaks(
                tree,
                "all that lives in the tree can be made from the events",
                "its first events have left the log, and since then not all of it was written again;"
                        + " that happens once a day: verify again tomorrow");
    }

    /** Says that the log does not have some events of a tree. */
    void missing(String tree, long from, long to) {
        breaks(tree, "the state knows the events " + from + " to " + to, "the log does not have them");
    }

    /** Goes on for a tree that another fold has come so far with. */
    void takeOver(String tree, EventFold from) {
        taken.put(tree, from.last(tree));
        fold.takeOver(tree, from.fold);
        if (from.isBroken(tree)) {
            // That was told already.
            broken.add(tree);
        }
    }

    /** What others knew of the partition that it goes on from. */
    void follows(EventFold from) {
        fold.follows(from.fold);
        knowsFile |= from.knowsFile;
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
        fold.land();
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
