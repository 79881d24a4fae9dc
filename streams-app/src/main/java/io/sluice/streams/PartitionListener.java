package io.sluice.streams;

import io.sluice.core.Command.Heartbeat;
import io.sluice.core.Output;
import io.sluice.state.OrderedReads;

/**
 * Is told what a partition decided, after it was sent: for metrics, traces and the like. It decides nothing, and what it throws
 * stops nothing.
 *
 * <p>Called on the stream thread, once for each command and each slice of releases, so it has to be quick. What it is told may
 * not last: where the transaction is aborted, the same work is done and told again, to another listener.
 *
 * @since 0.1
 */
public interface PartitionListener {

    /** Events and what was sent, in their order; without soft events. */
    void decided(Output output);

    /**
     * A worker said how it is.
     *
     * @param now the partition's time
     */
    void heard(Heartbeat beat, long now);

    /** Whether it keeps something to itself until it knows that it lasts. */
    default boolean waits() {
        return false;
    }

    /**
     * All that it was told is committed. Told to one that waits, at most a second after the commit; not about what was decided in
     * the last moments before the partition leaves.
     */
    default void committed() {}

    /**
     * Who is told of each partition.
     *
     * @since 0.1
     */
    @FunctionalInterface
    interface Opening {

        /** Nobody. */
        Opening NONE = (partition, state) -> new PartitionListener() {
            @Override
            public void decided(Output output) {}

            @Override
            public void heard(Heartbeat beat, long now) {}
        };

        /**
         * A listener for a partition that begins to work here, or begins anew.
         *
         * @param state what the partition knows; it may be read while the listener is told something, and holds that already
         */
        PartitionListener opened(int partition, OrderedReads state);

        /** That one as well, behind this one. */
        default Opening and(Opening other) {
            return (partition, state) -> new Both(opened(partition, state), other.opened(partition, state));
        }
    }

    /** Two of them. */
    record Both(PartitionListener first, PartitionListener second) implements PartitionListener {

        @Override
        public void decided(Output output) {
            first.decided(output);
            second.decided(output);
        }

        @Override
        public void heard(Heartbeat beat, long now) {
            first.heard(beat, now);
            second.heard(beat, now);
        }

        @Override
        public boolean waits() {
            return first.waits() || second.waits();
        }

        @Override
        public void committed() {
            first.committed();
            second.committed();
        }
    }
}
