package io.sluice.streams;

import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/**
 * When a stream thread commits. What lies ready for workers is committed at once if no more input waits, and the thread waited
 * for it or little has come since the last commit; what others wait for (events), after some {@link #SOON}. Under load both are
 * committed now and then.
 *
 * <p>A commit costs 5 to 12 ms of the thread, whatever is in it. So under load the distance between commits grows with their
 * number: two milliseconds for each commit of the last second, 10 ms at least and 100 ms at most. That settles at about 22
 * commits a second.
 *
 * <p>Who asks is told when to ask again, for nothing is left to Streams' own interval but what nobody waits for: that is a net
 * and far apart, because each of its commits would come on top of ours (ten more a second cost a tenth of the throughput).
 *
 * <p>Belongs to one thread.
 */
final class CommitPolicy {

    /** What was sent since it was asked last. */
    enum Sent {
        NOTHING,
        /** Events: somebody may wait for a verdict or a result. */
        FOR_OTHERS,
        /** Releases, what is said to workers, and what another partition waits for. */
        FOR_WORKERS
    }

    private static final long SHORTEST = TimeUnit.MILLISECONDS.toNanos(10);
    private static final long LONGEST = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long SOON = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long EACH = TimeUnit.MILLISECONDS.toNanos(2);
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    /** Records between two commits that are no load yet. */
    private static final int FEW = 64;

    /** A poll that took longer found nothing at first. */
    private static final long WAITED = TimeUnit.MILLISECONDS.toNanos(1);

    private final ShellCounts counts;
    private int waiting;
    private Sent sent = Sent.NOTHING;
    private int sinceCommit;
    private boolean waited;
    private long lastProcessed;
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
     */
    void polled(int records, long nanos) {
        this.waiting = records;
        // A poll behind a commit says nothing: the commit took the time.
        this.waited = sinceCommit > 0 && nanos - lastProcessed >= WAITED;
    }

    /**
     * Whether to commit now that a record was processed.
     *
     * @param now what it led to
     */
    boolean processed(Sent now, long nanos) {
        waiting = Math.max(0, waiting - 1);
        sinceCommit++;
        lastProcessed = nanos;
        sent = now.compareTo(sent) > 0 ? now : sent;
        boolean isFree = sent == Sent.FOR_WORKERS && waiting == 0 && (waited || sinceCommit <= FEW);
        boolean commit = sent != Sent.NOTHING && (isFree || left(nanos) <= 0);
        if (commit) {
            committing(nanos);
            counts.commit(!isFree);
        }
        return commit;
    }

    /** When to ask again if nothing else comes until then, in milliseconds; none: nothing is to be committed. */
    OptionalLong wakeup(long nanos) {
        return waiting > 0 || sent == Sent.NOTHING
                ? OptionalLong.empty()
                : OptionalLong.of(TimeUnit.NANOSECONDS.toMillis(Math.max(0, left(nanos))) + 1);
    }

    private long left(long nanos) {
        return everCommitted ? lastCommit + distance(nanos) - nanos : 0;
    }

    private long distance(long nanos) {
        roll(nanos);
        long load = Math.clamp(EACH * Math.max(commitsLastSecond, commitsThisSecond), SHORTEST, LONGEST);
        return sent == Sent.FOR_WORKERS ? load : Math.max(load, SOON);
    }

    private void committing(long nanos) {
        roll(nanos);
        commitsThisSecond++;
        lastCommit = nanos;
        everCommitted = true;
        sent = Sent.NOTHING;
        sinceCommit = 0;
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
