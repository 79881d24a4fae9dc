package io.sluice.web;

import io.sluice.core.ChannelPath;
import io.sluice.core.ChannelText;
import io.sluice.core.ChannelTree;
import io.sluice.core.FlowId;
import io.sluice.core.JobFilter;
import io.sluice.core.JobId;
import io.sluice.core.SoftFacts;
import io.sluice.core.StateView;
import io.sluice.core.Why;
import io.sluice.log.MeasuredTimes;
import io.sluice.state.JobPage;
import io.sluice.state.JobQuery;
import io.sluice.state.OrderedReads;
import io.sluice.state.Reads;
import io.sluice.state.StoredState;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.UUID;

/**
 * What people ask about one partition, as documents. Reads the store only, page by page; a row whose state no longer fits is
 * left out.
 *
 * <p>Safe for use by many threads, beside the one that writes.
 *
 * @since 0.1
 */
public final class Queries {

    /** So often a state is looked at that changes meanwhile. */
    private static final int LOOKS = 5;

    private final int partition;
    private final OrderedReads store;
    private final Reads reads;
    private final SoftFacts soft;

    /**
     * Questions to one partition.
     *
     * @param partition its number
     * @param store where its state is kept
     * @param soft what it knew of its workers lately
     */
    public Queries(int partition, OrderedReads store, SoftFacts soft) {
        this.partition = partition;
        this.store = store;
        this.reads = new Reads(store);
        this.soft = soft;
    }

    /** Trees that are known here, in the order of their names: at most {@code limit}, all after the name {@code after}. */
    public List<TreeDocument> trees(String after, int limit) {
        return reads.trees(limit, after).stream()
                .map(tree -> new TreeDocument(tree.name(), partition, tree.open(), tree.ready()))
                .toList();
    }

    /**
     * A page of the tree's channels in the order of their paths: declared ones, all that ever had jobs, and what is above them.
     *
     * @param after begin behind that path; none: at {@code root}
     * @param limit at most that many
     */
    public Answers.Channels channels(String tree, Optional<ChannelPath> after, int limit) {
        // A limit may come from any channel above, so all of a tree's channels are read for each page; jobs are not.
        List<ChannelDocument> rest = ChannelDocument.all(reads.channelRows(tree), after);
        Page<ChannelDocument> page = Page.of(rest, limit, ChannelDocument::path);
        return new Answers.Channels(tree, page.rows(), page.next(), tooFewSlots(tree));
    }

    /** What the capacity of root promises and the live workers cannot keep. */
    private Optional<String> tooFewSlots(String tree) {
        Map<String, StateView.WorkerFacts> workers = reads.workers();
        int slots =
                workers.values().stream().mapToInt(StateView.WorkerFacts::slots).sum();
        OptionalInt capacity = reads.channels(tree).limits(ChannelPath.ROOT).capacity();
        if (workers.isEmpty()) {
            return Optional.of("no worker is live: nothing is released until one is");
        }
        return capacity.isPresent() && slots < capacity.getAsInt()
                ? Optional.of(
                        "root may have " + capacity.getAsInt() + " seats, but the live workers have " + slots
                                + " slots together: its capacity cannot be used up. Start more workers, or give them more slots")
                : Optional.empty();
    }

    /**
     * When what is READY in a channel and below it will be done.
     *
     * @param times what was measured of late
     * @param now in milliseconds since the epoch
     */
    public Forecast forecast(String tree, ChannelPath channel, MeasuredTimes times, long now) {
        Map<ChannelPath, Double> runs = new TreeMap<>();
        times.runsByChannel().forEach((path, each) -> runs.put(path, each.mean()));
        int slots = reads.workers().values().stream()
                .mapToInt(StateView.WorkerFacts::slots)
                .sum();
        return Forecast.of(channel, reads.channelRows(tree), runs, slots, now);
    }

    /** The tree's channels as channel text, and where they are not what the file says. */
    public Answers.ChannelText channelText(String tree) {
        ChannelTree channels = reads.channels(tree);
        return new Answers.ChannelText(
                tree,
                channels.text(),
                channels.differences().stream().map(Queries::difference).toList());
    }

    private static Answers.ChannelDifference difference(ChannelTree.Difference difference) {
        ChannelPath channel = difference.channel();
        return new Answers.ChannelDifference(
                channel.text(),
                difference.file().map(limits -> ChannelText.entry(channel, limits)),
                ChannelText.entry(channel, difference.live()));
    }

    /**
     * A page of jobs; it may be short, even empty, although more follow.
     *
     * @throws ApiProblem if the page's token is none
     */
    public Answers.Jobs jobs(JobQuery query) {
        try {
            JobPage page = reads.jobs(query);
            return new Answers.Jobs(page.jobs().stream().map(JobDocument::of).toList(), page.next());
        } catch (IllegalArgumentException e) {
            throw ApiProblem.badRequest(
                    e.getMessage(), "take the page from nextPage of an answer to the same question, or leave it out");
        }
    }

    /** All about one job, if it is kept; with its payload's bytes only on demand. */
    public Optional<JobDetails> job(JobId id, boolean withPayload) {
        return reads.job(id).map(row -> JobDetails.of(row, withPayload));
    }

    /**
     * Why a job is where it is, if it is kept.
     *
     * @param now in milliseconds since the epoch
     * @throws ApiProblem if the state changed again and again while it was looked at
     */
    public Optional<WhyDocument> why(JobId id, long now) {
        for (int tries = 0; tries < LOOKS; tries++) {
            try {
                return new Why(StoredState.reading(store), soft, now).ask(id).map(WhyDocument::of);
            } catch (NoSuchElementException | IllegalStateException e) {
                // The stream thread wrote between two reads, which then do not fit together: look again.
            }
        }
        throw ApiProblem.moving("job " + id + " changes just now");
    }

    /**
     * A flow with a page of its jobs, if one of them is kept.
     *
     * @param after begin behind that arrival number; 0: at the first
     */
    public Optional<FlowDocument> flow(FlowId id, long after, int limit, boolean withJoins) {
        return reads.flow(id).map(flow -> FlowDocument.of(flow, reads.flowJobs(id, after, limit, withJoins)));
    }

    /** Schedules of a tree in the order of their ids: at most {@code limit}, all after the id {@code after}. */
    public Answers.Schedules schedules(String tree, String after, int limit) {
        List<ScheduleDocument> rows = reads.schedules(tree, limit + 1, after).stream()
                .map(ScheduleDocument::of)
                .toList();
        Page<ScheduleDocument> page = Page.of(rows, limit, ScheduleDocument::id);
        return new Answers.Schedules(page.rows(), page.next());
    }

    /** All about one schedule, with its payload's bytes. */
    public Optional<ScheduleDetails> schedule(String tree, String id) {
        return reads.schedule(tree, id).map(ScheduleDetails::of);
    }

    /** How many jobs a filter lets through; no more than a bound are looked at. */
    public Answers.Count count(String tree, JobFilter filter, long now) {
        Reads.Count count = reads.count(tree, filter, now);
        return new Answers.Count(tree, count.jobs(), count.isComplete());
    }

    /** Sweeps that are at work in a tree, in the order of their ids: at most {@code limit}, all behind {@code after}. */
    public Answers.Sweeps sweeps(String tree, Optional<UUID> after, int limit) {
        List<SweepDocument> rows = reads.sweeps(tree, limit + 1, after).stream()
                .map(SweepDocument::of)
                .toList();
        Page<SweepDocument> page = Page.of(rows, limit, SweepDocument::id);
        return new Answers.Sweeps(tree, page.rows(), page.next());
    }

    /** Live workers in the order of their ids: at most {@code limit}, all after the id {@code after}. */
    public List<WorkerDocument> workers(String after, int limit) {
        return reads.workers(limit, after).entrySet().stream()
                .map(worker -> WorkerDocument.of(worker.getKey(), worker.getValue()))
                .toList();
    }
}
