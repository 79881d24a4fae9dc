package io.sluice.state;

import io.sluice.core.Command;
import io.sluice.core.Event;
import io.sluice.core.Flow;
import io.sluice.core.FlowId;
import io.sluice.core.Job;
import io.sluice.core.JobId;
import io.sluice.core.JobState;
import io.sluice.core.Timer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** FLOW: a record a flow with its progress, and one a member. Hidden joins are members, but not counted. */
final class FlowFold {

    private final OrderedStore store;
    private final Trees trees;
    private final JobRecords records;
    private final Timers timers;

    FlowFold(OrderedStore store, Trees trees, JobRecords records, Timers timers) {
        this.store = store;
        this.trees = trees;
        this.records = records;
        this.timers = timers;
    }

    // ---- what events change

    void submitted(Event.FlowSubmitted event, long at) {
        byte[] fresh = FlowValue.fresh(event.description(), at).write();
        if (trees.isPartial(event.flow().tree())) {
            // What is left of one that nobody saw going.
            store.upsert(Keys.flow(event.flow()), fresh);
        } else {
            store.insert(Keys.flow(event.flow()), fresh);
        }
    }

    /** A job that is new joins its flow. */
    void arrived(Job job) {
        flowOf(job).ifPresent(flow -> {
            store.insert(
                    Keys.member(flow, job.seq()),
                    ValueWriter.block().uuid(job.id().uuid()).toBytes());
            trees.change(flow.tree()).membersChanged(1);
            change(flow, value -> value.joined(!job.isJoin()));
        });
    }

    /** A job is in another state. */
    void moved(JobId id, JobState from, JobState to, long at) {
        if (from != to && trees.tree(id.tree()).hasMembers()) {
            records.job(id)
                    .filter(job -> !job.isJoin())
                    .flatMap(FlowFold::flowOf)
                    .ifPresent(flow -> change(flow, value -> value.moved(from, to, at)));
        }
    }

    void swept(Event.FlowSwept event, long at) {
        boolean isOver = event.sweep().isOver();
        Optional<Flow.Sweep> left = isOver ? Optional.empty() : Optional.of(event.sweep());
        change(event.flow(), value -> value.withSweep(left));
        if (!isOver) {
            timers.set(Timer.at(at, new Command.FlowDue(event.flow())));
        }
    }

    /** A job is gone; with the last one the flow goes too. */
    void purged(Job job, JobState was, long at) {
        if (!trees.tree(job.id().tree()).hasMembers()) {
            return;
        }
        flowOf(job).ifPresent(flow -> {
            store.delete(Keys.member(flow, job.seq()));
            trees.change(flow.tree()).membersChanged(-1);
            if (isUnknown(flow)) {
                return;
            }
            FlowValue left = value(flow).left(!job.isJoin(), was, at);
            if (left.kept() == 0) {
                store.delete(Keys.flow(flow));
            } else {
                store.update(Keys.flow(flow), left.write());
            }
        });
    }

    // ---- what is written again

    /** A job that was not known is a member; who counts it knows it already. */
    void carried(Job job) {
        flowOf(job).ifPresent(flow -> {
            store.insert(
                    Keys.member(flow, job.seq()),
                    ValueWriter.block().uuid(job.id().uuid()).toBytes());
            trees.change(flow.tree()).membersChanged(1);
        });
    }

    /** A flow is that, whatever was known of it. */
    void carried(Event.FlowCarried event, long at) {
        store.upsert(
                Keys.flow(event.flow().id()),
                FlowValue.of(event.flow(), event.members()).write());
        if (event.flow().sweep().isPresent()) {
            timers.set(Timer.at(at, new Command.FlowDue(event.flow().id())));
        }
    }

    /** All is known by now: flows without a member went before that. */
    void forgetEmpty(String tree) {
        List<FlowId> empty = new ArrayList<>();
        KeyRange all = Keys.flows(tree);
        store.forEach(all.from(), all.to(), entry -> {
            FlowId flow = new FlowId(tree, Keys.flowOf(entry.key()));
            if (members(flow, 0, 1).isEmpty()) {
                empty.add(flow);
            }
        });
        empty.forEach(flow -> store.delete(Keys.flow(flow)));
    }

    /** Flows of a tree in the order of their ids. */
    List<Event.FlowCarried> flows(String tree, Optional<UUID> after, int limit) {
        KeyRange all = Keys.flows(tree);
        KeyRange rest = after.map(id -> all.startingAt(OrderedReads.justAfter(Keys.flow(new FlowId(tree, id)))))
                .orElse(all);
        return store.scan(rest.from(), rest.to(), limit).stream()
                .map(entry -> FlowValue.read(entry.value()).carried(new FlowId(tree, Keys.flowOf(entry.key()))))
                .toList();
    }

    private static Optional<FlowId> flowOf(Job job) {
        return job.flow().map(uuid -> new FlowId(job.id().tree(), uuid));
    }

    /** Its jobs are counted when it is written again. */
    private boolean isUnknown(FlowId flow) {
        return trees.isPartial(flow.tree()) && store.get(Keys.flow(flow)).isEmpty();
    }

    private void change(FlowId flow, UnaryOperator<FlowValue> by) {
        if (isUnknown(flow)) {
            return;
        }
        store.update(Keys.flow(flow), by.apply(value(flow)).write());
    }

    private FlowValue value(FlowId flow) {
        return store.get(Keys.flow(flow))
                .map(FlowValue::read)
                .orElseThrow(() -> new IllegalStateException("an event is about flow " + flow + ", which is not kept"));
    }

    // ---- what rules and people read

    Optional<Flow> flow(FlowId id) {
        return flow(store, id);
    }

    List<Flow.Member> members(FlowId id, long after, int limit) {
        return members(store, id, after, limit);
    }

    static Optional<Flow> flow(OrderedReads reads, FlowId id) {
        return reads.get(Keys.flow(id)).map(bytes -> FlowValue.read(bytes).flow(id));
    }

    static List<Flow.Member> members(OrderedReads reads, FlowId id, long after, int limit) {
        KeyRange rest = Keys.members(id).startingAt(OrderedReads.justAfter(Keys.member(id, after)));
        return reads.scan(rest.from(), rest.to(), limit).stream()
                .map(entry -> new Flow.Member(
                        Keys.memberOf(entry.key()),
                        new JobId(id.tree(), ValueReader.block(entry.value()).uuid())))
                .toList();
    }
}
