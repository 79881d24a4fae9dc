package io.sluice.streams;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * What the shell did since the process started, for metrics. All threads of an instance count here.
 *
 * @since 0.1
 */
public final class ShellCounts {

    private final LongAdder deadLetters = new LongAdder();
    private final LongAdder forwarded = new LongAdder();
    private final LongAdder rejected = new LongAdder();
    private final LongAdder ruleFailures = new LongAdder();
    private final LongAdder releaseFailures = new LongAdder();
    private final LongAdder timerFailures = new LongAdder();
    private final LongAdder commits = new LongAdder();
    private final LongAdder busyCommits = new LongAdder();
    private final LongAdder ticks = new LongAdder();
    private final LongAdder fenced = new LongAdder();
    private final LongAdder hangingEnded = new LongAdder();
    private final LongAdder threadsReplaced = new LongAdder();
    private final AtomicLong listenerFailures = new AtomicLong();

    /** Nothing counted yet. */
    public ShellCounts() {}

    /** The numbers now; they only grow. */
    public Snapshot snapshot() {
        return new Snapshot(
                deadLetters.sum(),
                forwarded.sum(),
                rejected.sum(),
                ruleFailures.sum(),
                releaseFailures.sum(),
                timerFailures.sum(),
                commits.sum(),
                busyCommits.sum(),
                ticks.sum(),
                fenced.sum(),
                hangingEnded.sum(),
                threadsReplaced.sum(),
                listenerFailures.get());
    }

    void deadLetter() {
        deadLetters.increment();
    }

    void forwarded() {
        forwarded.increment();
    }

    void rejected(long commands) {
        rejected.add(commands);
    }

    void ruleFailed() {
        ruleFailures.increment();
    }

    void releaseFailed() {
        releaseFailures.increment();
    }

    void timerFailed() {
        timerFailures.increment();
    }

    void commit(boolean busy) {
        commits.increment();
        if (busy) {
            busyCommits.increment();
        }
    }

    void ticked() {
        ticks.increment();
    }

    void fenced(long producers) {
        fenced.add(producers);
    }

    void hangingEnded() {
        hangingEnded.increment();
    }

    void threadReplaced() {
        threadsReplaced.increment();
    }

    /** The number of this failure. */
    long listenerFailed() {
        return listenerFailures.incrementAndGet();
    }

    /**
     * The numbers at one moment.
     *
     * @param deadLetters records put aside on {@code sluice.dead-letters}
     * @param forwarded records sent on because they came to another partition than their tree's
     * @param rejected commands and reports that were refused
     * @param ruleFailures commands whose rules threw; a bug each
     * @param releaseFailures releases that threw; a bug each
     * @param timerFailures timers whose command threw; a bug each
     * @param commits commits asked for; those of the interval are not among them
     * @param busyCommits those of them that were asked for while more input waited
     * @param ticks ticks written because something was due
     * @param fenced producers of instances that are gone whose transactions were ended
     * @param hangingEnded transactions that their coordinator had forgotten and that were ended
     * @param threadsReplaced stream threads that died and were replaced
     * @param listenerFailures times that a listener threw
     * @since 0.1
     */
    public record Snapshot(
            long deadLetters,
            long forwarded,
            long rejected,
            long ruleFailures,
            long releaseFailures,
            long timerFailures,
            long commits,
            long busyCommits,
            long ticks,
            long fenced,
            long hangingEnded,
            long threadsReplaced,
            long listenerFailures) {}
}
