package io.sluice.app;

import io.sluice.core.Event;
import io.sluice.core.Recorded;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/** Follows one sweep through the history until it is through. */
final class SweepWatch {

    private static final Duration BETWEEN_REPORTS = Duration.ofSeconds(1);

    private SweepWatch() {}

    /**
     * Waits for its end.
     *
     * @param log opened before the sweep was sent
     * @param progress told at most once a second how far it is
     * @return its last event
     */
    static Event.SweepAdvanced follow(EventLog log, UUID sweep, Consumer<String> progress) {
        long next = System.nanoTime() + BETWEEN_REPORTS.toNanos();
        while (true) {
            Optional<Event.SweepAdvanced> step = log.next(true).flatMap(recorded -> of(sweep, recorded));
            if (step.isEmpty()) {
                continue;
            }
            if (step.get().isLast()) {
                return step.get();
            }
            if (System.nanoTime() >= next) {
                progress.accept("looked at " + step.get().lookedAt() + " jobs, changed "
                        + step.get().changed());
                next = System.nanoTime() + BETWEEN_REPORTS.toNanos();
            }
        }
    }

    private static Optional<Event.SweepAdvanced> of(UUID sweep, Recorded recorded) {
        return recorded.event() instanceof Event.SweepAdvanced step
                        && step.sweep().equals(sweep)
                ? Optional.of(step)
                : Optional.empty();
    }
}
