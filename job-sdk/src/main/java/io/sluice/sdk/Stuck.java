package io.sluice.sdk;

/**
 * What a worker does about a handler that goes on although it was interrupted a grace time ago (at least a second): its job was
 * cancelled, ran into its timeout or was taken away, or the worker stops. Either way its job's id is logged.
 *
 * @since 0.1
 */
public enum Stuck {
    /**
     * Its thread is one less until it ends. The default.
     *
     * @since 0.1
     */
    WAIT,
    /**
     * The process ends, so that whatever watches it starts a new one. Jobs that run in other threads are handed back or lost
     * like those of any process that ends.
     *
     * @since 0.1
     */
    EXIT
}
