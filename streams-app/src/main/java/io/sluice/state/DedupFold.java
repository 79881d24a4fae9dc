package io.sluice.state;

import io.sluice.core.ActiveBundle;
import io.sluice.core.Command;
import io.sluice.core.Dedup;
import io.sluice.core.Event;
import io.sluice.core.Job;
import io.sluice.core.JobId;
import io.sluice.core.JobState;
import io.sluice.core.JobStatus;
import io.sluice.core.StateView.DedupEntry;
import io.sluice.core.Timer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** DEDUP: the job that took a key last. It stays until another takes the key, or that job is no longer kept. */
final class DedupFold {

    private final OrderedStore store;
    private final Trees trees;
    private final JobRecords records;
    private final Timers timers;

    DedupFold(OrderedStore store, Trees trees, JobRecords records, Timers timers) {
        this.store = store;
        this.trees = trees;
        this.records = records;
        this.timers = timers;
    }

    /** Keys that somebody took, behind {@code after} in their order. */
    List<String> keys(String tree, String after, int limit) {
        KeyRange all = Keys.of(Index.DEDUP, tree);
        KeyRange rest = after.isEmpty() ? all : all.startingAt(OrderedReads.justAfter(Keys.dedup(tree, after)));
        return store.scan(rest.from(), rest.to(), limit).stream()
                .map(entry -> Keys.dedupOf(entry.key()))
                .toList();
    }

    /** What is held in a stretch of the keys. */
    Event.DedupCarried carried(String tree, String after, int limit) {
        List<Event.DedupKey> held = new ArrayList<>();
        for (String key : keys(tree, after, limit)) {
            DedupEntry entry = entry(tree, key).orElseThrow();
            held.add(new Event.DedupKey(key, entry.job().uuid(), entry.until()));
        }
        return new Event.DedupCarried(after, held.size() < limit, List.copyOf(held));
    }

    /** The keys of a stretch are these, whatever was known of them. */
    void carried(String tree, Event.DedupCarried event) {
        KeyRange all = Keys.of(Index.DEDUP, tree);
        KeyRange rest =
                event.after().isEmpty() ? all : all.startingAt(OrderedReads.justAfter(Keys.dedup(tree, event.after())));
        KeyRange stretch = event.complete()
                ? rest
                : rest.endingBefore(OrderedReads.justAfter(
                        Keys.dedup(tree, event.keys().getLast().key())));
        List<byte[]> known = new ArrayList<>();
        store.forEach(stretch.from(), stretch.to(), entry -> known.add(entry.key()));
        known.forEach(store::delete);
        event.keys().forEach(held -> {
            JobId job = new JobId(tree, held.job());
            store.upsert(Keys.dedup(tree, held.key()), DedupValue.write(new DedupEntry(job, held.until())));
            // Where its job went first, the window ends by a timer.
            if (held.until() > 0) {
                timers.set(Timer.at(held.until(), new Command.DedupDue(held.key(), job)));
            }
        });
    }

    Optional<DedupEntry> entry(String tree, String key) {
        return store.get(Keys.dedup(tree, key)).map(bytes -> DedupValue.read(tree, bytes));
    }

    void taken(Job job) {
        job.dedup().ifPresent(dedup -> {
            long until = dedup.windowMs() > 0 ? job.arrivedAt() + dedup.windowMs() : 0;
            // Whoever had it before does not hold it any more.
            store.upsert(Keys.dedup(job.id().tree(), dedup.key()), DedupValue.write(new DedupEntry(job.id(), until)));
        });
    }

    /** A job that ended or ran waits again: its key is its own again unless another holds it by now. */
    void cameBack(Job job, long at) {
        if (job.dedup().isEmpty()) {
            return;
        }
        Optional<DedupEntry> entry = entry(job.id().tree(), job.dedup().get().key());
        String key = job.dedup().get().key();
        boolean isFree = entry.isEmpty()
                || !entry.get().job().equals(job.id()) && entry.get().until() <= at && !isHeld(key, entry.get());
        if (isFree) {
            taken(job);
        }
    }

    /** One whose id came again has nothing to do with the key. */
    private boolean isHeld(String key, DedupEntry entry) {
        return records.job(entry.job())
                .flatMap(Job::dedup)
                .filter(dedup -> dedup.key().equals(key))
                .flatMap(dedup -> records.status(entry.job()).map(status -> dedup.isHeldWhile(is(entry.job(), status))))
                .orElse(false);
    }

    /** What is stored of a job in a bundle is from before its release. */
    private JobState is(JobId job, JobStatus stored) {
        Optional<ActiveBundle> bundle = trees.tree(job.tree()).bundleOf(job.uuid());
        return bundle.map(
                        open -> open.runs(open.member(job.uuid()).orElseThrow()) ? JobState.RUNNING : JobState.RELEASED)
                .orElse(stored.state());
    }

    /** A job is no longer kept: its key goes with it, but for a window that is still open. */
    void purged(Job job, long at) {
        if (job.dedup().isEmpty()) {
            return;
        }
        Dedup dedup = job.dedup().get();
        Optional<DedupEntry> entry =
                entry(job.id().tree(), dedup.key()).filter(its -> its.job().equals(job.id()));
        if (entry.isEmpty()) {
            return;
        }
        if (entry.get().until() > at) {
            timers.set(Timer.at(entry.get().until(), new Command.DedupDue(dedup.key(), job.id())));
        } else {
            store.delete(Keys.dedup(job.id().tree(), dedup.key()));
        }
    }

    void released(Event.DedupReleased event) {
        JobId job = event.job();
        store.delete(Keys.dedup(job.tree(), event.key()));
    }
}
