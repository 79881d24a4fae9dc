package io.sluice.state;

import io.sluice.core.ChannelPath;
import io.sluice.core.JobId;
import io.sluice.core.Place;
import io.sluice.core.StateView.Ready;
import java.util.Iterator;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** READY, and LATER: who may be released or would be, in store, channel record and window at once. */
final class ReadyJobs {

    private static final int MOST_KEYS_IN_MEMORY = 200_000;

    /** A scan costs as much as about that many reads. */
    private static final int FEWEST_TOGETHER = 8;

    /** One other may lie among so many: more are not read for nothing. */
    static final int JOBS_PER_OTHER = 4;

    private final OrderedStore store;
    private final Trees trees;
    private final JobRecords records;
    private final Heads heads;
    private final PriorityHeads priorities;

    ReadyJobs(OrderedStore store, Trees trees, JobRecords records) {
        this.store = store;
        this.trees = trees;
        this.records = records;
        this.heads = new Heads(store, MOST_KEYS_IN_MEMORY);
        this.priorities = new PriorityHeads(store, MOST_KEYS_IN_MEMORY);
    }

    Set<String> types(String tree, ChannelPath channel) {
        return trees.tree(tree)
                .channel(channel)
                .map(there -> Set.copyOf(there.lines.keySet()))
                .orElse(Set.of());
    }

    Optional<Ready> first(ReadyLine line) {
        return there(line).flatMap(stand -> heads.first(line, stand.start())).map(head -> {
            JobId job = new JobId(line.tree(), head.getValue().job());
            if (head.getValue().isFresh()) {
                records.noteFresh(job);
            }
            return new Ready(head.getKey(), job);
        });
    }

    /**
     * Reads the jobs together that stand first in a line, where that costs less than one by one: where they came one after the
     * other, so that few others stand between them. Measured with a million waiting: 15 % less CPU of the stream thread.
     */
    void readAhead(ReadyLine line, int count) {
        // To have looked at the first one says whether it is fresh.
        Optional<Ready> next = first(line);
        if (count < FEWEST_TOGETHER
                || next.map(Ready::job).filter(records::isRecent).isPresent()) {
            return;
        }
        Map<Place, ReadyEntry> first = heads.known(line, count);
        LongSummaryStatistics arrivals =
                first.keySet().stream().mapToLong(Place::seq).summaryStatistics();
        long between = arrivals.getMax() - arrivals.getMin() + 1 - first.size();
        if (first.size() >= FEWEST_TOGETHER && between <= first.size() / JOBS_PER_OTHER) {
            records.readAhead(
                    line.tree(), first.values().stream().map(ReadyEntry::job).toList());
        }
    }

    /** How many stand before that place in a channel's lines, whatever their type; at most so many are counted. */
    int before(String tree, ChannelPath channel, Place place, int limit) {
        int count = 0;
        for (String type : types(tree, channel)) {
            ReadyLine line = new ReadyLine(tree, channel, type);
            KeyRange all = Keys.ready(line);
            KeyRange range = all.startingAt(
                            Keys.ready(line, there(line).orElseThrow().start()))
                    .endingBefore(Keys.ready(line, place));
            count += store.scan(range.from(), range.to(), limit - count).size();
        }
        return count;
    }

    /** The first of each priority in a line. */
    List<Ready> firstOfEachPriority(ReadyLine line) {
        return there(line).map(stand -> priorities.first(line, stand.start())).orElse(List.of());
    }

    private Optional<ChannelRecord.Line> there(ReadyLine line) {
        return trees.tree(line.tree()).channel(line.channel()).flatMap(channel -> channel.line(line));
    }

    long count(ReadyLine line) {
        return trees.tree(line.tree())
                .channel(line.channel())
                .map(channel -> channel.lines.get(line.type()))
                .map(ChannelRecord.Line::count)
                .orElse(0L);
    }

    /** The lines of a tree in their order, from those of one channel on, each from where its first job can stand. */
    Iterator<JobWalk.ReadyLines.Line> lines(String tree, ChannelPath from) {
        Tree there = trees.tree(tree);
        return there.channelsWithReadyJobs().tailSet(from, true).stream()
                .flatMap(path -> there.channel(path).orElseThrow().lines.entrySet().stream()
                        .map(line -> {
                            ReadyLine name = new ReadyLine(tree, path, line.getKey());
                            byte[] start = Keys.ready(name, line.getValue().start());
                            return new JobWalk.ReadyLines.Line(
                                    name, Keys.ready(name).startingAt(start));
                        }))
                .iterator();
    }

    void arrive(ReadyLine line, Place place, JobId job) {
        Tree tree = trees.change(line.tree());
        // Of a SCHEDULED job there will be a status when it is due.
        ReadyEntry entry = new ReadyEntry(job.uuid(), !line.isScheduled() && !records.hasStatus(job));
        store.insert(Keys.ready(line, place), entry.write());
        ChannelRecord channel = tree.change(line.channel());
        boolean isOnly = channel.arrive(line, place);
        heads.arrive(line, place, entry, isOnly);
        priorities.arrive(line, place, job.uuid());
        count(tree, channel, line, 1);
    }

    /** A job that stands there has a status from now on. */
    void noLongerFresh(ReadyLine line, Place place, JobId job) {
        // If it is taken back, what is in memory of the line has to be forgotten.
        trees.change(line.tree());
        ReadyEntry entry = new ReadyEntry(job.uuid(), false);
        store.update(Keys.ready(line, place), entry.write());
        heads.change(line, place, entry);
    }

    /** @throws IllegalStateException if nobody stands in that line */
    void depart(ReadyLine line, Place place, JobId job) {
        Tree tree = trees.change(line.tree());
        ChannelRecord channel = tree.change(line.channel());
        ChannelRecord.Line before = channel.line(line)
                .orElseThrow(() -> new IllegalStateException(job + " leaves READY, but no job of type " + line.type()
                        + " is READY in " + line.tree() + "/" + line.channel()));
        channel.depart(line, heads.start(line, place, before));
        store.delete(Keys.ready(line, place));
        heads.depart(line, place, before.count() == 1);
        priorities.depart(line, place);
        count(tree, channel, line, -1);
    }

    private void count(Tree tree, ChannelRecord channel, ReadyLine line, int by) {
        if (line.isScheduled()) {
            tree.scheduledChanged(channel);
        } else {
            tree.readyChanged(channel, by);
            trees.noteReady(tree);
        }
    }

    void dropTree(String tree) {
        heads.dropTree(tree);
        priorities.dropTree(tree);
    }
}
