package io.sluice.testing;

import io.sluice.core.Effect;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Counts runs, and stops what would never end. */
final class Runs {

    private final String caller;
    private final int most;
    private final Map<String, Integer> byType = new HashMap<>();
    private int count;

    /** @param caller what the user called, for the message */
    Runs(String caller, int most) {
        this.caller = caller;
        this.most = most;
    }

    /** @throws AssertionError if it is one too many */
    void count(Effect.Dispatch next) {
        if (count++ >= most) {
            throw new AssertionError(caller + " ran " + most + " jobs and there are still more to run; by type: "
                    + byType.entrySet().stream()
                            .sorted(Map.Entry.<String, Integer>comparingByValue()
                                    .reversed())
                            .map(entry -> entry.getKey() + " " + entry.getValue() + " times")
                            .collect(Collectors.joining(", "))
                    + ". The next is " + next.jobs().getFirst().job().id() + " (" + next.type() + ")."
                    + " Jobs that submit themselves, or are tried again for ever, never come to an end:"
                    + " use runUntil(…) or advance(…) for those, or allow more with mostRuns(…)");
        }
        byType.merge(next.type(), 1, Integer::sum);
    }
}
