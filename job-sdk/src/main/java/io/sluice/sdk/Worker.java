package io.sluice.sdk;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;

/**
 * Runs jobs: reads channel topics, claims the bundles that it gets, runs their jobs on its threads and reports how they
 * ended.
 *
 * <p>Heals by itself when the broker was away. Safe for use by many threads.
 *
 * <pre>{@code
 * Worker worker = Worker.builder()
 *         .bootstrapServers("kafka:9092")
 *         .slots(8)
 *         .handler(SEND_INVOICE, (invoice, job) -> mail.send(invoice.id()))
 *         .build()
 *         .start();
 * Runtime.getRuntime().addShutdownHook(new Thread(worker::close));
 * }</pre>
 *
 * @since 0.1
 */
public final class Worker implements AutoCloseable {

    private static final int ID_BYTES = 6;

    private enum State {
        NEW,
        STARTED,
        CLOSED
    }

    private final WorkerSettings settings;
    private final String id;
    private final Object guard = new Object();
    private State state = State.NEW;
    private volatile WorkerParts parts;

    Worker(WorkerSettings settings) {
        this.settings = settings;
        byte[] random = new byte[ID_BYTES];
        new SecureRandom().nextBytes(random);
        this.id = settings.name() + "-" + HexFormat.of().formatHex(random);
    }

    /**
     * A worker to be set up.
     *
     * @since 0.1
     */
    public static WorkerBuilder builder() {
        return new WorkerBuilder();
    }

    /**
     * Starts its threads and returns at once.
     *
     * @return this worker
     * @throws IllegalStateException if it was started or closed before
     * @since 0.1
     */
    public Worker start() {
        synchronized (guard) {
            if (state != State.NEW) {
                throw new IllegalStateException("worker " + id + " cannot be started: it was "
                        + (state == State.CLOSED ? "closed" : "started") + " before. Build another one");
            }
            parts = new WorkerParts(settings, id);
            state = State.STARTED;
            parts.start();
        }
        parts.started();
        return this;
    }

    /**
     * Its id: the name, a hyphen and a random part. Reports, events and the dashboard name it.
     *
     * @since 0.1
     */
    public String id() {
        return id;
    }

    /**
     * Whether it reads all its channel topics, and the broker has confirmed a heartbeat and goes on doing so: false while one has
     * waited for that for two thirds of a lease, and from the moment it is closed.
     *
     * @since 0.1
     */
    public boolean isReady() {
        return health().ready();
    }

    /**
     * Whether a restart would do no good: see {@link WorkerHealth#alive()}. For a liveness probe.
     *
     * @since 0.1
     */
    public boolean isAlive() {
        return health().alive();
    }

    /**
     * How it is, with words about what is wrong. For the probes of Kubernetes and the like; cheap, and it waits for nothing.
     *
     * @since 0.1
     */
    public WorkerHealth health() {
        synchronized (guard) {
            if (state != State.STARTED) {
                String word = state == State.NEW ? "it was not started" : "it stops or was closed";
                return new WorkerHealth(true, false, List.of(word));
            }
        }
        return parts.health();
    }

    /**
     * Waits until {@link #isReady()} for the first time.
     *
     * @return false if it is not within that time
     * @throws IllegalStateException if it was not started
     * @throws InterruptedException if the caller is interrupted
     * @since 0.1
     */
    public boolean awaitReady(Duration atMost) throws InterruptedException {
        WorkerParts running = parts;
        if (running == null) {
            throw new IllegalStateException("worker " + id + " cannot become ready: it was not started. Call start()");
        }
        return running.awaitReady(atMost);
    }

    /**
     * Takes no more, hands back what was not started, lets jobs finish for the grace time, then interrupts them and hands back
     * what did not end; waits until the broker has all outcomes, at most 30 s. A handler that ignores its interrupt for 5 s is
     * left alone, or ends the process ({@link WorkerBuilder#stuck}): its job is lost and released again when its lease is over.
     * An interrupt of the caller ends the grace time, and is kept. A second call does nothing.
     *
     * @since 0.1
     */
    @Override
    public void close() {
        State before;
        synchronized (guard) {
            before = state;
            state = State.CLOSED;
        }
        if (before == State.STARTED) {
            parts.stop();
        }
    }
}
