package io.sluice.streams;

import io.sluice.core.Command.Heartbeat;
import io.sluice.core.Output;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells a partition's listener, and keeps its faults away from the stream. */
final class Telling {

    private static final Logger LOG = LoggerFactory.getLogger(Telling.class);

    private final PartitionListener listener;
    private final ShellCounts counts;

    Telling(PartitionListener listener, ShellCounts counts) {
        this.listener = listener;
        this.counts = counts;
    }

    void decided(Output output) {
        guarded(() -> listener.decided(output));
    }

    void heard(Heartbeat beat, long now) {
        guarded(() -> listener.heard(beat, now));
    }

    /** A listener writes nothing that belongs to the transaction, so nothing is half done when it throws. */
    private void guarded(Runnable telling) {
        try {
            telling.run();
        } catch (RuntimeException e) {
            if (counts.listenerFailed() == 1) {
                LOG.error(
                        "a listener threw; its numbers are wrong from now on, and the next times are only counted", e);
            }
        }
    }
}
