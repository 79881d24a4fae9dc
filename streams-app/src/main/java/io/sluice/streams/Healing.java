package io.sluice.streams;

import java.util.concurrent.TimeUnit;

/**
 * Looks for instances that vanished when the group changes, and only then: a dead member's work goes to somebody, who sees a
 * rebalance. It looks at once and a few times more a second apart, for the group and the transactions are not told of a death
 * at the same moment.
 *
 * <p>Transactions that hang are looked for at the same moments, and now and then besides: that a broker was away is not always
 * seen here. Such a look is one request to each broker as long as nothing is open.
 */
final class Healing implements AutoCloseable {

    private static final int LOOKS = 6;
    private static final long APART = TimeUnit.SECONDS.toMillis(1);
    private static final long NOW_AND_THEN = TimeUnit.SECONDS.toMillis(5);
    private static final long LONGEST_CLOSE = TimeUnit.SECONDS.toMillis(5);

    private final Fencing fencing;
    private final HangingTransactions hanging;
    private final Thread thread;
    private int looks;
    private boolean closed;

    Healing(Fencing fencing, HangingTransactions hanging) {
        this.fencing = fencing;
        this.hanging = hanging;
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
        try {
            // Whoever closes the admin client next must not cut off a look.
            thread.join(LONGEST_CLOSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (!isClosed()) {
                if (waitForLook()) {
                    fencing.vanished();
                }
                hanging.end();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    /** Whether the group changed a moment ago. */
    private synchronized boolean waitForLook() throws InterruptedException {
        if (looks == 0) {
            wait(NOW_AND_THEN);
        } else if (looks < LOOKS) {
            wait(APART);
        }
        if (looks == 0) {
            return false;
        }
        looks--;
        return true;
    }
}
