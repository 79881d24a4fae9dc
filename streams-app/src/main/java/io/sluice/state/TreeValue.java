package io.sluice.state;

/**
 * The value of TREE.
 *
 * @param nextSeq the arrival number for the next job
 * @param nextEvent the number for the next event
 * @param ready READY jobs, so that a start knows which trees to load
 * @param open open bundles, likewise
 */
record TreeValue(long nextSeq, long nextEvent, long ready, int open) {

    private static final int VERSION = 1;

    /** A tree of which nothing is stored. */
    static final TreeValue NEW = new TreeValue(1, 1, 0, 0);

    byte[] write() {
        return ValueWriter.version(VERSION)
                .number(nextSeq)
                .number(nextEvent)
                .number(ready)
                .number(open)
                .toBytes();
    }

    static TreeValue read(byte[] bytes) {
        ValueReader reader = ValueReader.version(VERSION, bytes);
        return new TreeValue(reader.number(), reader.number(), reader.number(), reader.smallNumber());
    }

    boolean isBusy() {
        return ready > 0 || open > 0;
    }
}
