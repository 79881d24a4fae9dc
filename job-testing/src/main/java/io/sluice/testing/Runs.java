package io.sluice.testing;

import io.sluice.core.Effect;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Counts runs, so that what would never end is stopped. */
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

    boolean areOver() {
        return count >= most;
    }

    void count(Effect.Dispatch next) {
        count++;
        byType.merge(next.type(), 1, Integer::sum);
    }

    AssertionError tooMany(Effect.Dispatch next) {
        String types = byType.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                .map(entry -> entry.getKey() + " " + entry.getValue() + " times")
                .collect(Collectors.joining(", "));
        return new AssertionError(caller + " ran " + most + " jobs and there are still more to run; by type: " + types
                + ". The next is " + next.jobs().getFirst().job().id() + " (" + next.type() + ")."
                + " Jobs that submit themselves, or are tried again for ever, never come to an end:"
                + " use runUntil(…) or advance(…) for those, or allow more with mostRuns(…)");
    }
}
