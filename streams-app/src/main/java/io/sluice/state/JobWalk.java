package io.sluice.state;

import io.sluice.core.ActiveBundle.Member;
import io.sluice.core.ChannelPath;
import io.sluice.core.JobFilter;
import io.sluice.core.JobId;
import io.sluice.core.JobState;
import io.sluice.core.StateView.Walk;
import io.sluice.state.OrderedReads.Entry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Goes over the jobs of a tree by the indexes in which they stand, in the order in which jobs go through these; within one,
 * channel by channel. A cursor names the last key that was read, so the next page skips what is dead before it.
 */
final class JobWalk {

    private static final List<Index> IN_ORDER =
            List.of(Index.WAITING, Index.SCHEDULED, Index.READY, Index.ACTIVE, Index.FAILED, Index.ENDED);

    private final OrderedReads reads;
    private final String tree;
    private final JobFilter filter;
    private final ReadyLines ready;

    /** Where READY jobs stand, which an index alone does not tell: each line begins with a dead stretch. */
    interface ReadyLines {

        /** The lines of all channels from that one on, in their order, each from where its first job can stand. */
        Iterator<Line> from(ChannelPath channel);

        /** A line and its keys. */
        record Line(ReadyLine line, KeyRange keys) {}
    }

    JobWalk(OrderedReads reads, String tree, JobFilter filter, ReadyLines ready) {
        this.reads = reads;
        this.tree = tree;
        this.filter = filter;
        this.ready = ready;
    }

    // ---- pages

    /**
     * Where a page begins.
     *
     * @param stretch which of the stretches
     * @param last the last key that was read there; empty: none yet
     */
    private record Cursor(int stretch, byte[] last) {

        static Cursor parse(String text) {
            if (text.isEmpty()) {
                return new Cursor(0, new byte[0]);
            }
            int dot = text.indexOf('.');
            return new Cursor(
                    Integer.parseInt(text.substring(0, dot)),
                    Base64.getUrlDecoder().decode(text.substring(dot + 1)));
        }

        String text() {
            return stretch + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(last);
        }

        KeyRange rest(KeyRange range) {
            return last.length == 0 ? range : range.startingAt(OrderedReads.justAfter(last));
        }
    }

    Walk page(String cursor, int limit) {
        List<JobId> jobs = new ArrayList<>();
        List<Stretch> stretches = stretches();
        Cursor at = Cursor.parse(cursor);
        while (at.stretch() < stretches.size()) {
            byte[] last = read(stretches.get(at.stretch()), at, limit, jobs);
            if (jobs.size() >= limit) {
                return new Walk(List.copyOf(jobs), Optional.of(new Cursor(at.stretch(), last).text()));
            }
            at = new Cursor(at.stretch() + 1, new byte[0]);
        }
        return new Walk(List.copyOf(jobs), Optional.empty());
    }

    /** Reads on until there are enough jobs or the stretch ends; answers the last key that was read. */
    private byte[] read(Stretch stretch, Cursor at, int limit, List<JobId> jobs) {
        if (stretch.index() == Index.READY) {
            return readReady(stretch, at, limit, jobs);
        }
        return read(stretch.index(), at.rest(stretch.keys()), at.last(), limit, jobs);
    }

    private byte[] read(Index index, KeyRange rest, byte[] before, int limit, List<JobId> jobs) {
        byte[] last = before;
        for (Entry entry : reads.scan(rest.from(), rest.to(), limit - jobs.size())) {
            if (jobs.size() >= limit) {
                return last;
            }
            jobsIn(index, entry).forEach(uuid -> jobs.add(new JobId(tree, uuid)));
            last = entry.key();
        }
        return last;
    }

    private byte[] readReady(Stretch stretch, Cursor at, int limit, List<JobId> jobs) {
        byte[] last = at.last();
        ChannelPath first = last.length > 0 ? Keys.channelOf(last) : stretch.first();
        Iterator<ReadyLines.Line> lines = ready.from(first);
        while (jobs.size() < limit && lines.hasNext()) {
            ReadyLines.Line line = lines.next();
            if (Arrays.compareUnsigned(line.keys().from(), stretch.keys().to()) >= 0) {
                return last;
            }
            if (isToCome(line, stretch, at)) {
                last = read(Index.READY, at.rest(line.keys()), last, limit, jobs);
            }
        }
        return last;
    }

    private boolean isToCome(ReadyLines.Line line, Stretch stretch, Cursor at) {
        return stretch.keys().has(line.keys().from())
                && Arrays.compareUnsigned(at.last(), line.keys().to()) < 0
                && filter.type().map(line.line().type()::equals).orElse(true);
    }

    private List<UUID> jobsIn(Index index, Entry entry) {
        return switch (index) {
            case READY -> List.of(ReadyEntry.read(entry.value()).job());
            case SCHEDULED, FAILED -> List.of(Keys.jobOf(entry.key()));
            case WAITING -> List.of(Keys.waitingJobOf(entry.key()));
            case ACTIVE ->
                BundleRecords.read(reads, entry).members().stream()
                        .map(Member::job)
                        .toList();
            case ENDED -> EndedValue.read(entry.value());
            default -> throw new IllegalStateException("no job stands in " + index);
        };
    }

    // ---- stretches

    /** A part of an index in which jobs stand that the filter may let through. */
    private record Stretch(Index index, ChannelPath first, KeyRange keys) {}

    private List<Stretch> stretches() {
        List<Stretch> stretches = new ArrayList<>();
        for (Index index : IN_ORDER) {
            if (filter.states().isEmpty() || filter.states().stream().anyMatch(state -> index == indexOf(state))) {
                add(index, stretches);
            }
        }
        return stretches;
    }

    private void add(Index index, List<Stretch> stretches) {
        if (filter.channel().isEmpty()) {
            stretches.add(new Stretch(index, ChannelPath.ROOT, Keys.of(index, tree)));
            return;
        }
        ChannelPath channel = filter.channel().get();
        stretches.add(new Stretch(index, channel, Keys.of(index, tree, channel)));
        stretches.add(new Stretch(index, channel, Keys.below(index, tree, channel)));
    }

    private static Index indexOf(JobState state) {
        return switch (state) {
            case WAITING -> Index.WAITING;
            case SCHEDULED -> Index.SCHEDULED;
            case READY -> Index.READY;
            case RELEASED, RUNNING -> Index.ACTIVE;
            case FAILED -> Index.FAILED;
            case DONE, CANCELLED -> Index.ENDED;
        };
    }
}
