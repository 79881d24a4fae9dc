package io.sluice.sdk;

import java.time.Duration;

/** One call of a handler: whether it should end, its deadline, and the interrupts of its thread. Safe for many threads. */
final class Execution {

    private final Timer watch;
    private final Duration patience;
    private final Runnable stuck;
    private Timer.Due deadline = () -> {};
    private Timer.Due patienceOver = () -> {};
    private Thread thread;
    private boolean timedOut;
    private boolean ended;
    private boolean isStuck;
    private volatile boolean cancelled;

    /** @param stuck what to do if it goes on for that long after it was asked to end; run by the watch */
    Execution(Timer watch, Duration patience, Runnable stuck) {
        this.watch = watch;
        this.patience = patience;
        this.stuck = stuck;
    }

    /** From here on the calling thread may be interrupted. */
    synchronized void begin(long timeoutMs) {
        thread = Thread.currentThread();
        if (cancelled) {
            interruptThread();
        } else if (timeoutMs > 0) {
            deadline = watch.after(timeoutMs, this::timeOut);
        }
    }

    /** From here on it may not, and an interrupt that came late is gone: it was meant for this call only. */
    synchronized void end() {
        deadline.cancel();
        patienceOver.cancel();
        thread = null;
        ended = true;
        Thread.interrupted();
    }

    /** Asks the handler to end. */
    synchronized void interrupt() {
        if (cancelled || ended) {
            return;
        }
        cancelled = true;
        if (thread != null) {
            interruptThread();
        }
    }

    private synchronized void timeOut() {
        if (!ended && !cancelled) {
            timedOut = true;
            interrupt();
        }
    }

    private void interruptThread() {
        thread.interrupt();
        patienceOver = watch.after(patience.toMillis(), this::noPatience);
    }

    private void noPatience() {
        synchronized (this) {
            if (ended) {
                return;
            }
            isStuck = true;
        }
        stuck.run();
    }

    /** Whether it goes on although it was asked to end long ago. */
    synchronized boolean isStuck() {
        return isStuck && !ended;
    }

    boolean cancelled() {
        return cancelled;
    }

    /** Whether it was asked to end because its time was over, before anything else asked it. */
    synchronized boolean timedOut() {
        return timedOut;
    }
}
