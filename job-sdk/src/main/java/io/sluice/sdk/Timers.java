package io.sluice.sdk;

/**
 * A worker's two timers.
 *
 * @param sends for what may wait for the broker, also right now: what must not be done by a thread that must not wait
 * @param watch for what must be on time although the broker is away: deadlines and interrupts. Nothing that waits is run here
 */
record Timers(Timer sends, Timer watch) {}
