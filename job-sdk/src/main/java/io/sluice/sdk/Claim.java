package io.sluice.sdk;

import io.sluice.schemas.Bundle;
import io.sluice.schemas.ClaimedBundle;
import io.sluice.schemas.HeldBundle;
import java.util.concurrent.TimeUnit;

/**
 * Whether a bundle that was handed to us may be started. It may when its claim is on the log, the broker has confirmed our
 * acknowledgement of the record, and, if it is old or was handed out before, the scheduler has confirmed the claim.
 *
 * <p>Knows no clock and sends nothing: {@link #next} says what to do. Safe for use by many threads.
 */
final class Claim {

    /** What is to be done about a bundle. */
    enum Step {
        /** Nothing: something that we wait for has not come. */
        WAIT,
        /** Send the claim (again), as {@link #record} has it. */
        CLAIM,
        /** Run it. */
        START,
        /** Tell the scheduler that we give it up; it is ours no more. */
        HAND_BACK,
        /** Forget it: the scheduler knows. */
        DROP
    }

    /** A bundle's name among all. */
    record Key(String tree, long number) {
        @Override
        public String toString() {
            return tree + "/" + number;
        }
    }

    private enum Phase {
        OPEN,
        STARTING,
        RUNNING,
        SETTLED
    }

    private final Bundle bundle;
    private final int deliveries;
    private final long takenAt;
    private Phase phase = Phase.OPEN;
    private boolean logged;
    private boolean failed;
    private boolean acknowledged;
    private boolean asked;
    private long askedAt;
    private Boolean word;
    private String why = "";
    private int unconfirmed;

    Claim(Bundle bundle, int deliveries, long now) {
        this.bundle = bundle;
        this.deliveries = deliveries;
        this.takenAt = now;
        if (needsWord(now)) {
            ask(now);
        }
    }

    Key key() {
        return new Key(bundle.getTree(), bundle.getNumber());
    }

    Bundle bundle() {
        return bundle;
    }

    long takenAt() {
        return takenAt;
    }

    /** The claim as it is sent. */
    synchronized ClaimedBundle record() {
        return new ClaimedBundle(bundle.getNumber(), deliveries, asked);
    }

    HeldBundle held() {
        return new HeldBundle(bundle.getPartition(), bundle.getTree(), bundle.getNumber());
    }

    /** Why it was handed back or dropped. */
    synchronized String why() {
        return why;
    }

    /** The broker has our claim. */
    synchronized void logged() {
        logged = true;
    }

    /** The claim could not be sent. */
    synchronized void failed() {
        failed = true;
    }

    /** The broker confirmed that the record is acknowledged by us. */
    synchronized void acknowledged() {
        acknowledged = true;
    }

    /** The scheduler's word on the claim. */
    synchronized void word(boolean accepted, String reason) {
        word = accepted;
        if (!accepted) {
            why = reason;
        }
    }

    /** Moves on as far as what has come allows. */
    synchronized Step next(long now) {
        if (phase != Phase.OPEN) {
            return Step.WAIT;
        }
        if (Boolean.FALSE.equals(word)) {
            return settle(Step.DROP, why);
        }
        if (failed) {
            failed = false;
            return now < deadline()
                    ? Step.CLAIM
                    // It may be on the log all the same.
                    : settle(Step.HAND_BACK, "its claim could not be sent within a lease");
        }
        if (asked && word == null && now - askedAt >= bundle.getLeaseMs()) {
            return settle(Step.HAND_BACK, "the scheduler gave no word on the claim within a lease");
        }
        return acknowledged && logged ? startOrAsk(now) : Step.WAIT;
    }

    private Step startOrAsk(long now) {
        if (mayStart(now)) {
            phase = Phase.STARTING;
            return Step.START;
        }
        if (asked) {
            return Step.WAIT;
        }
        ask(now);
        logged = false;
        return Step.CLAIM;
    }

    /** The last look, on the thread that would run it. If false, {@link #next} says how it goes on. */
    synchronized boolean begin(long now) {
        if (phase != Phase.STARTING) {
            return false;
        }
        phase = mayStart(now) ? Phase.RUNNING : Phase.OPEN;
        return phase == Phase.RUNNING;
    }

    /** Gives it up if it has not begun; else it is left as it is. */
    synchronized boolean withdraw(String reason) {
        if (phase == Phase.RUNNING || phase == Phase.SETTLED) {
            return false;
        }
        settle(Step.HAND_BACK, reason);
        return true;
    }

    /** Whether it may still come to be run, or runs. */
    synchronized boolean open() {
        return phase != Phase.SETTLED;
    }

    synchronized boolean running() {
        return phase == Phase.RUNNING;
    }

    /** Nothing of it runs any more; what is left are reports on their way. */
    synchronized void settled() {
        phase = Phase.SETTLED;
    }

    synchronized void reported() {
        unconfirmed++;
    }

    synchronized void reportConfirmed() {
        unconfirmed--;
        notifyAll();
    }

    /** Waits until the broker has all that was told about it; false if that takes longer. */
    synchronized boolean awaitConfirmed(long millis) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (unconfirmed > 0) {
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (left <= 0) {
                return false;
            }
            wait(left);
        }
        return true;
    }

    /**
     * Whether the scheduler may have given it away soon, because the last heartbeat that it has was sent two thirds of a lease
     * ago.
     *
     * @param heard when that was sent
     */
    boolean isUnheard(long heard, long now) {
        return (now - Math.max(takenAt, heard)) * 3 > bundle.getLeaseMs() * 2;
    }

    /** Whether nothing about it is open any more, so that heartbeats need not list it. */
    synchronized boolean over() {
        return phase == Phase.SETTLED && unconfirmed == 0;
    }

    /** Its bundle's name, for the log. */
    @Override
    public String toString() {
        return key().toString();
    }

    private Step settle(Step step, String reason) {
        phase = Phase.SETTLED;
        why = reason;
        return step;
    }

    private void ask(long now) {
        asked = true;
        askedAt = now;
    }

    private boolean mayStart(long now) {
        return word == null ? !needsWord(now) : word;
    }

    private boolean needsWord(long now) {
        return deliveries > 1 || (now - bundle.getReleasedAt()) * 3 > bundle.getLeaseMs();
    }

    private long deadline() {
        return (asked ? Math.max(askedAt, bundle.getReleasedAt()) : bundle.getReleasedAt()) + bundle.getLeaseMs();
    }
}
