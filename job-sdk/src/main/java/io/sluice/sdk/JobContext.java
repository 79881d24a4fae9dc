package io.sluice.sdk;

import java.util.Map;

/**
 * A running job and its circumstances.
 *
 * @since 0.1
 */
public interface JobContext {

    /**
     * The job.
     *
     * @since 0.1
     */
    JobId id();

    /**
     * Name of its type.
     *
     * @since 0.1
     */
    String type();

    /**
     * Path of its channel, such as {@code root.shop}.
     *
     * @since 0.1
     */
    String channel();

    /**
     * The number of this release: from 1, and it only ever grows. With the id it names this execution.
     *
     * @since 0.1
     */
    int run();

    /**
     * The number of this execution among those that count, from 1.
     *
     * @since 0.1
     */
    int attempt();

    /**
     * At most that many executions; 0 is unlimited.
     *
     * @since 0.1
     */
    int maxAttempts();

    /**
     * The job's headers; empty if it has none. Unmodifiable.
     *
     * @since 0.1
     */
    Map<String, String> headers();

    /**
     * One line for people; empty if the job has none.
     *
     * @since 0.1
     */
    String description();

    /**
     * Whether the handler should end: the job was cancelled, taken back, or its worker stops and the grace time is over.
     * The thread is interrupted at the same moment; this stays true also where something swallowed the interrupt.
     *
     * @since 0.1
     */
    boolean cancelled();

    /**
     * Id of the worker that runs it.
     *
     * @since 0.1
     */
    String worker();
}
