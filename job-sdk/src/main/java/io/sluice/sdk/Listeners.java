package io.sluice.sdk;

import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A worker's listeners. Nobody may call them while holding a lock. */
final class Listeners {

    private static final Logger LOG = LoggerFactory.getLogger(Listeners.class);

    private final List<WorkerListener> all;
    private final Timer thread;

    /** @param thread for what happens on threads that must not wait for a listener */
    Listeners(List<WorkerListener> all, Timer thread) {
        this.all = all;
        this.thread = thread;
    }

    void tell(String what, Consumer<WorkerListener> call) {
        for (WorkerListener listener : all) {
            try {
                call.accept(listener);
            } catch (RuntimeException | Error e) { // whatever it is: jobs run on as if nobody listened
                LOG.error("listener {} failed when told that {}; nothing else is changed by that", listener, what, e);
            }
        }
    }

    /** By the listeners' own thread; may be called under a lock. */
    void tellSoon(String what, Consumer<WorkerListener> call) {
        if (!all.isEmpty()) {
            thread.after(0, () -> tell(what, call));
        }
    }

    void runStarted(JobRun run) {
        tell("a run started", listener -> listener.runStarted(run));
    }

    void runEnded(JobRun run, RunEnd end) {
        tell("a run ended", listener -> listener.runEnded(run, end));
    }
}
