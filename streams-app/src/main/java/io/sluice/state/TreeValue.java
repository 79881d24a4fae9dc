package io.sluice.state;

import io.sluice.core.StateView.Pause;
import java.util.Map;
import java.util.TreeMap;

/**
 * The value of TREE.
 *
 * @param nextSeq the arrival number for the next job
 * @param nextEvent the number for the next event
 * @param ready READY jobs, so that a start knows which trees have some
 * @param open open bundles: a start loads these trees
 * @param edges edges between its jobs, and jobs whose children another one holds
 * @param members jobs of flows
 * @param pausedTypes the pauses of job types
 * @param dropped whether it was dropped and nothing has come since: only its numbers are kept
 * @param carryAt when the timer of the walk over what lives comes; 0: there is none
 * @param countersAt when the timer comes that writes the counters of channels that changed; 0: there is none
 */
record TreeValue(
        long nextSeq,
        long nextEvent,
        long ready,
        int open,
        long edges,
        long members,
        Map<String, Pause> pausedTypes,
        boolean dropped,
        long carryAt,
        long countersAt) {

    private static final int VERSION = 1;

    /** A tree without edges and flows. */
    TreeValue(long nextSeq, long nextEvent, long ready, int open) {
        this(nextSeq, nextEvent, ready, open, 0, 0, Map.of(), false, 0, 0);
    }

    /** A tree of which nothing is stored. */
    static final TreeValue NEW = new TreeValue(1, 1, 0, 0);

    byte[] write() {
        return ValueWriter.version(VERSION)
                .number(nextSeq)
                .number(nextEvent)
                .number(ready)
                .number(open)
                .number(edges)
                .number(members)
                .list(
                        pausedTypes.entrySet(),
                        (writer, entry) -> ChannelRecord.writePause(writer.text(entry.getKey()), entry.getValue()))
                .flag(dropped)
                .number(carryAt)
                .number(countersAt)
                .toBytes();
    }

    static TreeValue read(byte[] bytes) {
        ValueReader reader = ValueReader.version(VERSION, bytes);
        long nextSeq = reader.number();
        long nextEvent = reader.number();
        long ready = reader.number();
        int open = reader.smallNumber();
        long edges = reader.number();
        long members = reader.number();
        Map<String, Pause> paused = new TreeMap<>();
        for (int left = reader.smallNumber(); left > 0; left--) {
            paused.put(reader.text(), ChannelRecord.readPause(reader));
        }
        return new TreeValue(
                nextSeq,
                nextEvent,
                ready,
                open,
                edges,
                members,
                paused,
                reader.flag(),
                reader.number(),
                reader.number());
    }

    /** All that events say; not when timers come. */
    TreeValue said() {
        return new TreeValue(nextSeq, nextEvent, ready, open, edges, members, pausedTypes, dropped, 0, 0);
    }
}
