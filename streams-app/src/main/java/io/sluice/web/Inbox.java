package io.sluice.web;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** What one listener has not written yet. Bounded: whoever reads more slowly than things happen is let go, and told so. */
final class Inbox {

    private static final int MOST_EVENTS = 2000;
    private static final int MOST_BYTES = 8 * 1024 * 1024;

    private final EventFilter filter;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<Happening> waiting = new ArrayDeque<>();
    private final Map<Integer, Long> seen = new TreeMap<>();
    private long bytes;
    private String end;

    Inbox(EventFilter filter) {
        this.filter = filter;
    }

    /** Puts what happened in one record behind the rest; false: it takes no more. */
    boolean offer(int partition, long offset, List<Happening> events) {
        lock.lock();
        try {
            if (end != null) {
                return false;
            }
            for (Happening event : events) {
                if (filter.letsThrough(event.recorded())) {
                    waiting.add(event);
                    bytes += event.bytes();
                }
            }
            seen.put(partition, offset + 1);
            if (waiting.size() > MOST_EVENTS || bytes > MOST_BYTES) {
                stop("more happens than you read: connect again, Last-Event-ID goes on where you are");
            }
            changed.signalAll();
            return end == null;
        } finally {
            lock.unlock();
        }
    }

    /** Nothing more comes, because. */
    void close(String why) {
        lock.lock();
        try {
            stop(why);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void stop(String why) {
        if (end == null) {
            end = why;
            // Whoever is slow shall not hold what it will not get.
            waiting.clear();
        }
    }

    /** The next event; none: nothing happened for that long, or it is over. */
    Optional<Happening> take(long millis) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long rest = TimeUnit.MILLISECONDS.toNanos(millis);
            while (waiting.isEmpty() && end == null && rest > 0) {
                rest = changed.awaitNanos(rest);
            }
            Optional<Happening> next = Optional.ofNullable(waiting.poll());
            next.ifPresent(event -> bytes -= event.bytes());
            return next;
        } finally {
            lock.unlock();
        }
    }

    /** Where everything that came is taken: how far it came in each partition; else nothing. */
    Map<Integer, Long> settled() {
        lock.lock();
        try {
            return waiting.isEmpty() && end == null ? Map.copyOf(seen) : Map.of();
        } finally {
            lock.unlock();
        }
    }

    /** Why nothing more comes; none: more may come. */
    Optional<String> end() {
        lock.lock();
        try {
            return Optional.ofNullable(end);
        } finally {
            lock.unlock();
        }
    }

    static void closeAll(Collection<Inbox> inboxes, String why) {
        inboxes.forEach(inbox -> inbox.close(why));
    }
}
