package io.sluice.state;

import io.sluice.core.ActiveBundle;
import io.sluice.core.ChannelPath;
import io.sluice.core.ChannelTree;
import io.sluice.core.Flow;
import io.sluice.core.FlowId;
import io.sluice.core.JobFilter;
import io.sluice.core.JobId;
import io.sluice.core.Limits;
import io.sluice.core.Schedule;
import io.sluice.core.StateView;
import io.sluice.core.StateView.WorkerFacts;
import io.sluice.core.Sweep;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.ObjLongConsumer;
import java.util.stream.Stream;

/**
 * What people ask about a partition, answered from its store alone. Keeps nothing between two calls, so any thread may use it
 * while the state is written; each answer is as new as what was written last, and parts of one answer may be a moment apart.
 *
 * @since 0.1
 */
public final class Reads {

    /** How much a count looks at. */
    private static final int PAGE = 500;

    private static final int MOST_PAGES = 40;

    private final OrderedReads store;

    /** Answers from that store. */
    public Reads(OrderedReads store) {
        this.store = store;
    }

    /** A job and what became of it, if it is kept. */
    public Optional<JobRow> job(JobId id) {
        return new JobList(store, id.tree()).row(id.uuid());
    }

    /**
     * A page of the jobs of one state: FAILED, DONE and CANCELLED ones with the newest first, others in the order of channel
     * and then of release (READY), time (SCHEDULED) or bundle (RELEASED, RUNNING).
     *
     * @throws IllegalArgumentException if the token is none, or of another list
     */
    public JobPage jobs(JobQuery query) {
        return new JobList(store, query.tree()).page(query);
    }

    /**
     * The trees of the partition by name.
     *
     * @param limit at most that many
     * @param after begin behind that name; empty: at the first
     */
    public List<TreeRow> trees(int limit, String after) {
        List<TreeRow> rows = new ArrayList<>();
        KeyRange rest = Keys.treesAfter(after);
        boolean more = true;
        while (more && rows.size() < limit) {
            int asked = limit - rows.size();
            List<OrderedReads.Entry> page = store.scan(rest.from(), rest.to(), asked);
            page.forEach(entry -> addIfThere(entry, rows));
            more = page.size() == asked;
            rest = more ? rest.startingAt(OrderedReads.justAfter(page.getLast().key())) : rest;
        }
        return List.copyOf(rows);
    }

    /** Of a dropped tree only its numbers are kept. */
    private static void addIfThere(OrderedReads.Entry entry, List<TreeRow> rows) {
        TreeValue tree = TreeValue.read(entry.value());
        if (!tree.dropped()) {
            rows.add(new TreeRow(Keys.treeOf(entry.key()), tree.ready(), tree.open()));
        }
    }

    /** Tells for every tree the number of the last event that is in its state. */
    public void lastEvents(ObjLongConsumer<String> told) {
        KeyRange all = Keys.trees();
        store.forEach(
                all.from(),
                all.to(),
                entry -> told.accept(
                        Keys.treeOf(entry.key()), TreeValue.read(entry.value()).nextEvent() - 1));
    }

    /** Whether nothing lives in a tree, of which only numbers are kept. */
    public boolean holdsNothing(String tree) {
        boolean hasNothing = Stream.of(Index.CHANNEL, Index.SCHEDULE, Index.JOB)
                .map(index -> Keys.of(index, tree))
                .allMatch(all -> store.scan(all.from(), all.to(), 1).isEmpty());
        return hasNothing
                && store.get(Keys.tree(tree))
                        .map(TreeValue::read)
                        .map(TreeValue::pausedTypes)
                        .orElse(Map.of())
                        .isEmpty();
    }

    // ---- flows

    /** A flow, if a job of it is kept. */
    public Optional<Flow> flow(FlowId id) {
        return FlowFold.flow(store, id);
    }

    /**
     * Jobs of a flow in the order in which they arrived.
     *
     * @param after begin behind that arrival number; 0: at the first
     * @param limit at most that many; the page may be shorter although more follow
     * @param withJoins whether hidden joins are listed as well
     */
    public FlowPage flowJobs(FlowId id, long after, int limit, boolean withJoins) {
        List<Flow.Member> members = FlowFold.members(store, id, after, limit + 1);
        boolean more = members.size() > limit;
        List<Flow.Member> page = more ? members.subList(0, limit) : members;
        JobList jobs = new JobList(store, id.tree());
        List<JobRow> rows = page.stream()
                .flatMap(member -> jobs.row(member.job().uuid()).stream())
                .filter(row -> withJoins || !row.job().isJoin())
                .toList();
        return new FlowPage(rows, more ? OptionalLong.of(page.getLast().seq()) : OptionalLong.empty());
    }

    /**
     * How many jobs of a tree a filter lets through. Looks at some ten thousand jobs at most.
     *
     * @param now what ages are counted to
     */
    public Count count(String tree, JobFilter filter, long now) {
        Map<ChannelPath, ChannelRecord> channels = records(tree);
        JobWalk walk = new JobWalk(store, tree, filter, from -> readyLines(tree, channels, from));
        JobList list = new JobList(store, tree);
        long count = 0;
        Optional<String> cursor = Optional.of("");
        for (int pages = 0; pages < MOST_PAGES && cursor.isPresent(); pages++) {
            StateView.Walk page = walk.page(cursor.get(), PAGE);
            count += page.jobs().stream()
                    .flatMap(id -> list.row(id.uuid()).stream())
                    .filter(row -> filter.letsThrough(row.job(), row.status(), now))
                    .count();
            cursor = page.next();
        }
        return new Count(count, cursor.isEmpty());
    }

    /** A number of jobs; incomplete: there were too many to look at, and it is at least that many. */
    public record Count(long jobs, boolean isComplete) {}

    private static Iterator<JobWalk.ReadyLines.Line> readyLines(
            String tree, Map<ChannelPath, ChannelRecord> channels, ChannelPath from) {
        List<JobWalk.ReadyLines.Line> lines = new ArrayList<>();
        channels.forEach((path, channel) -> {
            if (path.compareTo(from) >= 0) {
                channel.lines.forEach((type, there) -> {
                    ReadyLine line = new ReadyLine(tree, path, type);
                    lines.add(new JobWalk.ReadyLines.Line(
                            line, Keys.ready(line).startingAt(Keys.ready(line, there.start()))));
                });
            }
        });
        return lines.iterator();
    }

    /** Sweeps that are at work in a tree, the first thousand. */
    public List<Sweep> sweeps(String tree) {
        return sweeps(tree, 1000, Optional.empty());
    }

    /**
     * Sweeps that are at work in a tree, by id.
     *
     * @param limit at most that many
     * @param after begin behind that id; none: at the first
     */
    public List<Sweep> sweeps(String tree, int limit, Optional<UUID> after) {
        return SweepFold.all(store, tree, limit, after);
    }

    /** What live workers last said about themselves, by id. */
    public Map<String, WorkerFacts> workers() {
        Map<String, WorkerFacts> workers = new TreeMap<>();
        KeyRange all = Keys.workers();
        store.forEach(
                all.from(),
                all.to(),
                entry -> workers.put(Keys.workerOf(entry.key()), WorkerValue.read(entry.value())));
        return workers;
    }

    /**
     * As {@link #workers()}, in pages.
     *
     * @param limit at most that many
     * @param after begin behind that id; empty: at the first
     */
    public Map<String, WorkerFacts> workers(int limit, String after) {
        Map<String, WorkerFacts> page = new TreeMap<>();
        KeyRange all = Keys.workers();
        KeyRange rest = after.isEmpty() ? all : all.startingAt(OrderedReads.justAfter(Keys.worker(after)));
        store.scan(rest.from(), rest.to(), limit)
                .forEach(entry -> page.put(Keys.workerOf(entry.key()), WorkerValue.read(entry.value())));
        return page;
    }

    /**
     * Schedules of a tree by id.
     *
     * @param limit at most that many
     * @param after begin behind that id; empty: at the first
     */
    public List<Schedule.Kept> schedules(String tree, int limit, String after) {
        KeyRange all = Keys.of(Index.SCHEDULE, tree);
        KeyRange rest = after.isEmpty() ? all : all.startingAt(OrderedReads.justAfter(Keys.schedule(tree, after)));
        return store.scan(rest.from(), rest.to(), limit).stream()
                .map(entry -> ScheduleValue.read(tree, Keys.scheduleOf(entry.key()), entry.value()))
                .toList();
    }

    /** A schedule of a tree. */
    public Optional<Schedule.Kept> schedule(String tree, String id) {
        return store.get(Keys.schedule(tree, id)).map(bytes -> ScheduleValue.read(tree, id, bytes));
    }

    /** The text of the channels file that this partition keeps; empty at first. */
    public String fileText() {
        return FileValue.read(store.get(Keys.fileText())).text();
    }

    /** The channels of a tree by path: {@code root}, those declared, those ever used, and what is above them. */
    public List<ChannelRow> channelRows(String tree) {
        Map<ChannelPath, ChannelRecord> records = records(tree);
        ChannelTree channels = channels(tree, records);
        Map<ChannelPath, Integer> seats = seats(tree);
        return paths(records, channels).stream()
                .map(path -> row(
                        records.getOrDefault(path, new ChannelRecord(path)),
                        channels.limits(path),
                        seats.getOrDefault(path, 0)))
                .toList();
    }

    // ---- metrics

    /**
     * What waits and runs in a tree.
     *
     * @param mostChannels of how many channels the records are read, at most; those that are declared come on top
     */
    public TreeLoad load(String tree, int mostChannels) {
        List<ChannelRecord> found = records(tree, mostChannels + 1);
        Map<ChannelPath, ChannelRecord> records = new TreeMap<>();
        found.stream().limit(mostChannels).forEach(record -> records.put(record.path, record));
        ChannelTree channels = channels(tree, records);
        return new TreeLoad(
                new LoadReading(store, tree).channels(paths(records, channels), records, channels),
                found.size() <= mostChannels);
    }

    /**
     * The same in sums, which costs less.
     *
     * @param mostChannels how many channels are looked at, at most
     */
    public TreeLoad.Sums sums(String tree, int mostChannels) {
        List<ChannelRecord> found = records(tree, mostChannels + 1);
        List<ChannelCounts> counts =
                found.stream().limit(mostChannels).map(record -> record.counts).toList();
        return new TreeLoad.Sums(
                counts.stream().mapToLong(each -> each.scheduled).sum(),
                counts.stream().mapToLong(each -> each.waiting).sum(),
                counts.stream().mapToLong(each -> each.failedNow).sum(),
                counts.size(),
                found.size() <= mostChannels);
    }

    /**
     * Since when the job waits that arrived first among the READY ones of exactly this channel: since its arrival, its ETA or,
     * if it ran before, the start of that run, in milliseconds since the epoch. Looks at the first jobs of 16 types and 16
     * priorities of each.
     *
     * @return none if no job is READY there
     */
    public OptionalLong readySince(String tree, ChannelPath channel) {
        byte[] key = Keys.channel(tree, channel);
        return store.get(key)
                .map(bytes -> new LoadReading(store, tree).readySince(ChannelRecord.read(key, bytes)))
                .orElse(OptionalLong.empty());
    }

    private List<ChannelRecord> records(String tree, int limit) {
        KeyRange all = Keys.of(Index.CHANNEL, tree);
        return store.scan(all.from(), all.to(), limit).stream()
                .map(entry -> ChannelRecord.read(entry.key(), entry.value()))
                .toList();
    }

    /** What holds for the channels of a tree. */
    public ChannelTree channels(String tree) {
        return channels(tree, records(tree));
    }

    private ChannelTree channels(String tree, Map<ChannelPath, ChannelRecord> records) {
        FileValue file = FileValue.read(store.get(Keys.fileText()));
        Map<ChannelPath, Limits> own = new TreeMap<>();
        records.forEach((path, record) -> record.own()
                .filter(said -> file.leaves(tree, path, record.ownSince()))
                .ifPresent(said -> own.put(path, said)));
        return new ChannelTree(file.file(), tree, own);
    }

    private Map<ChannelPath, ChannelRecord> records(String tree) {
        Map<ChannelPath, ChannelRecord> records = new TreeMap<>();
        KeyRange all = Keys.of(Index.CHANNEL, tree);
        store.forEach(all.from(), all.to(), entry -> {
            ChannelRecord record = ChannelRecord.read(entry.key(), entry.value());
            records.put(record.path, record);
        });
        return records;
    }

    /** Told of an open bundle. */
    @FunctionalInterface
    public interface OpenBundle {

        /**
         * @param number the bundle's number in its tree
         * @param channel where it holds its seat
         * @param jobs how many of its jobs have no outcome yet
         */
        void at(long number, ChannelPath channel, int jobs);
    }

    /** The open bundles of a tree. */
    public void open(String tree, OpenBundle told) {
        KeyRange all = Keys.of(Index.ACTIVE, tree);
        store.forEach(all.from(), all.to(), entry -> {
            ActiveBundle bundle = BundleRecords.read(store, entry);
            told.at(bundle.id().number(), bundle.channel(), bundle.members().size());
        });
    }

    private Map<ChannelPath, Integer> seats(String tree) {
        Map<ChannelPath, Integer> seats = new HashMap<>();
        KeyRange all = Keys.of(Index.ACTIVE, tree);
        store.forEach(
                all.from(),
                all.to(),
                entry -> ChannelTree.upwards(Keys.channelOf(entry.key()))
                        .forEach(path -> seats.merge(path, 1, Integer::sum)));
        return seats;
    }

    private static TreeSet<ChannelPath> paths(Map<ChannelPath, ChannelRecord> records, ChannelTree channels) {
        TreeSet<ChannelPath> paths = new TreeSet<>();
        paths.add(ChannelPath.ROOT);
        records.keySet().forEach(path -> paths.addAll(ChannelTree.upwards(path)));
        channels.declared().forEach(path -> paths.addAll(ChannelTree.upwards(path)));
        paths.removeIf(ChannelPath::isTemplate);
        return paths;
    }

    private static ChannelRow row(ChannelRecord record, Limits limits, int seats) {
        return new ChannelRow(
                record.path, limits, record.own(), record.pause(), seats, record.counts.row(record.ready()));
    }
}
