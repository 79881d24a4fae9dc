package io.sluice.state;

import io.sluice.core.ActiveBundle;
import io.sluice.core.ChannelPath;
import io.sluice.core.FlowId;
import io.sluice.core.Job;
import io.sluice.core.JobFilter;
import io.sluice.core.JobId;
import io.sluice.core.JobState;
import io.sluice.core.StateView;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** Everything that can be read about a partition, as text by name, to compare one with another. */
final class Snapshot {

    private final Map<String, String> all = new TreeMap<>();

    /** What rules can read. */
    static Map<String, String> ofView(StoredState state, Collection<JobId> jobs, Collection<String> trees) {
        Snapshot snapshot = new Snapshot();
        for (JobId job : jobs) {
            snapshot.put("job " + job, state.job(job));
            snapshot.put("status " + job, state.status(job));
            snapshot.put("bundle of " + job, state.bundleOf(job));
        }
        for (JobId job : jobs) {
            snapshot.put("edges of " + job, state.edges(job, Optional.empty(), 1_000));
            snapshot.put("added to " + job, state.addedParents(job));
            snapshot.put("cascade " + job, state.cascade(job));
            snapshot.put("holder " + job, state.holder(job));
            flowOf(state, job).ifPresent(flow -> {
                snapshot.put("flow " + flow, state.flow(flow));
                snapshot.put("members " + flow, state.members(flow, 0, 1_000));
            });
        }
        trees.forEach(tree -> snapshot.tree(state, tree));
        snapshot.put("trees ready", new TreeSet<>(state.treesWithReadyJobs()));
        snapshot.put("file", state.fileText());
        snapshot.put("unclaimed", state.unclaimed(Story.TOPIC));
        for (String worker : RandomLife.WORKERS) {
            snapshot.put("claimed " + worker, byId(state.claimedBy(worker)));
        }
        snapshot.put("workers", new TreeMap<>(state.workers()).keySet());
        snapshot.put("timers", state.dueTimers(Long.MAX_VALUE / 2, 10_000));
        snapshot.put("next due", state.nextDue());
        snapshot.put("clock", state.clock());
        return snapshot.all;
    }

    private static Optional<FlowId> flowOf(StoredState state, JobId job) {
        return state.job(job).flatMap(Job::flow).map(uuid -> new FlowId(job.tree(), uuid));
    }

    private void tree(StoredState state, String tree) {
        put(tree + " edges", state.hasEdges(tree));
        put(tree + " seq", state.nextSeq(tree));
        put(tree + " scheduled", new TreeSet<>(state.channelsWithScheduledJobs(tree)));
        RandomLife.TYPES.forEach(type -> put(tree + " pause of " + type, state.typePause(tree, type)));
        put(tree + " event", state.nextEventNumber(tree));
        put(tree + " channels", state.channels(tree));
        for (String schedule : RandomLife.SCHEDULES) {
            put(tree + " schedule " + schedule, state.schedule(tree, schedule));
        }
        for (String key : RandomLife.KEYS) {
            put(tree + " key " + key, state.dedup(tree, key));
        }
        for (ChannelPath channel : RandomLife.CHANNELS) {
            put(tree + " closed in " + channel, state.ended(tree, channel, false, StateView.Since.EVER, 10_000));
            put(tree + " failed in " + channel, state.ended(tree, channel, true, StateView.Since.EVER, 10_000));
        }
        put(tree + " ready", new TreeSet<>(state.channelsWithReadyJobs(tree)));
        for (ChannelPath channel : RandomLife.CHANNELS) {
            put(tree + " pause " + channel, state.pause(tree, channel));
            put(tree + " unclaimed " + channel, state.unclaimed(tree, channel));
            put(tree + " own seats " + channel, state.ownSeats(tree, channel));
            put(tree + " failed " + channel, state.failed(tree, channel));
            put(tree + " tokens " + channel, state.tokens(tree, channel));
            put(tree + " shut " + channel, state.shutUntil(tree, channel));
            put(tree + " served " + channel, state.served(tree, channel));
            put(tree + " first scheduled " + channel, state.firstScheduled(tree, channel));
            put(tree + " seats " + channel, state.seats(tree, channel));
            put(tree + " types " + channel, new TreeSet<>(state.readyTypes(tree, channel)));
            for (String type : RandomLife.TYPES) {
                put(tree + " first " + channel + " " + type, state.firstReady(tree, channel, type));
                put(tree + " firsts " + channel + " " + type, state.firstReadyOfEachPriority(tree, channel, type));
            }
        }
    }

    private static Map<String, ActiveBundle> byId(Collection<ActiveBundle> bundles) {
        Map<String, ActiveBundle> byId = new TreeMap<>();
        bundles.forEach(bundle -> byId.put(bundle.id().toString(), bundle));
        return byId;
    }

    /** What people can read; the store has all that was applied. */
    static Map<String, String> ofReads(OrderedReads store, Collection<JobId> jobs, Collection<String> trees) {
        Snapshot snapshot = new Snapshot();
        Reads reads = new Reads(store);
        jobs.forEach(job -> snapshot.put("job " + job, reads.job(job)));
        snapshot.put("trees", reads.trees(100, ""));
        snapshot.put("workers", reads.workers().keySet());
        for (String tree : trees) {
            snapshot.put(tree + " rows", reads.channelRows(tree));
            snapshot.put(tree + " schedules", reads.schedules(tree, 100, ""));
            snapshot.put(tree + " sweeps", reads.sweeps(tree));
            snapshot.put(tree + " count", reads.count(tree, JobFilter.ALL, Long.MAX_VALUE));
            for (JobState state : JobState.values()) {
                snapshot.put(tree + " " + state, list(reads, tree, state, Optional.empty()));
            }
        }
        return snapshot.all;
    }

    /** All pages of a list. */
    static List<JobId> list(Reads reads, String tree, JobState state, Optional<ChannelPath> channel) {
        List<JobId> jobs = new ArrayList<>();
        Optional<JobQuery> query = Optional.of(new JobQuery(tree, state, channel, 3, Optional.empty(), true));
        while (query.isPresent()) {
            JobPage page = reads.jobs(query.get());
            jobs.addAll(Story.ids(page.jobs()));
            JobQuery asked = query.get();
            query = page.next().map(asked::after);
        }
        return jobs;
    }

    private void put(String name, Object value) {
        all.put(name, String.valueOf(value));
    }
}
