package io.sluice.streams;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What happens when a stream thread dies: another takes its place, unless that could not help. */
final class Survival implements StreamsUncaughtExceptionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(Survival.class);
    private static final long OFTEN = TimeUnit.SECONDS.toNanos(10);

    private final ShellCounts counts;
    private final AtomicReference<StartRefusedException> refusal = new AtomicReference<>();
    private boolean diedBefore;
    private long lastDeath;

    Survival(ShellCounts counts) {
        this.counts = counts;
    }

    Optional<StartRefusedException> refusal() {
        return Optional.ofNullable(refusal.get());
    }

    @Override
    public StreamThreadExceptionResponse handle(Throwable thrown) {
        Optional<StartRefusedException> refused = Failures.refusal(thrown);
        if (refused.isPresent()) {
            refusal.compareAndSet(null, refused.get());
            LOG.error("stopping: {}", refused.get().getMessage());
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        }
        counts.threadReplaced();
        LOG.error("a stream thread died and is replaced; its last transaction is done again", thrown);
        if (diesOften()) {
            // On the dying thread, so that a fault that stays does not spin.
            LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1));
        }
        return StreamThreadExceptionResponse.REPLACE_THREAD;
    }

    private synchronized boolean diesOften() {
        long now = System.nanoTime();
        boolean often = diedBefore && now - lastDeath < OFTEN;
        diedBefore = true;
        lastDeath = now;
        return often;
    }
}
