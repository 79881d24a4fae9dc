package io.sluice.streams;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import java.util.function.LongSupplier;

/**
 * Writes a tick to a partition when something there is due, and sleeps otherwise: one thread an instance, woken by the next
 * due time and nothing else.
 *
 * <p>One tick a partition is under way at a time: while a partition is behind, more of them would only lie in its way. One that
 * does not come back within a second is taken for lost.
 */
final class Ticker implements Wakeups, AutoCloseable {

    private static final long APART = TimeUnit.MILLISECONDS.toNanos(5);
    private static final long LOST = TimeUnit.SECONDS.toNanos(1);

    /** Delays come in whole milliseconds, so the same moment looks a little sooner or later each time it is said. */
    private static final long GRAIN = TimeUnit.MILLISECONDS.toNanos(1);

    private final Map<Integer, Line> lines = new HashMap<>();
    private final IntConsumer send;
    private final LongSupplier nanos;
    private final Thread thread;
    private boolean closed;

    /** Until when the thread lies down; none: until it is told something. Of no meaning while it is up. */
    private OptionalLong sleepsUntil = OptionalLong.empty();

    /**
     * @param send writes a tick to a partition; must not block for long and must not throw
     * @param nanos the monotonic clock
     */
    Ticker(IntConsumer send, LongSupplier nanos) {
        this.send = send;
        this.nanos = nanos;
        this.thread = new Thread(this::run, "sluice-ticker");
        this.thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    @Override
    public synchronized void opened(int partition) {
        lines.put(partition, new Line(nanos.getAsLong()));
    }

    @Override
    public synchronized void next(int partition, OptionalLong delayMs) {
        Line line = lines.get(partition);
        if (line == null) {
            return;
        }
        long now = nanos.getAsLong();
        long wanted = delayMs.isPresent() ? now + TimeUnit.MILLISECONDS.toNanos(delayMs.getAsLong()) : 0;
        line.isWanted = delayMs.isPresent();
        line.wanted = wanted;
        // A later one needs no waking up: the thread looks again when it wakes for what was said before. Waking it for
        // each word cost a tenth of the stream thread's time, for two system calls a record.
        if (line.isWanted && !isUpBy(line.dueIn(now) + now + GRAIN)) {
            sleepsUntil = OptionalLong.of(now);
            notifyAll();
        }
    }

    @Override
    public synchronized void handled(int partition) {
        Line line = lines.get(partition);
        if (line != null) {
            line.isUnderWay = false;
        }
    }

    @Override
    public synchronized void closed(int partition) {
        lines.remove(partition);
    }

    /** Stops; ticks that are due are left to the next owner. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
    }

    private void run() {
        try {
            while (waitForNext()) {
                int partition = takeDue();
                if (partition >= 0) {
                    send.accept(partition);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Sleeps until something is due, or until somebody says something new; false when closed. */
    private synchronized boolean waitForNext() throws InterruptedException {
        OptionalLong wait = OptionalLong.empty();
        for (Line line : lines.values()) {
            if (line.isWanted) {
                long left = line.dueIn(nanos.getAsLong());
                wait = OptionalLong.of(wait.isPresent() ? Math.min(wait.getAsLong(), left) : left);
            }
        }
        if (!closed && wait.isEmpty()) {
            sleepsUntil = OptionalLong.empty();
            wait();
        } else if (!closed && wait.getAsLong() > 0) {
            sleepsUntil = OptionalLong.of(nanos.getAsLong() + wait.getAsLong());
            TimeUnit.NANOSECONDS.timedWait(this, wait.getAsLong());
        }
        return !closed;
    }

    /** Whether the thread looks again by then without being woken. */
    private boolean isUpBy(long then) {
        return sleepsUntil.isPresent() && sleepsUntil.getAsLong() - then <= 0;
    }

    /** A partition whose tick is due, or -1. */
    synchronized int takeDue() {
        long now = nanos.getAsLong();
        for (Map.Entry<Integer, Line> entry : lines.entrySet()) {
            Line line = entry.getValue();
            if (line.isWanted && line.dueIn(now) <= 0) {
                line.sent(now);
                return entry.getKey();
            }
        }
        return -1;
    }

    /** What a partition wants and what was sent to it; guarded by the ticker. */
    private static final class Line {
        private boolean isWanted;
        private long wanted;
        private boolean isUnderWay;
        private long lastSent;

        Line(long now) {
            lastSent = now - APART;
        }

        long dueIn(long now) {
            long untilWanted = wanted - now;
            long untilAllowed = lastSent + (isUnderWay ? LOST : APART) - now;
            return Math.max(untilWanted, untilAllowed);
        }

        void sent(long now) {
            // What is wanted stays wanted until the partition says otherwise: a tick may get lost.
            isUnderWay = true;
            lastSent = now;
        }
    }
}
