package io.sluice.streams;

import java.util.concurrent.TimeUnit;

/**
 * When a stream thread commits by itself: when something lies ready for workers, at once if no more input waits, else now and
 * then. All else is committed by Streams' own interval.
 *
 * <p>A commit costs 5 to 12 ms of the thread, whatever is in it. So while input waits, the distance between commits grows with
 * their number: one millisecond for each commit of the last second, 10 ms at least and 100 ms at most. That settles at about
 * 30 commits a second under load.
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
    private boolean workersWait;
    private boolean everCommitted;
    private long lastCommit;
    private long second;
    private int commitsThisSecond;
    private int commitsLastSecond;

    CommitPolicy(ShellCounts counts) {
        this.counts = counts;
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

    /**
     * Whether to commit now that a record was processed.
     *
     * @param forWorkers whether it led to something that a worker waits for; what else it led to can wait for Streams' interval
     */
    boolean processed(boolean forWorkers, long nanos) {
        waiting = Math.max(0, waiting - 1);
        workersWait |= forWorkers;
        boolean drained = waiting == 0 && !moreAtBroker;
        boolean commit = workersWait && (drained || sinceLast(nanos) >= distance(nanos));
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
        workersWait = false;
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
