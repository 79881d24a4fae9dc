package io.sluice.whatif;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Few things that many rows name: each once, by number. */
final class Numbered<T> {

    static final int UNKNOWN = -1;

    private final Map<T, Integer> numbers = new HashMap<>();
    private final List<T> all = new ArrayList<>();

    int of(T thing) {
        return numbers.computeIfAbsent(thing, first -> {
            all.add(thing);
            return all.size() - 1;
        });
    }

    /** Its number; {@link #UNKNOWN}: it has none. */
    int find(T thing) {
        return numbers.getOrDefault(thing, UNKNOWN);
    }

    T get(int number) {
        return all.get(number);
    }

    List<T> all() {
        return all;
    }
}
