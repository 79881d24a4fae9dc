package io.sluice.sdk;

import io.sluice.schemas.BundledJob;
import io.sluice.schemas.UuidFormat;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;

/**
 * The jobs of a bundle that were not started, in their order. Each leaves it once: to be run, or to be handed back. Behind a job
 * that runs long they do not wait. Safe for use by many threads.
 */
final class Rest {

    /** Another worker may be idle. */
    static final long LONG_RUN_MS = 200;

    private final List<BundledJob> jobs;
    private final Timer watch;
    private final LongSupplier clock;
    private final BiConsumer<List<BundledJob>, String> handBack;
    private int next;
    private long startedAt;
    private Timer.Due look = () -> {};
    private boolean closed;

    /** @param handBack told of jobs that leave without having been started, and why; it must not wait */
    Rest(List<BundledJob> jobs, Timer watch, LongSupplier clock, BiConsumer<List<BundledJob>, String> handBack) {
        this.jobs = new ArrayList<>(jobs);
        this.watch = watch;
        this.clock = clock;
        this.handBack = handBack;
    }

    /** The next one, to be run now. */
    synchronized Optional<BundledJob> next() {
        if (isEmpty()) {
            return Optional.empty();
        }
        boolean first = startedAt == 0;
        startedAt = clock.getAsLong();
        BundledJob job = jobs.get(next++);
        if (first && !isEmpty()) {
            look = watch.after(LONG_RUN_MS, this::look);
        }
        return Optional.of(job);
    }

    synchronized boolean isEmpty() {
        return next == jobs.size();
    }

    /** One timer a bundle, not one a job: most jobs of bundles are over in no time. */
    private synchronized void look() {
        if (closed || isEmpty()) {
            return;
        }
        long left = startedAt + LONG_RUN_MS - clock.getAsLong();
        if (left > 0) {
            look = watch.after(left, this::look);
        } else {
            handBack("a job before it runs long");
        }
    }

    /** Hands all of them back. */
    synchronized void handBack(String reason) {
        List<BundledJob> rest = List.copyOf(jobs.subList(next, jobs.size()));
        next = jobs.size();
        if (!rest.isEmpty()) {
            handBack.accept(rest, reason);
        }
    }

    /** Takes that one out, if it is there; the caller hands it back. */
    synchronized Optional<BundledJob> drop(UUID job, int run) {
        Iterator<BundledJob> left = jobs.listIterator(next);
        while (left.hasNext()) {
            BundledJob one = left.next();
            if (one.getRun() == run && UuidFormat.decode(one.getId()).equals(job)) {
                left.remove();
                return Optional.of(one);
            }
        }
        return Optional.empty();
    }

    /** The bundle goes back as a whole, or nothing is left: nobody looks any more. */
    synchronized void close() {
        closed = true;
        look.cancel();
    }
}
