package io.sluice.state;

import io.sluice.core.ActiveBundle;
import io.sluice.core.BundleId;
import io.sluice.core.ChannelPath;
import io.sluice.core.ChannelTree;
import io.sluice.core.Event;
import io.sluice.core.Job;
import io.sluice.core.JobId;
import io.sluice.core.JobStatus;
import io.sluice.core.Recorded;
import io.sluice.core.State;
import io.sluice.core.Timer;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

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
    private final JobFold jobs;
    private final BundleFold bundles;

    private StoredState(StagedStore store, int partitionCount) {
        this.store = store;
        partition = new Partition(store);
        partition.check(partitionCount);
        trees = new Trees(store);
        timers = new Timers(store);
        records = new JobRecords(store);
        ready = new ReadyJobs(store, trees);
        channels = new ChannelJobs(store, trees, ready, timers);
        jobs = new JobFold(records, trees, channels);
        bundles = new BundleFold(trees);
    }

    /**
     * The state that a store holds; an empty one is at the beginning.
     *
     * @param store written by this state only from now on
     * @param partitionCount how many partitions the trees spread over
     * @throws IllegalStateException with both numbers if the store was made for another count
     */
    public static StoredState open(OrderedStore store, int partitionCount) {
        StoredState state = new StoredState(new StagedStore(store), partitionCount);
        state.store.land();
        return state;
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
        switch (recorded.event()) {
            case Event.JobSubmitted e -> jobs.submitted(e.submitted());
            case Event.JobDuplicate e -> {}
            case Event.JobReady e -> jobs.ready(e);
            case Event.JobReleased e -> jobs.released(e, at);
            case Event.JobStarted e -> bundles.started(e, at);
            case Event.JobDone e -> jobs.done(e, recorded);
            case Event.JobRetried e -> jobs.retried(e, at);
            case Event.JobSnoozed e -> jobs.snoozed(e, at);
            case Event.JobFailed e -> jobs.failed(e, at);
            case Event.JobLost e -> jobs.lost(e);
            case Event.JobHandedBack e -> jobs.handedBack(e);
            case Event.CancelAsked e -> bundles.asked(e);
            case Event.JobCancelled e -> jobs.cancelled(e, recorded);
            case Event.JobRequeued e -> jobs.requeued(e);
            case Event.BundleClaimed e -> bundles.claimed(e);
            case Event.ClaimDropped e -> bundles.dropped(e);
            case Event.ChannelConfigured e -> tree(recorded).configure(e.channel(), e.limits());
            case Event.ChannelPaused e ->
                tree(recorded).change(e.channel()).pause(Optional.of(new Pause(e.reason(), e.by(), at)));
            case Event.ChannelResumed e -> tree(recorded).change(e.channel()).pause(Optional.empty());
            case Event.FileConfigured e -> partition.configured(e);
            case Event.CommandRejected e -> {}
            case Event.NothingChanged e -> {}
            case Event.WorkerChanged e -> partition.changed(e);
            case Event.WorkerGone e -> partition.gone(e);
            case Event.TimerSet e -> timers.set(e.timer());
            case Event.TimerFired e -> timers.fired(e.timer());
        }
    }

    private Tree tree(Recorded recorded) {
        return trees.change(recorded.tree());
    }

    @Override
    public void land() {
        channels.write();
        trees.write();
        store.land();
        trees.landed();
        timers.land();
        records.forget();
    }

    @Override
    public void discard() {
        store.discard();
        channels.discard();
        timers.discard();
        records.forget();
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
        JobStatus before = member.run() == 1
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
        return partition.fileText();
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
    public int seats(String tree, ChannelPath channel) {
        return trees.tree(tree).seats(channel);
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
    public Collection<ActiveBundle> claimedBy(String worker) {
        return trees.claimedBy(worker);
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
