package io.sluice.examples.csvimport;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Makes names that can stand beside each other of names that are empty or repeated. */
final class UniqueNames {

    private UniqueNames() {}

    /**
     * Gives each name in its order. An empty one becomes {@code column_N}, N its place from 1; one that repeats an
     * earlier one, or is taken, gets the first free number behind it. A name that is unique stays as it is, even if it
     * looks like a numbered one.
     */
    static List<String> of(List<String> names, Set<String> taken) {
        List<String> wanted = new ArrayList<>(names.size());
        for (String name : names) {
            String stripped = name.strip();
            wanted.add(stripped.isEmpty() ? "column_" + (wanted.size() + 1) : stripped);
        }
        Set<String> reserved = new HashSet<>(wanted);
        reserved.addAll(taken);
        Set<String> given = new HashSet<>(taken);
        Map<String, Integer> numbers = new HashMap<>();
        List<String> unique = new ArrayList<>(wanted.size());
        for (String name : wanted) {
            String free = name;
            while (!given.add(free)) {
                free = firstFree(name, numbers, reserved);
            }
            unique.add(free);
        }
        return List.copyOf(unique);
    }

    private static String firstFree(String name, Map<String, Integer> numbers, Set<String> reserved) {
        String candidate;
        do {
            candidate = name + "_" + numbers.merge(name, 2, (last, two) -> last + 1);
        } while (reserved.contains(candidate));
        return candidate;
    }
}
