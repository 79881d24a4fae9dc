package io.sluice.sdk;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens to handlers that ignore their interrupt.
 *
 * @param what to wait for them, or to end the process
 * @param patience how long after its interrupt a handler counts as stuck
 * @param exit ends the process
 */
record StuckHandlers(Stuck what, Duration patience, Runnable exit) {

    private static final Logger LOG = LoggerFactory.getLogger(StuckHandlers.class);

    void found(JobId job, int run) {
        LOG.error(
                "run {} of job {} goes on {} after it was interrupted; {}",
                run,
                job,
                patience,
                what == Stuck.EXIT ? "this process ends (stuck=exit)" : "its thread is taken until it ends");
        leftBehind();
    }

    /** Ending a process waits for what runs at its end, such as the close of this worker: so on a thread of its own. */
    void leftBehind() {
        if (what == Stuck.EXIT) {
            Thread thread = new Thread(exit, "sluice-exit");
            thread.setDaemon(true);
            thread.start();
        }
    }
}
