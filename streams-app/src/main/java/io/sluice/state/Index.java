package io.sluice.state;

/** The first byte of a key: what the entry is. A number is never used for something else, not even after its index is gone. */
enum Index {
    META(1),
    TREE(2),
    JOB(3),
    STATUS(4),
    CHANNEL(5),
    DEDUP(6),
    EDGE(7),
    FLOW(8),
    SCHEDULE(9),
    WORKER(10),
    READY(11),
    TIMER(12),
    SCHEDULED(13),
    ACTIVE(14),
    FAILED(15),
    ENDED(16),
    WAITING(17),
    // bundles
    REST(18),
    // channels
    /** SCHEDULED jobs by their place in the order. */
    LATER(40),
    // jobs
    SWEEP(60);

    private final int number;

    Index(int number) {
        this.number = number;
    }

    byte number() {
        return (byte) number;
    }
}
