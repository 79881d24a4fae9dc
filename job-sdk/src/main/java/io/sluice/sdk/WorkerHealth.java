package io.sluice.sdk;

import java.util.List;

/**
 * Whether a worker is well, for the probes of whatever watches its process.
 *
 * <pre>{@code
 * // readiness: takes part in nothing but says when a roll-out may go on
 * respond(worker.health().ready() ? 200 : 503, worker.health().toString());
 * // liveness: false only where another process would do better
 * respond(worker.health().alive() ? 200 : 503, worker.health().toString());
 * }</pre>
 *
 * @param alive false only where a restart of the process would help: a thread that the worker cannot do without has ended, or all its
 *     slots are taken by handlers that ignore their interrupt. <b>Not</b> where the broker is away: the worker goes on by itself,
 *     and a restart would throw away what runs, and take longer. True before the start and after the close
 * @param ready whether it reads all its channel topics, and no heartbeat has waited for the broker's word for more than two thirds of
 *     a lease (an idle worker sends one a lease); false from the moment it is closed
 * @param words what is wrong, for people; empty if nothing is
 * @since 0.1
 */
public record WorkerHealth(boolean alive, boolean ready, List<String> words) {

    /**
     * A state of health.
     *
     * @since 0.1
     */
    public WorkerHealth {
        words = List.copyOf(words);
    }

    /**
     * One line: {@code alive, ready}, and what is wrong.
     *
     * @since 0.1
     */
    @Override
    public String toString() {
        String first = (alive ? "alive" : "not alive") + ", " + (ready ? "ready" : "not ready");
        return words.isEmpty() ? first : first + ": " + String.join("; ", words);
    }
}
