package io.sluice.state;

import io.sluice.core.Command;
import io.sluice.core.Event;
import io.sluice.core.Recorded;
import io.sluice.core.Sweep;
import io.sluice.core.Timer;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** SWEEP: what is being done to many jobs, and how far it is. The timer of the next step follows from it. */
final class SweepFold {

    private final OrderedStore store;
    private final Timers timers;
    private final Trees trees;

    SweepFold(OrderedStore store, Timers timers, Trees trees) {
        this.store = store;
        this.timers = timers;
        this.trees = trees;
    }

    Optional<Sweep> sweep(String tree, UUID id) {
        return store.get(Keys.sweep(tree, id)).map(bytes -> SweepValue.read(id, bytes));
    }

    /** Those at work in a tree, by id. */
    static List<Sweep> all(OrderedReads reads, String tree, int limit, Optional<UUID> after) {
        KeyRange all = Keys.of(Index.SWEEP, tree);
        KeyRange rest = after.map(id -> all.startingAt(OrderedReads.justAfter(Keys.sweep(tree, id))))
                .orElse(all);
        return reads.scan(rest.from(), rest.to(), limit).stream()
                .map(entry -> SweepValue.read(Keys.sweepOf(entry.key()), entry.value()))
                .toList();
    }

    /** It is that, whatever was known of it. */
    void carried(Event.SweepCarried event, Recorded recorded) {
        store.upsert(Keys.sweep(recorded.tree(), event.sweep().id()), SweepValue.write(event.sweep()));
        timers.set(Timer.at(
                recorded.at(),
                new Command.SweepDue(recorded.tree(), event.sweep().id())));
    }

    void started(Event.SweepStarted event, Recorded recorded) {
        Sweep sweep = new Sweep(
                event.sweep(),
                event.filter(),
                event.action(),
                recorded.cause().by(),
                event.seq(),
                recorded.at(),
                Sweep.Progress.NONE);
        store.insert(Keys.sweep(recorded.tree(), sweep.id()), SweepValue.write(sweep));
        timers.set(Timer.at(recorded.at(), new Command.SweepDue(recorded.tree(), sweep.id())));
    }

    void advanced(Event.SweepAdvanced event, Recorded recorded) {
        byte[] key = Keys.sweep(recorded.tree(), event.sweep());
        if (event.isLast()) {
            store.delete(key);
            return;
        }
        Sweep before = sweep(recorded.tree(), event.sweep()).orElseThrow();
        store.update(key, SweepValue.write(before.advanced(event)));
        timers.set(Timer.at(recorded.at() + event.waitMs(), new Command.SweepDue(recorded.tree(), event.sweep())));
    }

    /** Channels of a dropped tree are forgotten, but what newer jobs need. */
    void dropped(Event.TreeDropped event, Recorded recorded) {
        Tree tree = trees.change(recorded.tree());
        event.channels().forEach(tree::forget);
        if (event.complete()) {
            tree.resumeTypes();
            KeyRange schedules = Keys.of(Index.SCHEDULE, recorded.tree());
            tree.dropped(!store.scan(schedules.from(), schedules.to(), 1).isEmpty());
        }
    }
}
