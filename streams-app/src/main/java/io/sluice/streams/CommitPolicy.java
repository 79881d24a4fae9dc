package io.sluice.streams;

import java.util.concurrent.TimeUnit;

/**
 * When a stream thread commits: at once when something lies ready for workers and no more input waits, else now and then.
 *
 * <p>A commit costs 5 to 12 ms of the thread, whatever is in it. So while input waits, the distance between commits grows with
 * their number: one millisecond for each commit of the last second, 10 ms at least and 100 ms at most. That settles at about
 * 30 commits a second under load. What is left over when the input stops is committed by Streams' own interval.
 *
 * <p>Belongs to one thread.
 */
final class CommitPolicy {

    private static final long SHORTEST = TimeUnit.MILLISECONDS.toNanos(10);
    private static final long LONGEST = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final int EASY = 10;

    private final ShellCounts counts;
    private int waiting;
    private boolean moreAtBroker;
    private Sent unsent = Sent.NOTHING;
    private boolean everCommitted;
    private long lastCommit;
    private long second;
    private int commitsThisSecond;
    private int commitsLastSecond;

    CommitPolicy(ShellCounts counts) {
        this.counts = counts;
    }

    /** What a record led to, in the order of its urgency. */
    enum Sent {
        /** Nothing that anybody waits for. */
        NOTHING,
        /** Events, dead letters, words of the application to itself. */
        RECORDS,
        /** Something that a worker waits for. */
        FOR_WORKERS;

        Sent and(Sent other) {
            return compareTo(other) >= 0 ? this : other;
        }
    }

    /**
     * The consumer handed out records. Streams polls when it has none left, so this replaces what was waiting, and a task that
     * went away with records in its hands does no lasting harm.
     *
     * @param moreAtBroker whether it handed out as many as it may at a time
     */
    void polled(int records, boolean moreAtBroker) {
        this.waiting = records;
        this.moreAtBroker = moreAtBroker;
    }

    /** Whether to commit now that a record was processed. */
    boolean processed(Sent sent, long nanos) {
        waiting = Math.max(0, waiting - 1);
        unsent = unsent.and(sent);
        boolean drained = waiting == 0 && !moreAtBroker;
        boolean commit =
                unsent == Sent.FOR_WORKERS && drained || unsent != Sent.NOTHING && sinceLast(nanos) >= distance(nanos);
        if (commit) {
            committing(nanos);
            counts.commit(!drained);
        }
        return commit;
    }

    private long sinceLast(long nanos) {
        return everCommitted ? nanos - lastCommit : Long.MAX_VALUE;
    }

    private long distance(long nanos) {
        roll(nanos);
        long wanted = SHORTEST * Math.max(commitsLastSecond, commitsThisSecond) / EASY;
        return Math.clamp(wanted, SHORTEST, LONGEST);
    }

    private void committing(long nanos) {
        roll(nanos);
        commitsThisSecond++;
        lastCommit = nanos;
        everCommitted = true;
        unsent = Sent.NOTHING;
    }

    private void roll(long nanos) {
        long gone = nanos - second;
        if (!everCommitted || gone >= SECOND) {
            commitsLastSecond = everCommitted && gone < 2 * SECOND ? commitsThisSecond : 0;
            commitsThisSecond = 0;
            second = nanos;
        }
    }
}
