package io.sluice.state;

import io.sluice.core.ActiveBundle;
import io.sluice.core.BundleId;
import io.sluice.core.Event;

/** What events about an open bundle change: its record and nothing else, however many jobs are in it. */
final class BundleFold {

    private final Trees trees;

    BundleFold(Trees trees) {
        this.trees = trees;
    }

    void claimed(Event.BundleClaimed event) {
        ActiveBundle bundle = open(event.bundle());
        if (!bundle.claimants().contains(event.worker())) {
            trees.put(bundle.claimedBy(event.worker()));
        }
    }

    void dropped(Event.ClaimDropped event) {
        trees.put(open(event.bundle()).droppedBy(event.worker()));
    }

    void asked(Event.CancelAsked event) {
        trees.put(open(event.bundle()).asked(event.job().uuid(), event.reason()));
    }

    void told(Event.ProgressTold event) {
        trees.put(open(event.bundle()).told(event.job().uuid(), event.progress()));
    }

    /** @throws IllegalStateException if it is not that job's turn */
    void started(Event.JobStarted event, long at) {
        ActiveBundle bundle = open(event.bundle());
        if (!bundle.members().getFirst().job().equals(event.job().uuid())) {
            throw new IllegalStateException(
                    event.job() + " starts, but in bundle " + event.bundle() + " it is the turn of another");
        }
        // 0 is "not yet", and virtual time begins there.
        trees.put(bundle.started(Math.max(at, 1)));
    }

    private ActiveBundle open(BundleId id) {
        return trees.bundle(id)
                .orElseThrow(() -> new IllegalStateException("an event is about bundle " + id + ", which is not open"));
    }
}
