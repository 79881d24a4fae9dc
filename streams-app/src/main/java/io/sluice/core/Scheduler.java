package io.sluice.core;

import java.util.OptionalLong;

/**
 * The one door to the rules of a partition. A command comes in with the time; events and what is to be sent come out.
 *
 * <p>Not safe for use by several threads: a partition has one.
 *
 * @since 0.1
 */
public final class Scheduler {

    private final State state;
    private final Settings settings;

    /** Rules over that state. */
    public Scheduler(State state, Settings settings) {
        this.state = state;
        this.settings = settings;
    }

    /**
     * Handles one command completely, but for the releases that it makes possible: call {@link #release} next.
     *
     * <p>If a rule or the store throws, nothing of the command is applied and the exception goes on to the caller.
     */
    public Output handle(Command command, Cause cause, long now) {
        throw new UnsupportedOperationException(state + " " + settings);
    }

    /** Handles timers that are due, a bounded number of them. */
    public Output tick(long now) {
        throw new UnsupportedOperationException();
    }

    /** Releases at most {@code max} jobs whose channels and all of whose ancestors are open, in their order. */
    public Output release(long now, int max) {
        throw new UnsupportedOperationException();
    }

    /** When {@link #tick} has something to do next, in the partition's time; none: nothing is planned. */
    public OptionalLong nextWakeup() {
        return state.nextDue();
    }

    /**
     * What holds for the whole instance.
     *
     * @param partition the number of the partition
     * @param leaseMs how long a missing heartbeat is waited for, in milliseconds; 15 000 by default
     * @since 0.1
     */
    public record Settings(int partition, long leaseMs) {}
}
