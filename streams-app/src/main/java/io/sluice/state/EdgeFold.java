package io.sluice.state;

import io.sluice.core.Command;
import io.sluice.core.Edge;
import io.sluice.core.Event;
import io.sluice.core.Job;
import io.sluice.core.JobId;
import io.sluice.core.JobStatus;
import io.sluice.core.Parent;
import io.sluice.core.StateView.Cascade;
import io.sluice.core.Timer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * EDGE: what waits for what. Each edge stands under its parent; a child's STATUS keeps how many of its edges are not met, so
 * that nobody counts them again. An edge goes with whichever of the two goes first; what it was good for stays counted.
 */
final class EdgeFold {

    private final OrderedStore store;
    private final Trees trees;
    private final JobRecords records;
    private final Timers timers;

    EdgeFold(OrderedStore store, Trees trees, JobRecords records, Timers timers) {
        this.store = store;
        this.trees = trees;
        this.records = records;
        this.timers = timers;
    }

    // ---- what events change

    /** A job that is new waits for all of its parents. */
    void arrived(Job job) {
        for (Parent parent : job.parents()) {
            insert(new JobId(job.id().tree(), parent.job()), job.id().uuid(), parent.on());
        }
    }

    private void insert(JobId parent, UUID child, Parent.On on) {
        store.insert(Keys.edge(parent, child), EdgeValue.write(on, Edge.State.OPEN));
        trees.change(parent.tree()).edgesChanged(1);
    }

    void added(Event.EdgesAdded event) {
        for (UUID uuid : event.children()) {
            JobId child = new JobId(event.parent().tree(), uuid);
            Optional<Edge> before = edge(event.parent(), uuid);
            if (before.isPresent()) {
                tightened(event, before.get());
                continue;
            }
            insert(event.parent(), uuid, event.on());
            store.insert(Keys.addedParent(child, event.parent().uuid()), EdgeValue.write(event.on(), Edge.State.OPEN));
            JobStatus status = status(child);
            records.put(child, status.withEdges(status.openEdges() + 1, status.impossibleEdges()));
        }
    }

    /** It waits for that parent already, but for less. How the edge stands is said anew. */
    private void tightened(Event.EdgesAdded event, Edge before) {
        JobId child = new JobId(event.parent().tree(), before.child());
        byte[] now = EdgeValue.write(event.on(), Edge.State.OPEN);
        store.update(Keys.edge(event.parent(), child.uuid()), now);
        byte[] added = Keys.addedParent(child, event.parent().uuid());
        if (store.get(added).isPresent()) {
            store.update(added, now);
        }
        count(child, before.state(), Edge.State.OPEN);
    }

    /** Edges of a job that is gone go too, once what they were good for is written down with their children. */
    void changed(Event.EdgesChanged event) {
        for (UUID child : event.children()) {
            byte[] key = Keys.edge(event.parent(), child);
            Edge before = store.get(key)
                    .map(bytes -> EdgeValue.read(child, bytes))
                    .orElseThrow(() -> new IllegalStateException("an event is about an edge from " + event.parent()
                            + " to " + child + ", which is not kept"));
            if (event.gone()) {
                remove(event.parent(), child);
                forget(Keys.addedParent(
                        new JobId(event.parent().tree(), child), event.parent().uuid()));
            } else {
                store.update(key, EdgeValue.write(before.on(), event.state()));
            }
            if (before.state() != event.state()) {
                count(new JobId(event.parent().tree(), child), before.state(), event.state());
            }
        }
    }

    private void count(JobId child, Edge.State from, Edge.State to) {
        JobStatus status = status(child);
        int open = status.openEdges() + (isOpen(to) - isOpen(from));
        int impossible = status.impossibleEdges() + (isImpossible(to) - isImpossible(from));
        records.put(child, status.withEdges(open, impossible));
    }

    private static int isOpen(Edge.State state) {
        return state == Edge.State.MET ? 0 : 1;
    }

    private static int isImpossible(Edge.State state) {
        return state == Edge.State.IMPOSSIBLE ? 1 : 0;
    }

    private JobStatus status(JobId job) {
        return records.status(job)
                .orElseThrow(() -> new IllegalStateException("an event is about " + job + ", which is not kept"));
    }

    void held(Event.ChildrenHeld event) {
        // A later run holds them by another job.
        forgetHolder(event.job());
        hold(event.job(), event.by().uuid());
    }

    /** It counts as an edge: while there is one, who goes takes it along. */
    private void hold(JobId job, UUID by) {
        store.insert(Keys.holder(job), ValueWriter.version(1).uuid(by).toBytes());
        trees.change(job.tree()).edgesChanged(1);
    }

    void advanced(Event.CascadeAdvanced event, long at) {
        byte[] key = Keys.cascade(event.parent());
        if (event.finished()) {
            store.delete(key);
            return;
        }
        // The first step makes it, and it may begin anew.
        store.upsert(
                key,
                ValueWriter.version(1)
                        .optional(event.after(), ValueWriter::uuid)
                        .toBytes());
        timers.set(Timer.at(at, new Command.CascadeDue(event.parent())));
    }

    /** A job that was not known waits for these, and its children for that one. */
    void carried(Event.JobCarried event) {
        for (Event.Incoming edge : event.edges()) {
            JobId parent = new JobId(event.job().tree(), edge.parent());
            store.insert(Keys.edge(parent, event.job().uuid()), EdgeValue.write(edge.on(), edge.state()));
            if (edge.added()) {
                store.insert(Keys.addedParent(event.job(), edge.parent()), EdgeValue.write(edge.on(), Edge.State.OPEN));
            }
            trees.change(parent.tree()).edgesChanged(1);
        }
        event.holder().ifPresent(by -> hold(event.job(), by));
    }

    /** Steps are that far, whatever was known of them. */
    void carried(Event.CascadeCarried event, long at) {
        advanced(new Event.CascadeAdvanced(event.parent(), event.after(), false), at);
    }

    /** Steps that are under way in a tree, in the order of the parents. */
    List<Event.CascadeCarried> cascades(String tree, Optional<UUID> after, int limit) {
        KeyRange all = Keys.cascades(tree);
        KeyRange rest = after.map(
                        parent -> all.startingAt(OrderedReads.justAfter(Keys.cascade(new JobId(tree, parent)))))
                .orElse(all);
        return store.scan(rest.from(), rest.to(), limit).stream()
                .map(entry -> new JobId(tree, Keys.firstJobOf(entry.key())))
                .map(parent -> new Event.CascadeCarried(
                        parent, cascade(parent).orElseThrow().after()))
                .toList();
    }

    /** A job that comes back decides anew who holds its children. */
    void requeued(JobId job) {
        if (trees.tree(job.tree()).hasEdges()) {
            forgetHolder(job);
        }
    }

    private void forgetHolder(JobId job) {
        if (forget(Keys.holder(job))) {
            trees.change(job.tree()).edgesChanged(-1);
        }
    }

    /** Whether it is there or not. */
    private boolean forget(byte[] key) {
        boolean isThere = store.get(key).isPresent();
        if (isThere) {
            store.delete(key);
        }
        return isThere;
    }

    /**
     * A job is gone, and with it what it waited for. Who waits for it keeps that edge until {@link #changed} says that it
     * knows.
     */
    void purged(Job job) {
        if (!trees.tree(job.id().tree()).hasEdges()) {
            return;
        }
        for (Parent parent : job.parents()) {
            remove(new JobId(job.id().tree(), parent.job()), job.id().uuid());
        }
        for (Parent parent : addedParents(job.id())) {
            remove(new JobId(job.id().tree(), parent.job()), job.id().uuid());
            store.delete(Keys.addedParent(job.id(), parent.job()));
        }
        forgetHolder(job.id());
    }

    /** Unless it went with its parent. */
    private void remove(JobId parent, UUID child) {
        if (forget(Keys.edge(parent, child))) {
            trees.change(parent.tree()).edgesChanged(-1);
        }
    }

    // ---- what rules read

    boolean any(String tree) {
        return trees.tree(tree).hasEdges();
    }

    List<Edge> edges(JobId parent, Optional<UUID> after, int limit) {
        KeyRange all = Keys.edges(parent);
        KeyRange rest = after.map(child -> all.startingAt(OrderedReads.justAfter(Keys.edge(parent, child))))
                .orElse(all);
        return store.scan(rest.from(), rest.to(), limit).stream()
                .map(entry -> EdgeValue.read(Keys.secondJobOf(entry.key()), entry.value()))
                .toList();
    }

    Optional<Edge> edge(JobId parent, UUID child) {
        return store.get(Keys.edge(parent, child)).map(bytes -> EdgeValue.read(child, bytes));
    }

    List<Parent> addedParents(JobId child) {
        List<Parent> parents = new ArrayList<>();
        KeyRange all = Keys.addedParents(child);
        store.forEach(all.from(), all.to(), entry -> {
            UUID parent = Keys.secondJobOf(entry.key());
            parents.add(new Parent(parent, EdgeValue.read(parent, entry.value()).on()));
        });
        return parents;
    }

    Optional<Cascade> cascade(JobId parent) {
        return store.get(Keys.cascade(parent))
                .map(bytes -> new Cascade(ValueReader.version(1, bytes).optional(ValueReader::uuid)));
    }

    Optional<JobId> holder(JobId job) {
        return store.get(Keys.holder(job))
                .map(bytes ->
                        new JobId(job.tree(), ValueReader.version(1, bytes).uuid()));
    }
}
