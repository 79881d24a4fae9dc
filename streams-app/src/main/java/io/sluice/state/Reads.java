package io.sluice.state;

import io.sluice.core.ActiveBundle;
import io.sluice.core.ChannelPath;
import io.sluice.core.ChannelText;
import io.sluice.core.ChannelTree;
import io.sluice.core.JobId;
import io.sluice.core.Limits;
import io.sluice.core.StateView.WorkerFacts;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What people ask about a partition, answered from its store alone. Keeps nothing between two calls, so any thread may use it
 * while the state is written; each answer is as new as what was written last, and parts of one answer may be a moment apart.
 *
 * @since 0.1
 */
public final class Reads {

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
        KeyRange all = Keys.trees();
        KeyRange rest = after.isEmpty() ? all : all.startingAt(OrderedReads.justAfter(Keys.tree(after)));
        return store.scan(rest.from(), rest.to(), limit).stream()
                .map(entry -> {
                    TreeValue tree = TreeValue.read(entry.value());
                    return new TreeRow(Keys.treeOf(entry.key()), tree.ready(), tree.open());
                })
                .toList();
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

    /** The text of the channels file that this partition keeps; empty at first. */
    public String fileText() {
        return store.get(Keys.fileText())
                .map(bytes -> ValueReader.version(1, bytes).text())
                .orElse("");
    }

    /** The channels of a tree by path: {@code root}, those declared, those ever used, and what is above them. */
    public List<ChannelRow> channelRows(String tree) {
        Map<ChannelPath, ChannelRecord> records = records(tree);
        Map<ChannelPath, Limits> own = new TreeMap<>();
        records.forEach((path, record) -> record.own().ifPresent(said -> own.put(path, said)));
        String text = fileText();
        ChannelTree channels = new ChannelTree(text.isBlank() ? Map.of() : ChannelText.parse(text), own);
        Map<ChannelPath, Integer> seats = seats(tree);
        return paths(records, channels).stream()
                .map(path -> row(
                        records.getOrDefault(path, new ChannelRecord(path)),
                        channels.limits(path),
                        seats.getOrDefault(path, 0)))
                .toList();
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

    private Map<ChannelPath, Integer> seats(String tree) {
        Map<ChannelPath, Integer> seats = new HashMap<>();
        KeyRange all = Keys.of(Index.ACTIVE, tree);
        store.forEach(all.from(), all.to(), entry -> {
            ActiveBundle bundle = BundleValue.read(entry.key(), entry.value());
            ChannelTree.upwards(bundle.channel()).forEach(path -> seats.merge(path, 1, Integer::sum));
        });
        return seats;
    }

    private static TreeSet<ChannelPath> paths(Map<ChannelPath, ChannelRecord> records, ChannelTree channels) {
        TreeSet<ChannelPath> paths = new TreeSet<>();
        paths.add(ChannelPath.ROOT);
        records.keySet().forEach(path -> paths.addAll(ChannelTree.upwards(path)));
        channels.declared().forEach(path -> paths.addAll(ChannelTree.upwards(path)));
        return paths;
    }

    private static ChannelRow row(ChannelRecord record, Limits limits, int seats) {
        return new ChannelRow(
                record.path, limits, record.own(), record.pause(), seats, record.counts.row(record.ready()));
    }
}
