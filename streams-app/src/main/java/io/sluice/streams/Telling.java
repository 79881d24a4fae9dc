package io.sluice.streams;

import io.sluice.core.Command.Heartbeat;
import io.sluice.core.Output;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells a partition's listener, and keeps its faults away from the stream. */
final class Telling {

    private static final Logger LOG = LoggerFactory.getLogger(Telling.class);

    /** A listener that waits for a commit hears of it within that time, also where nothing else happens, in milliseconds. */
    private static final long LONGEST_WAIT = 1_000;

    private final PartitionListener listener;
    private final ShellCounts counts;
    private final LongSupplier commits;
    private boolean waits;
    private long waitsSince;

    /** @param commits how many commits there were; one that fails ends this listener */
    Telling(PartitionListener listener, ShellCounts counts, LongSupplier commits) {
        this.listener = listener;
        this.counts = counts;
        this.commits = commits;
    }

    void decided(Output output) {
        guarded(() -> listener.decided(output));
        if (!waits && listener.waits()) {
            waits = true;
            waitsSince = commits.getAsLong();
        }
    }

    void heard(Heartbeat beat, long now) {
        guarded(() -> listener.heard(beat, now));
    }

    /** Before each record, and at the end: what was decided with those before may have been committed. */
    void committed() {
        if (waits && commits.getAsLong() != waitsSince) {
            waits = false;
            guarded(listener::committed);
        }
    }

    /** When to come back at the latest: a tick is a record. */
    OptionalLong wakeup() {
        return waits ? OptionalLong.of(LONGEST_WAIT) : OptionalLong.empty();
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
