package io.sluice.state;

import io.sluice.core.BundleId;
import io.sluice.core.ChannelPath;
import io.sluice.core.FlowId;
import io.sluice.core.JobId;
import io.sluice.core.Place;
import java.util.Arrays;
import java.util.UUID;

/** Every key of the store, built and read here only. Text is ended by a zero byte (written 0 below), numbers are big-endian. */
final class Keys {

    private Keys() {}

    // ---- the partition

    // META | 1
    static byte[] partitionCount() {
        return new KeyWriter(Index.META).signed(1).bytes();
    }

    // META | 2
    static byte[] clock() {
        return new KeyWriter(Index.META).signed(2).bytes();
    }

    // META | 3
    static byte[] fileText() {
        return new KeyWriter(Index.META).signed(3).bytes();
    }

    // META | 4
    static byte[] timersFrom() {
        return new KeyWriter(Index.META).signed(4).bytes();
    }

    // META | 5
    static byte[] fileCarriedAt() {
        return new KeyWriter(Index.META).signed(5).bytes();
    }

    // WORKER | worker 0
    static byte[] worker(String worker) {
        return new KeyWriter(Index.WORKER).text(worker).bytes();
    }

    static KeyRange workers() {
        return new KeyWriter(Index.WORKER).range();
    }

    static String workerOf(byte[] key) {
        return new KeyReader(key).text();
    }

    // TIMER | due | subject 0
    static byte[] timer(long due, String subject) {
        return new KeyWriter(Index.TIMER).signed(due).text(subject).bytes();
    }

    static KeyRange timers() {
        return new KeyWriter(Index.TIMER).range();
    }

    /** Timers that are due at a time or before. */
    static KeyRange timersUntil(long time) {
        return new KeyRange(
                timers().from(), new KeyWriter(Index.TIMER).signed(time).range().to());
    }

    static long dueOf(byte[] key) {
        return new KeyReader(key).signedLong();
    }

    static String subjectOf(byte[] key) {
        KeyReader reader = new KeyReader(key);
        reader.signedLong();
        return reader.text();
    }

    // ---- trees and channels

    // TREE | tree 0
    static byte[] tree(String tree) {
        return new KeyWriter(Index.TREE).text(tree).bytes();
    }

    /** Trees behind that name; empty: all. */
    static KeyRange treesAfter(String name) {
        return name.isEmpty() ? trees() : trees().startingAt(OrderedReads.justAfter(tree(name)));
    }

    static KeyRange trees() {
        return new KeyWriter(Index.TREE).range();
    }

    static String treeOf(byte[] key) {
        return new KeyReader(key).text();
    }

    // CHANNEL | tree 0 | channel 0
    static byte[] channel(String tree, ChannelPath channel) {
        return in(Index.CHANNEL, tree, channel).bytes();
    }

    /** An index of all trees. */
    static KeyRange all(Index index) {
        return new KeyWriter(index).range();
    }

    /** One index of a tree; not for META, TREE, WORKER and TIMER, which have no tree before their columns. */
    static KeyRange of(Index index, String tree) {
        return new KeyWriter(index).text(tree).range();
    }

    /** One index of a channel; for those whose second column it is. */
    static KeyRange of(Index index, String tree, ChannelPath channel) {
        return in(index, tree, channel).range();
    }

    /** The channel in a key of CHANNEL, READY, SCHEDULED, ACTIVE, FAILED or ENDED. */
    static ChannelPath channelOf(byte[] key) {
        return afterTree(key);
    }

    private static ChannelPath afterTree(byte[] key) {
        KeyReader reader = new KeyReader(key);
        reader.text();
        return new ChannelPath(reader.text());
    }

    // ---- jobs

    // JOB | tree 0 | uuid
    static byte[] job(JobId job) {
        return new KeyWriter(Index.JOB).text(job.tree()).uuid(job.uuid()).bytes();
    }

    /** The jobs of a tree. */
    static KeyRange jobs(String tree) {
        return of(Index.JOB, tree);
    }

    /** The job in a key of JOB or STATUS. */
    static JobId keptJobOf(byte[] key) {
        KeyReader reader = new KeyReader(key);
        return new JobId(reader.text(), reader.uuid());
    }

    // STATUS | tree 0 | uuid
    static byte[] status(JobId job) {
        return new KeyWriter(Index.STATUS).text(job.tree()).uuid(job.uuid()).bytes();
    }

    // READY | tree 0 | channel 0 | type 0 | priority | seq
    static byte[] ready(ReadyLine line, Place place) {
        return line(line).signed(place.priority()).signed(place.seq()).bytes();
    }

    // LATER | tree 0 | channel 0 | priority | seq   for a line of SCHEDULED jobs
    static KeyRange ready(ReadyLine line) {
        return line(line).range();
    }

    private static KeyWriter line(ReadyLine line) {
        return line.isScheduled()
                ? in(Index.LATER, line.tree(), line.channel())
                : in(Index.READY, line.tree(), line.channel()).text(line.type());
    }

    static Place placeOf(byte[] key) {
        KeyReader reader = new KeyReader(key);
        reader.text();
        reader.text();
        if (key[0] == Index.READY.number()) {
            reader.text();
        }
        return new Place(reader.signedInt(), reader.signedLong());
    }

    // SCHEDULED | tree 0 | channel 0 | notBefore | uuid
    static byte[] scheduled(JobId job, ChannelPath channel, long notBefore) {
        return dated(Index.SCHEDULED, job, channel, notBefore);
    }

    // FAILED | tree 0 | channel 0 | at | uuid
    static byte[] failed(JobId job, ChannelPath channel, long at) {
        return dated(Index.FAILED, job, channel, at);
    }

    private static byte[] dated(Index index, JobId job, ChannelPath channel, long time) {
        return in(index, job.tree(), channel).signed(time).uuid(job.uuid()).bytes();
    }

    /** The job in a key of SCHEDULED or FAILED. */
    static UUID jobOf(byte[] key) {
        KeyReader reader = new KeyReader(key);
        reader.text();
        reader.text();
        reader.signedLong();
        return reader.uuid();
    }

    // ENDED | tree 0 | channel 0 | at | number of the event that ended the first of its jobs
    static byte[] ended(String tree, ChannelPath channel, long at, long number) {
        return in(Index.ENDED, tree, channel).signed(at).signed(number).bytes();
    }

    /** The first key of that time or later in a channel's SCHEDULED, FAILED or ENDED; {@code channel} is where that begins. */
    static byte[] timeIn(byte[] channel, long time) {
        byte[] column = new KeyWriter(Index.META).signed(time).bytes();
        byte[] key = Arrays.copyOf(channel, channel.length + Long.BYTES);
        System.arraycopy(column, 1, key, channel.length, Long.BYTES);
        return key;
    }

    /** The time in a key of SCHEDULED, FAILED or ENDED. */
    static long timeOf(byte[] key) {
        return thirdColumn(key);
    }

    /** A key of ENDED without the number: the same for all that ended in a channel in one millisecond. */
    static byte[] momentOf(byte[] key) {
        return Arrays.copyOf(key, key.length - Long.BYTES);
    }

    // ACTIVE | tree 0 | channel 0 | bundle number
    static byte[] active(BundleId bundle, ChannelPath channel) {
        return in(Index.ACTIVE, bundle.tree(), channel).signed(bundle.number()).bytes();
    }

    // REST | tree 0 | channel 0 | bundle number
    static byte[] rest(BundleId bundle, ChannelPath channel) {
        return in(Index.REST, bundle.tree(), channel).signed(bundle.number()).bytes();
    }

    static BundleId bundleOf(byte[] key) {
        return new BundleId(treeOf(key), thirdColumn(key));
    }

    private static long thirdColumn(byte[] key) {
        KeyReader reader = new KeyReader(key);
        reader.text();
        reader.text();
        return reader.signedLong();
    }

    private static KeyWriter in(Index index, String tree, ChannelPath channel) {
        return new KeyWriter(index).text(tree).text(channel.text());
    }

    // ---- flows

    // WAITING | tree 0 | channel 0 | uuid
    static byte[] waiting(JobId job, ChannelPath channel) {
        return in(Index.WAITING, job.tree(), channel).uuid(job.uuid()).bytes();
    }

    // ---- dedup and sweeps

    // DEDUP | tree 0 | dedup key 0
    static byte[] dedup(String tree, String key) {
        return new KeyWriter(Index.DEDUP).text(tree).text(key).bytes();
    }

    static String dedupOf(byte[] key) {
        KeyReader reader = new KeyReader(key);
        reader.text();
        return reader.text();
    }

    // SWEEP | tree 0 | uuid
    static byte[] sweep(String tree, UUID sweep) {
        return new KeyWriter(Index.SWEEP).text(tree).uuid(sweep).bytes();
    }

    static UUID sweepOf(byte[] key) {
        KeyReader reader = new KeyReader(key);
        reader.text();
        return reader.uuid();
    }

    /** One index of all channels below one; for those whose second column is the channel. */
    static KeyRange below(Index index, String tree, ChannelPath channel) {
        // Without its zero byte, so that what follows the dot may be anything.
        byte[] prefix =
                new KeyWriter(index).text(tree).text(channel.text() + ".").bytes();
        return KeyRange.of(Arrays.copyOf(prefix, prefix.length - 1));
    }

    /** The job in a key of WAITING. */
    static UUID waitingJobOf(byte[] key) {
        KeyReader reader = new KeyReader(key);
        reader.text();
        reader.text();
        return reader.uuid();
    }

    // EDGE | tree 0 | 1 | parent | child
    static byte[] edge(JobId parent, UUID child) {
        return edge(1, parent).uuid(child).bytes();
    }

    static KeyRange edges(JobId parent) {
        return edge(1, parent).range();
    }

    // EDGE | tree 0 | 2 | child | parent
    static byte[] addedParent(JobId child, UUID parent) {
        return edge(2, child).uuid(parent).bytes();
    }

    static KeyRange addedParents(JobId child) {
        return edge(2, child).range();
    }

    /** The second job in a key of an edge, or of an added parent. */
    static UUID secondJobOf(byte[] key) {
        KeyReader reader = new KeyReader(key);
        reader.text();
        reader.small();
        reader.uuid();
        return reader.uuid();
    }

    // EDGE | tree 0 | 3 | parent
    static byte[] cascade(JobId parent) {
        return edge(3, parent).bytes();
    }

    /** Whether a key of EDGE is that of a cascade. */
    static boolean isCascade(byte[] key) {
        return kindOf(key) == 3;
    }

    private static int kindOf(byte[] key) {
        KeyReader reader = new KeyReader(key);
        reader.text();
        return reader.small();
    }

    static KeyRange cascades(String tree) {
        return new KeyWriter(Index.EDGE).text(tree).small(3).range();
    }

    /** The first job in a key of an edge, of whatever kind. */
    static UUID firstJobOf(byte[] key) {
        return afterKind(key);
    }

    private static UUID afterKind(byte[] key) {
        KeyReader reader = new KeyReader(key);
        reader.text();
        reader.small();
        return reader.uuid();
    }

    // EDGE | tree 0 | 4 | job
    static byte[] holder(JobId job) {
        return edge(4, job).bytes();
    }

    private static KeyWriter edge(int kind, JobId first) {
        return new KeyWriter(Index.EDGE).text(first.tree()).small(kind).uuid(first.uuid());
    }

    // FLOW | tree 0 | 1 | flow
    static byte[] flow(FlowId flow) {
        return flow(1, flow).bytes();
    }

    /** The flows of a tree. */
    static KeyRange flows(String tree) {
        return new KeyWriter(Index.FLOW).text(tree).small(1).range();
    }

    /** Whether a key of FLOW is that of a flow itself, not of a member. */
    static boolean isFlow(byte[] key) {
        return kindOf(key) == 1;
    }

    /** The flow in a key of FLOW. */
    static UUID flowOf(byte[] key) {
        return afterKind(key);
    }

    // FLOW | tree 0 | 2 | flow | seq
    static byte[] member(FlowId flow, long seq) {
        return flow(2, flow).signed(seq).bytes();
    }

    static KeyRange members(FlowId flow) {
        return flow(2, flow).range();
    }

    /** The arrival number in a member's key. */
    static long memberOf(byte[] key) {
        KeyReader reader = new KeyReader(key);
        reader.text();
        reader.small();
        reader.uuid();
        return reader.signedLong();
    }

    private static KeyWriter flow(int kind, FlowId flow) {
        return new KeyWriter(Index.FLOW).text(flow.tree()).small(kind).uuid(flow.uuid());
    }

    // ---- schedules

    // SCHEDULE | tree 0 | schedule 0
    static byte[] schedule(String tree, String id) {
        return new KeyWriter(Index.SCHEDULE).text(tree).text(id).bytes();
    }

    static String scheduleOf(byte[] key) {
        KeyReader reader = new KeyReader(key);
        reader.text();
        return reader.text();
    }

    // ---- for people

    /** The index by name, then letters as they are and other bytes in hexadecimal. */
    static String readable(byte[] key) {
        StringBuilder text = new StringBuilder();
        for (Index index : Index.values()) {
            if (key.length > 0 && index.number() == key[0]) {
                text.append(index).append(' ');
            }
        }
        for (int i = text.isEmpty() ? 0 : 1; i < key.length; i++) {
            text.append(key[i] > ' ' && key[i] < 0x7F ? "" + (char) key[i] : String.format("\\%02x", key[i]));
        }
        return text.toString();
    }
}
