package io.sluice.app;

import io.sluice.sdk.JobClient;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

/** A client that is there while somebody uses it, and some time longer: whoever sends nothing pays for nothing. */
final class SharedClient implements AutoCloseable {

    private final Supplier<JobClient> maker;
    private final Executor later;
    private JobClient client;
    private int users;
    private long uses;
    private boolean watched;
    private boolean closed;

    /** @param idle how long it stays without any use */
    SharedClient(Supplier<JobClient> maker, Duration idle) {
        this(
                maker,
                CompletableFuture.delayedExecutor(idle.toMillis(), TimeUnit.MILLISECONDS, Thread::startVirtualThread));
    }

    /** @param later runs what it is given when the client may have been idle for long enough */
    SharedClient(Supplier<JobClient> maker, Executor later) {
        this.maker = maker;
        this.later = later;
    }

    /** Does something with the client, which is made if there is none. */
    <T> T with(Function<JobClient, T> action) {
        JobClient taken = take();
        try {
            return action.apply(taken);
        } finally {
            giveBack();
        }
    }

    private synchronized JobClient take() {
        if (closed) {
            throw new IllegalStateException("this instance is stopping");
        }
        if (client == null) {
            client = maker.get();
        }
        users++;
        uses++;
        return client;
    }

    private synchronized void giveBack() {
        users--;
        if (!watched) {
            watched = true;
            watch(uses);
        }
    }

    private void watch(long seen) {
        later.execute(() -> look(seen));
    }

    private void look(long seen) {
        JobClient idle = null;
        synchronized (this) {
            if (users > 0 || uses > seen) {
                watch(uses);
                return;
            }
            watched = false;
            idle = client;
            client = null;
        }
        if (idle != null) {
            idle.close();
        }
    }

    @Override
    public void close() {
        JobClient last;
        synchronized (this) {
            closed = true;
            last = client;
            client = null;
        }
        if (last != null) {
            last.close();
        }
    }
}
