package io.sluice.log;

import io.sluice.core.Failure;
import io.sluice.core.Recorded;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One thing that happened to a job.
 *
 * @param recorded the event with its time, its number and who caused it
 * @param run which run it is about; none: no run
 * @param attempt executions that count, up to and with that run; none: it does not say
 * @param worker who ran it; empty: nobody, or it does not say
 * @param error why the run did not succeed
 * @param what what else there is to say, one sentence for people; may be empty
 * @since 0.1
 */
public record HistoryEntry(
        Recorded recorded, OptionalInt run, OptionalInt attempt, String worker, Optional<Failure> error, String what) {

    /** Name of the event. */
    public String event() {
        return recorded.event().getClass().getSimpleName();
    }

    static HistoryEntry of(Recorded recorded, String what) {
        return new HistoryEntry(recorded, OptionalInt.empty(), OptionalInt.empty(), "", Optional.empty(), what);
    }
}
