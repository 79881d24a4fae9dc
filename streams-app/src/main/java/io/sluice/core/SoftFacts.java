package io.sluice.core;

import java.util.Map;

/**
 * What a partition knows of its workers without storing it, at one moment: when each was heard of and what it held, types that
 * wait because a worker did not know them, and how long its topics' runs take. Unchangeable, so another thread may have it.
 *
 * @since 0.1
 */
public final class SoftFacts {

    private final int partition;
    private final Map<String, Roster.Seen> seen;
    private final Map<UnknownTypes.OnTopic, UnknownTypes.Wait> waits;
    private final RunTimes runTimes;

    SoftFacts(
            int partition,
            Map<String, Roster.Seen> seen,
            Map<UnknownTypes.OnTopic, UnknownTypes.Wait> waits,
            RunTimes runTimes) {
        this.partition = partition;
        this.seen = Map.copyOf(seen);
        this.waits = Map.copyOf(waits);
        this.runTimes = runTimes.ofTopics();
    }

    /** What a partition knows that has just started: every worker that is stored counts as seen. */
    public static SoftFacts none(int partition) {
        return new SoftFacts(partition, Map.of(), Map.of(), new RunTimes());
    }

    int partition() {
        return partition;
    }

    Map<String, Roster.Seen> seen() {
        return seen;
    }

    Map<UnknownTypes.OnTopic, UnknownTypes.Wait> waits() {
        return waits;
    }

    RunTimes runTimes() {
        return runTimes;
    }
}
