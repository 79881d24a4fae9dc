package io.sluice.streams;

import io.sluice.core.Command.Heartbeat;
import io.sluice.core.Output;

/**
 * Is told what a partition decided, after it was sent: for metrics and the like. It decides nothing, and what it throws stops
 * nothing.
 *
 * <p>Called on the stream thread, once for each command and each slice of releases, so it has to be quick. What it is told may
 * not last: where the transaction is aborted, the same work is done and told again.
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

    /**
     * Who is told of each partition.
     *
     * @since 0.1
     */
    @FunctionalInterface
    interface Opening {

        /** Nobody. */
        Opening NONE = partition -> new PartitionListener() {
            @Override
            public void decided(Output output) {}

            @Override
            public void heard(Heartbeat beat, long now) {}
        };

        /** A listener for a partition that begins to work here, or begins anew. */
        PartitionListener opened(int partition);
    }
}
