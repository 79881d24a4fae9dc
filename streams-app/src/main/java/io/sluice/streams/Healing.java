package io.sluice.streams;

import java.util.concurrent.TimeUnit;

/**
 * Looks for instances that vanished when the group changes, and only then: a dead member's work goes to somebody, who sees a
 * rebalance. It looks at once and a few times more a second apart, for the group and the transactions are not told of a death
 * at the same moment. Between rebalances it sleeps and costs nothing.
 */
final class Healing implements AutoCloseable {

    private static final int LOOKS = 6;
    private static final long APART = TimeUnit.SECONDS.toMillis(1);

    private final Fencing fencing;
    private final Thread thread;
    private int looks;
    private boolean closed;

    Healing(Fencing fencing) {
        this.fencing = fencing;
        this.thread = new Thread(this::run, "sluice-fencing");
        this.thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    synchronized void membersMayHaveGone() {
        looks = LOOKS;
        notifyAll();
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        thread.interrupt();
    }

    private void run() {
        try {
            while (waitForLook()) {
                fencing.vanished();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized boolean waitForLook() throws InterruptedException {
        boolean first = looks == 0 || looks == LOOKS;
        while (looks == 0 && !closed) {
            wait();
        }
        if (!closed && !first) {
            wait(APART);
        }
        looks--;
        return !closed;
    }
}
