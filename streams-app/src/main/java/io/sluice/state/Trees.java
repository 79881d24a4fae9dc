package io.sluice.state;

import io.sluice.core.ActiveBundle;
import io.sluice.core.BundleId;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/**
 * The trees in memory, and what is looked for across them: unclaimed bundles by topic, claimed ones by worker, trees with
 * READY jobs.
 *
 * <p>Trees with an open bundle are always here; others come on first use, and leave when many others were used since and they have
 * nothing READY.
 */
final class Trees {

    private static final int MOST_IDLE = 1000;

    private static final Comparator<ActiveBundle> OLDEST_FIRST = Comparator.comparingLong(ActiveBundle::releasedAt)
            .thenComparing(bundle -> bundle.id().tree())
            .thenComparing(bundle -> bundle.id().number());

    private final OrderedStore store;
    private final Map<String, Tree> trees = new HashMap<>();
    private final LinkedHashSet<String> idle = new LinkedHashSet<>();
    private final Set<String> changed = new LinkedHashSet<>();
    private final Set<String> withReadyJobs = new TreeSet<>();
    private final Set<String> partial = new HashSet<>();
    private final Map<String, TreeSet<ActiveBundle>> unclaimed = new HashMap<>();
    private final Map<String, Map<String, Integer>> unclaimedByType = new HashMap<>();
    private final Map<String, Map<BundleId, ActiveBundle>> claimed = new HashMap<>();

    /** Whether bundles of other trees are here only once somebody asks across trees. */
    private boolean isLazy;

    private Trees(OrderedStore store, boolean isLazy) {
        this.store = store;
        this.isLazy = isLazy;
    }

    /** Trees of a store that is only looked at: nothing is read before it is asked for. */
    static Trees reading(OrderedStore store) {
        return new Trees(store, true);
    }

    Trees(OrderedStore store) {
        this(store, false);
        KeyRange all = Keys.trees();
        store.forEach(all.from(), all.to(), entry -> {
            TreeValue tree = TreeValue.read(entry.value());
            if (tree.open() > 0) {
                tree(Keys.treeOf(entry.key()));
            } else if (tree.ready() > 0) {
                // There may be thousands: each is read when its turn comes.
                withReadyJobs.add(Keys.treeOf(entry.key()));
            }
        });
    }

    /** A tree in order to read it. */
    Tree tree(String name) {
        Tree tree = trees.get(name);
        return tree != null ? tree : load(name);
    }

    /** A tree in order to change it. */
    Tree change(String name) {
        Tree tree = tree(name);
        changed.add(name);
        return tree;
    }

    private Tree load(String name) {
        Tree tree = Tree.load(name, store);
        tree.isPartial(partial.contains(name));
        trees.put(name, tree);
        tree.bundles().forEach(this::index);
        noteReady(tree);
        if (!tree.isBusy()) {
            idle.add(name);
        }
        return tree;
    }

    // ---- trees of which the first events are not known

    boolean isPartial(String name) {
        return partial.contains(name);
    }

    void setPartial(String name, boolean now) {
        if (now) {
            partial.add(name);
        } else {
            partial.remove(name);
        }
        tree(name).isPartial(now);
    }

    void noteReady(Tree tree) {
        if (tree.hasReadyJobs()) {
            withReadyJobs.add(tree.name);
        } else {
            withReadyJobs.remove(tree.name);
        }
    }

    Collection<String> withReadyJobs() {
        return List.copyOf(withReadyJobs);
    }

    // ---- bundles

    Optional<ActiveBundle> bundle(BundleId id) {
        return tree(id.tree()).bundle(id);
    }

    Collection<ActiveBundle> unclaimed(String topic) {
        indexAll();
        TreeSet<ActiveBundle> there = unclaimed.get(topic);
        return there == null ? List.of() : Collections.unmodifiableCollection(there);
    }

    Map<String, Integer> unclaimedByType(String topic) {
        indexAll();
        return Collections.unmodifiableMap(unclaimedByType.getOrDefault(topic, Map.of()));
    }

    Collection<ActiveBundle> claimedBy(String worker) {
        indexAll();
        return Collections.unmodifiableCollection(
                claimed.getOrDefault(worker, Map.of()).values());
    }

    Set<String> claimants() {
        indexAll();
        return Set.copyOf(claimed.keySet());
    }

    private void indexAll() {
        if (isLazy) {
            isLazy = false;
            KeyRange all = Keys.all(Index.ACTIVE);
            store.forEach(all.from(), all.to(), entry -> index(BundleRecords.read(store, entry)));
        }
    }

    /** A bundle that is new or changed. */
    void put(ActiveBundle bundle) {
        Tree tree = change(bundle.id().tree());
        tree.bundle(bundle.id()).ifPresent(this::unindex);
        tree.put(bundle);
        index(bundle);
    }

    /** A bundle is that one, whatever was known of it. */
    void replace(ActiveBundle bundle) {
        Tree tree = change(bundle.id().tree());
        tree.bundle(bundle.id()).ifPresent(this::unindex);
        tree.replace(bundle);
        index(bundle);
    }

    /** A job of a bundle has its outcome. */
    void leave(ActiveBundle bundle, UUID job) {
        Tree tree = change(bundle.id().tree());
        unindex(bundle);
        tree.leave(bundle, job);
        tree.bundle(bundle.id()).ifPresent(this::index);
    }

    private void index(ActiveBundle bundle) {
        if (!bundle.isClaimed()) {
            // A tree that is loaded after all bundles were indexed brings them again.
            if (unclaimed
                    .computeIfAbsent(bundle.topic(), first -> new TreeSet<>(OLDEST_FIRST))
                    .add(bundle)) {
                countUnclaimed(bundle, 1);
            }
        }
        for (String worker : bundle.claimants()) {
            claimed.computeIfAbsent(worker, first -> new LinkedHashMap<>()).put(bundle.id(), bundle);
        }
    }

    private void unindex(ActiveBundle bundle) {
        if (!bundle.isClaimed()) {
            TreeSet<ActiveBundle> there = unclaimed.get(bundle.topic());
            if (there != null && there.remove(bundle)) {
                countUnclaimed(bundle, -1);
                if (there.isEmpty()) {
                    unclaimed.remove(bundle.topic());
                }
            }
        }
        for (String worker : bundle.claimants()) {
            claimed.computeIfPresent(
                    worker, (name, all) -> all.remove(bundle.id()) != null && all.isEmpty() ? null : all);
        }
    }

    private void countUnclaimed(ActiveBundle bundle, int change) {
        Map<String, Integer> types = unclaimedByType.computeIfAbsent(bundle.topic(), first -> new HashMap<>());
        types.merge(bundle.type(), change, (before, more) -> before + more == 0 ? null : before + more);
        if (types.isEmpty()) {
            unclaimedByType.remove(bundle.topic());
        }
    }

    // ---- landing

    /** Writes what changed since the last time. */
    void write() {
        changed.forEach(name -> trees.get(name).write(store));
    }

    /** After a landing: who has nothing to do may leave. */
    void landed() {
        for (String name : changed) {
            idle.remove(name);
            if (!trees.get(name).isBusy()) {
                idle.add(name);
            }
        }
        changed.clear();
        while (idle.size() > MOST_IDLE) {
            trees.remove(idle.removeFirst());
        }
    }

    /** Forgets the trees that changed since the last landing, after the store has; answers which they were. */
    Set<String> discard() {
        Set<String> gone = Set.copyOf(changed);
        changed.clear();
        for (String name : gone) {
            trees.remove(name).bundles().forEach(this::unindex);
            idle.remove(name);
            withReadyJobs.remove(name);
        }
        // At once, for those that are busy must be here.
        gone.forEach(this::tree);
        return gone;
    }
}
