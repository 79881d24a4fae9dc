package io.sluice.state;

import io.sluice.core.ActiveBundle;
import io.sluice.core.BundleId;
import io.sluice.core.ChannelPath;
import io.sluice.core.ChannelTree;
import io.sluice.core.Command;
import io.sluice.core.Edge;
import io.sluice.core.Event;
import io.sluice.core.Flow;
import io.sluice.core.FlowId;
import io.sluice.core.Job;
import io.sluice.core.JobFilter;
import io.sluice.core.JobId;
import io.sluice.core.JobStatus;
import io.sluice.core.Parent;
import io.sluice.core.Place;
import io.sluice.core.Recorded;
import io.sluice.core.Schedule;
import io.sluice.core.State;
import io.sluice.core.StateView;
import io.sluice.core.Sweep;
import io.sluice.core.Timer;
import io.sluice.core.Tokens;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;

/**
 * The state of a partition over an {@link OrderedStore}: a fold of events, one case per event.
 *
 * <p>In memory are the channels and open bundles of busy trees and the first keys of each line of READY jobs, so its size
 * does not follow the backlog. Not safe for use by several threads; others read the store through {@link Reads}.
 *
 * @since 0.1
 */
public final class StoredState implements State {

    private final StagedStore store;
    private final Partition partition;
    private final Trees trees;
    private final Timers timers;
    private final JobRecords records;
    private final ReadyJobs ready;
    private final ChannelJobs channels;
    private final EdgeFold edges;
    private final FlowFold flows;
    private final DedupFold dedups;
    private final JobFold jobs;
    private final ChangeFold changes;
    private final SweepFold sweeps;
    private final BundleFold bundles;
    private final ChannelFold channelFold;
    private final ScheduleFold schedules;
    private final PartialTrees partial;

    private StoredState(StagedStore store, Trees trees) {
        this.store = store;
        this.trees = trees;
        partition = new Partition(store);
        timers = new Timers(store);
        records = new JobRecords(store);
        ready = new ReadyJobs(store, trees, records);
        channels = new ChannelJobs(store, trees, ready, timers);
        edges = new EdgeFold(store, trees, records, timers);
        flows = new FlowFold(store, trees, records, timers);
        dedups = new DedupFold(store, trees, records, timers);
        JobFold.Ties ties = new JobFold.Ties(edges, flows, dedups);
        jobs = new JobFold(records, trees, channels, ties);
        changes = new ChangeFold(records, trees, jobs, ties);
        sweeps = new SweepFold(store, timers, trees);
        bundles = new BundleFold(trees);
        channelFold = new ChannelFold(trees, partition);
        schedules = new ScheduleFold(store);
        partial = new PartialTrees(store, trees, records);
    }

    /**
     * The state that a store holds; an empty one is at the beginning.
     *
     * @param store written by this state only from now on
     * @param partitionCount how many partitions the trees spread over
     * @throws IllegalStateException with both numbers if the store was made for another count
     */
    public static StoredState open(OrderedStore store, int partitionCount) {
        StagedStore staged = new StagedStore(store);
        StoredState state = new StoredState(staged, new Trees(staged));
        state.partition.check(partitionCount);
        state.store.land();
        return state;
    }

    /**
     * What a store holds, to be looked at once by a thread that does not write it: trees are read when they are asked for. The
     * store may be written meanwhile, so what does not fit together may throw; then look again.
     */
    public static StateView reading(OrderedReads store) {
        StagedStore staged = new StagedStore(new ReadOnlyStore(store));
        return new StoredState(staged, Trees.reading(staged));
    }

    /**
     * A time in milliseconds since the epoch that no applied event is later than, also one before a restart: what the
     * partition's time goes on from. 0: nothing was applied yet. Up to 100 ms ahead.
     */
    public long clock() {
        return partition.clock();
    }

    @Override
    public void apply(Recorded recorded) {
        long at = recorded.at();
        partition.passed(at);
        if (recorded.number() > 0 && !recorded.tree().isEmpty()) {
            trees.change(recorded.tree()).happened(recorded.number());
        }
        if (trees.isPartial(recorded.tree())) {
            partial.known(recorded).ifPresent(event -> change(event, recorded));
        } else {
            change(recorded.event(), recorded);
        }
    }

    private void change(Event event, Recorded recorded) {
        long at = recorded.at();
        switch (event) {
            case Event.JobSubmitted e -> jobs.submitted(e.submitted());
            case Event.JobDuplicate e -> {}
            case Event.JobReady e -> jobs.ready(e);
            case Event.JobReleased e -> {
                channelFold.released(e, recorded);
                jobs.released(e, at);
            }
            case Event.JobStarted e -> bundles.started(e, at);
            case Event.ProgressTold e -> bundles.told(e);
            case Event.JobDone e -> jobs.done(e, recorded);
            case Event.JobRetried e -> jobs.retried(e, at);
            case Event.JobSnoozed e -> jobs.snoozed(e, at);
            case Event.JobFailed e -> jobs.failed(e, at);
            case Event.JobLost e -> jobs.lost(e, at);
            case Event.JobHandedBack e -> {
                channelFold.handedBack(e, recorded);
                jobs.handedBack(e, at);
            }
            case Event.CancelAsked e -> bundles.asked(e);
            case Event.JobCancelled e -> jobs.cancelled(e, recorded);
            case Event.JobRequeued e -> jobs.requeued(e, at);
            case Event.BundleClaimed e -> bundles.claimed(e);
            case Event.ClaimDropped e -> bundles.dropped(e);
            case Event.ChannelConfigured e -> channelFold.configured(e, recorded);
            case Event.ChannelPaused e -> channelFold.paused(e, recorded);
            case Event.ChannelResumed e -> channelFold.resumed(e, recorded);
            case Event.FileConfigured e -> partition.configured(e);
            case Event.PartitionsGrown e -> {}
            case Event.TimesMeasured e -> {}
            case Event.CommandRejected e -> {}
            case Event.NothingChanged e -> {}
            case Event.WorkerChanged e -> partition.changed(e);
            case Event.WorkerGone e -> partition.gone(e);
            case Event.TimerSet e -> set(e.timer());
            case Event.TimerFired e -> fired(e.timer());
            // flows
            case Event.FlowSubmitted e -> flows.submitted(e, at);
            case Event.JobScheduled e -> jobs.scheduled(e);
            case Event.EdgesChanged e -> edges.changed(e);
            case Event.EdgesAdded e -> edges.added(e);
            case Event.ChildrenHeld e -> edges.held(e);
            case Event.CascadeAdvanced e -> edges.advanced(e, at);
            case Event.JobTied e -> jobs.tied(e);
            case Event.FlowSwept e -> flows.swept(e, at);
            // channels
            case Event.ChannelShut e -> channelFold.shut(e, recorded);
            case Event.TypePaused e -> channelFold.typePaused(e, recorded);
            case Event.TypeResumed e -> channelFold.typeResumed(e, recorded);
            case Event.SchedulePut e -> {
                trees.change(recorded.tree()).used();
                schedules.put(recorded.tree(), e);
            }
            case Event.ScheduleDeleted e -> schedules.deleted(recorded.tree(), e);
            case Event.ScheduleFired e -> schedules.fired(recorded.tree(), e);
            case Event.ScheduleSkipped e -> schedules.skipped(recorded.tree(), e);
            // jobs
            case Event.JobReprioritized e -> changes.reprioritized(e, recorded);
            case Event.JobRescheduled e -> changes.rescheduled(e, recorded);
            case Event.JobMoved e -> changes.moved(e, recorded);
            case Event.MaxAttemptsSet e -> changes.maxAttempts(e);
            case Event.JobPurged e -> changes.purged(e, at);
            case Event.JobReplaced e -> changes.replaced(e, recorded);
            case Event.DedupReleased e -> dedups.released(e);
            case Event.SweepStarted e -> sweeps.started(e, recorded);
            case Event.SweepAdvanced e -> sweeps.advanced(e, recorded);
            case Event.TreeDropped e -> sweeps.dropped(e, recorded);
            case Event.Carried e -> carried(e, recorded);
        }
    }

    /** What is known already stays as it is; of a job, a channel and the file it is noted when that was written. */
    private void carried(Event.Carried event, Recorded recorded) {
        String tree = recorded.tree();
        switch (event) {
            case Event.JobCarried e -> jobs.carried(e, recorded);
            case Event.ChannelCarried e -> trees.change(tree).carried(e);
            case Event.FileCarried e -> partition.carried(e, recorded.at());
            case Event.TreeCarried e -> trees.change(tree).carried(e);
            case Event.BundleCarried e -> ifPartial(tree, () -> trees.replace(e.bundle()));
            case Event.FlowCarried e -> ifPartial(tree, () -> flows.carried(e, recorded.at()));
            case Event.ScheduleCarried e -> ifPartial(tree, () -> schedules.carried(tree, e));
            case Event.DedupCarried e -> ifPartial(tree, () -> dedups.carried(tree, e));
            case Event.SweepCarried e -> ifPartial(tree, () -> sweeps.carried(e, recorded));
            case Event.CascadeCarried e -> ifPartial(tree, () -> edges.carried(e, recorded.at()));
        }
    }

    private void ifPartial(String tree, Runnable change) {
        if (trees.isPartial(tree)) {
            change.run();
        }
    }

    private void set(Timer timer) {
        timers.set(timer);
        switch (timer.command()) {
            case Command.CarryDue due -> trees.change(due.tree()).carryAt(timer.due());
            case Command.CountersDue due -> trees.change(due.tree()).countersAt(timer.due());
            default -> {
                // Nobody asks whether it is set.
            }
        }
        if (timer.command() instanceof Command.PurgeDue due) {
            Tree tree = trees.change(due.tree());
            // A channel that went with its tree in this very command has nothing to purge, and no timer brings it back.
            if (tree.channel(due.channel()).isPresent()) {
                tree.change(due.channel()).purgeAt(due.failed(), due.due());
            }
        }
    }

    private void fired(Timer timer) {
        timers.fired(timer);
        switch (timer.command()) {
            case Command.CarryDue due -> trees.change(due.tree()).carryAt(0);
            case Command.CountersDue due -> trees.change(due.tree()).countersAt(0);
            default -> {
                // Nobody asks whether it was set.
            }
        }
    }

    // ---- trees whose first events are not known

    /**
     * From now on events of that tree are applied whose forerunners were not: what they say of things that are not known is
     * passed over, until those are written again whole. To be said before its first event is applied.
     */
    void beginsLate(String tree) {
        trees.setPartial(tree, true);
    }

    boolean isPartial(String tree) {
        return trees.isPartial(tree);
    }

    /** All that lives in the tree is known from now on. */
    void isKnownWhole(String tree) {
        flows.forgetEmpty(tree);
        trees.setPartial(tree, false);
    }

    @Override
    public void land() {
        channels.write();
        trees.write();
        store.land();
        trees.landed();
        timers.land();
        records.landed();
    }

    @Override
    public void discard() {
        store.discard();
        channels.discard();
        timers.discard();
        records.discard();
        partition.load();
        trees.discard().forEach(ready::dropTree);
    }

    // ---- jobs

    @Override
    public Optional<Job> job(JobId id) {
        return records.job(id);
    }

    @Override
    public Optional<JobStatus> status(JobId id) {
        return bundleOf(id).map(bundle -> active(bundle, id)).or(() -> records.status(id));
    }

    private JobStatus active(ActiveBundle bundle, JobId id) {
        ActiveBundle.Member member = bundle.member(id.uuid()).orElseThrow();
        // A first run has nothing stored before it.
        JobStatus before = member.run() == 1 && !member.changed()
                ? Statuses.BEFORE_FIRST_RUN
                : records.status(id).orElseThrow();
        return Statuses.active(bundle, member, before);
    }

    // ---- trees

    @Override
    public long nextSeq(String tree) {
        return trees.tree(tree).nextSeq();
    }

    @Override
    public long nextEventNumber(String tree) {
        return trees.tree(tree).nextEvent();
    }

    @Override
    public Collection<String> treesWithReadyJobs() {
        return trees.withReadyJobs();
    }

    // ---- channels

    @Override
    public String fileText() {
        return partition.file().text();
    }

    @Override
    public ChannelTree channels(String tree) {
        return trees.tree(tree).limits(partition.file());
    }

    @Override
    public Optional<Pause> pause(String tree, ChannelPath channel) {
        return trees.tree(tree).channel(channel).flatMap(ChannelRecord::pause);
    }

    @Override
    public Collection<ChannelPath> channelsWithReadyJobs(String tree) {
        return List.copyOf(trees.tree(tree).channelsWithReadyJobs());
    }

    @Override
    public Set<String> readyTypes(String tree, ChannelPath channel) {
        return ready.types(tree, channel);
    }

    @Override
    public Optional<Ready> firstReady(String tree, ChannelPath channel, String type) {
        return ready.first(new ReadyLine(tree, channel, type));
    }

    @Override
    public void readAhead(String tree, ChannelPath channel, String type, int count) {
        ready.readAhead(new ReadyLine(tree, channel, type), count);
    }

    @Override
    public long readyCount(String tree, ChannelPath channel, String type) {
        return ready.count(new ReadyLine(tree, channel, type));
    }

    @Override
    public int readyBefore(String tree, ChannelPath channel, Place place, int limit) {
        return ready.before(tree, channel, place, limit);
    }

    @Override
    public int seats(String tree, ChannelPath channel) {
        return trees.tree(tree).seats(channel);
    }

    @Override
    public int unclaimed(String tree, ChannelPath channel) {
        return trees.tree(tree).unclaimed(channel);
    }

    @Override
    public int ownSeats(String tree, ChannelPath channel) {
        return trees.tree(tree).ownSeats(channel);
    }

    @Override
    public int failed(String tree, ChannelPath channel) {
        return trees.tree(tree).failed(channel);
    }

    @Override
    public Tokens tokens(String tree, ChannelPath channel) {
        return trees.tree(tree).channel(channel).map(there -> there.tokens).orElse(Tokens.NONE);
    }

    @Override
    public long shutUntil(String tree, ChannelPath channel) {
        return trees.tree(tree).channel(channel).map(there -> there.shutUntil).orElse(0L);
    }

    @Override
    public Served served(String tree, ChannelPath channel) {
        return trees.tree(tree)
                .channel(channel)
                .map(there -> new Served(there.served, there.ownServed))
                .orElse(Served.NEVER);
    }

    @Override
    public Optional<Pause> typePause(String tree, String type) {
        return trees.tree(tree).pausedType(type);
    }

    @Override
    public Collection<ChannelPath> channelsWithScheduledJobs(String tree) {
        return List.copyOf(trees.tree(tree).channelsWithScheduledJobs());
    }

    @Override
    public Optional<Ready> firstScheduled(String tree, ChannelPath channel) {
        return ready.first(ReadyLine.scheduled(tree, channel));
    }

    @Override
    public List<Ready> firstReadyOfEachPriority(String tree, ChannelPath channel, String type) {
        return ready.firstOfEachPriority(new ReadyLine(tree, channel, type));
    }

    // ---- bundles

    @Override
    public Optional<ActiveBundle> bundle(BundleId id) {
        return trees.bundle(id);
    }

    @Override
    public Optional<ActiveBundle> bundleOf(JobId job) {
        return trees.tree(job.tree()).bundleOf(job.uuid());
    }

    @Override
    public Collection<ActiveBundle> unclaimed(String topic) {
        return trees.unclaimed(topic);
    }

    @Override
    public Map<String, Integer> unclaimedByType(String topic) {
        return trees.unclaimedByType(topic);
    }

    @Override
    public Collection<ActiveBundle> claimedBy(String worker) {
        return trees.claimedBy(worker);
    }

    @Override
    public Set<String> claimants() {
        return trees.claimants();
    }

    // ---- flows

    @Override
    public Optional<Flow> flow(FlowId id) {
        return flows.flow(id);
    }

    @Override
    public List<Flow.Member> members(FlowId id, long after, int limit) {
        return flows.members(id, after, limit);
    }

    @Override
    public boolean hasEdges(String tree) {
        return edges.any(tree);
    }

    @Override
    public List<Edge> edges(JobId parent, Optional<UUID> after, int limit) {
        return edges.edges(parent, after, limit);
    }

    @Override
    public Optional<Edge> edge(JobId parent, UUID child) {
        return edges.edge(parent, child);
    }

    @Override
    public List<Parent> addedParents(JobId child) {
        return edges.addedParents(child);
    }

    @Override
    public Optional<Cascade> cascade(JobId parent) {
        return edges.cascade(parent);
    }

    @Override
    public Optional<JobId> holder(JobId job) {
        return edges.holder(job);
    }

    // ---- schedules

    @Override
    public Optional<Schedule.Kept> schedule(String tree, String id) {
        return schedules.schedule(tree, id);
    }

    @Override
    public List<String> schedules(String tree, int limit) {
        return schedules.ids(tree, limit);
    }

    // ---- dedup, retention, sweeps

    @Override
    public Optional<DedupEntry> dedup(String tree, String key) {
        return dedups.entry(tree, key);
    }

    @Override
    public List<String> dedupKeys(String tree, String after, int limit) {
        return dedups.keys(tree, after, limit);
    }

    @Override
    public long purgeAt(String tree, ChannelPath channel, boolean failed) {
        return trees.tree(tree)
                .channel(channel)
                .map(there -> there.purgeAt(failed))
                .orElse(0L);
    }

    @Override
    public EndedPage ended(String tree, ChannelPath channel, boolean failed, Since since, int limit) {
        return channels.ended(failed ? Index.FAILED : Index.ENDED, tree, channel, since, limit);
    }

    @Override
    public Optional<Sweep> sweep(String tree, UUID id) {
        return sweeps.sweep(tree, id);
    }

    @Override
    public Walk walk(String tree, JobFilter filter, String cursor, int limit) {
        return new JobWalk(store, tree, filter, from -> ready.lines(tree, from)).page(cursor, limit);
    }

    @Override
    public Optional<String> treeAfter(String name) {
        KeyRange rest = Keys.treesAfter(name);
        return store.scan(rest.from(), rest.to(), 1).stream()
                .map(entry -> Keys.treeOf(entry.key()))
                .findFirst();
    }

    @Override
    public List<ChannelPath> channelsAfter(String tree, String path, int limit) {
        return trees.tree(tree).channelsAfter(path, limit);
    }

    // ---- what is written again

    @Override
    public List<String> treesWithoutWalk() {
        List<String> names = new ArrayList<>();
        KeyRange all = Keys.trees();
        store.forEach(all.from(), all.to(), entry -> {
            TreeValue tree = TreeValue.read(entry.value());
            if (tree.carryAt() == 0 && !tree.dropped()) {
                names.add(Keys.treeOf(entry.key()));
            }
        });
        return names;
    }

    @Override
    public long carryAt(String tree) {
        return trees.tree(tree).carryAt();
    }

    @Override
    public long countersAt(String tree) {
        return trees.tree(tree).countersAt();
    }

    @Override
    public List<ChannelPath> uncarriedChannels(String tree, int limit) {
        return trees.tree(tree).uncarriedChannels(limit);
    }

    @Override
    public Whole whole(String tree) {
        return new WholeTree(tree);
    }

    @Override
    public long fileCarriedAt() {
        return partition.fileCarriedAt();
    }

    private final class WholeTree implements Whole {

        private final String tree;

        WholeTree(String tree) {
            this.tree = tree;
        }

        @Override
        public boolean isEmpty() {
            return trees.tree(tree).isEmpty() && schedules.ids(tree, 1).isEmpty();
        }

        @Override
        public List<KeptJob> jobs(Optional<UUID> after, int limit) {
            return records.after(tree, after, limit);
        }

        @Override
        public List<Event.FlowCarried> flows(Optional<UUID> after, int limit) {
            return flows.flows(tree, after, limit);
        }

        @Override
        public List<Event.ScheduleCarried> schedules(String after, int limit) {
            return schedules.after(tree, after, limit);
        }

        @Override
        public Event.DedupCarried dedupKeys(String after, int limit) {
            return dedups.carried(tree, after, limit);
        }

        @Override
        public List<Event.SweepCarried> sweeps(Optional<UUID> after, int limit) {
            return SweepFold.all(store, tree, limit, after).stream()
                    .map(Event.SweepCarried::new)
                    .toList();
        }

        @Override
        public List<Event.CascadeCarried> cascades(Optional<UUID> after, int limit) {
            return edges.cascades(tree, after, limit);
        }

        @Override
        public Event.ChannelCarried channel(ChannelPath path) {
            return trees.tree(tree).channel(path).orElseThrow().carried();
        }

        @Override
        public Event.TreeCarried tree(long since) {
            return trees.tree(tree).carried(since);
        }

        @Override
        public Optional<Event.FileCarried> file() {
            return partition.carried();
        }
    }

    // ---- workers and timers

    @Override
    public Map<String, WorkerFacts> workers() {
        return partition.workers();
    }

    @Override
    public List<Timer> dueTimers(long now, int limit) {
        return timers.due(now, limit);
    }

    @Override
    public OptionalLong nextDue() {
        return timers.nextDue();
    }
}
