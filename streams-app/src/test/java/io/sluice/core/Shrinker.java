package io.sluice.core;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Makes a list that fails shorter, by leaving out what is not needed for that: halves first, then less and less. */
final class Shrinker {

    private static final int MOST_TRIES = 3_000;

    /** Whoever waits for a red test wants a shorter script, not the shortest. */
    private static final long LONGEST = TimeUnit.SECONDS.toNanos(60);

    private final long start = System.nanoTime();
    private int tries;

    /** A part of the list, in its order, that fails as well. */
    <T> List<T> shrink(List<T> failing, Predicate<List<T>> fails) {
        List<T> shortest = failing;
        int chunk = Math.max(1, shortest.size() / 2);
        while (goesOn()) {
            List<T> before = shortest;
            shortest = without(shortest, chunk, fails);
            if (chunk == 1 && shortest.size() == before.size()) {
                return shortest;
            }
            chunk = shortest.size() < before.size() && chunk == 1 ? 1 : Math.max(1, chunk / 2);
        }
        return shortest;
    }

    /** Tries to leave out each stretch of that length; from the end on, for what comes first is needed most. */
    private <T> List<T> without(List<T> list, int chunk, Predicate<List<T>> fails) {
        List<T> shortest = list;
        for (int end = shortest.size(); end > 0 && goesOn(); end -= chunk) {
            int upTo = Math.min(end, shortest.size());
            List<T> rest = new ArrayList<>(shortest.subList(0, Math.max(0, upTo - chunk)));
            rest.addAll(shortest.subList(upTo, shortest.size()));
            tries++;
            if (fails.test(rest)) {
                shortest = rest;
            }
        }
        return shortest;
    }

    private boolean goesOn() {
        return tries < MOST_TRIES && System.nanoTime() - start < LONGEST;
    }
}
