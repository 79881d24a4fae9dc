package io.sluice.state;

import io.sluice.core.JobId;
import io.sluice.core.Place;
import io.sluice.core.StateView.Ready;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/**
 * The first key of each priority in lines of READY jobs, for trees where waiting counts. Known of a line from when it was
 * asked for first: then it is walked in leaps, one for each priority; afterwards only what left is looked up again, and never
 * from the start of a stretch that was walked before. Everything here stands in the store too and may be dropped at any time.
 */
final class PriorityHeads {

    private final OrderedReads store;
    private final int most;
    private final Map<ReadyLine, TreeMap<Integer, Head>> lines = new HashMap<>();
    private int kept;

    /** @param most at most that many keys in memory, all lines together */
    PriorityHeads(OrderedReads store, int most) {
        this.store = store;
        this.most = most;
    }

    /**
     * The first of a priority.
     *
     * @param place none of the priority stands before it
     * @param job who stands there; none: that one left, so whoever is next
     */
    private record Head(Place place, Optional<UUID> job) {

        Ready ready(String tree) {
            return new Ready(place, new JobId(tree, job.orElseThrow()));
        }
    }

    /** The first of each priority of a line that has none before {@code start}. */
    List<Ready> first(ReadyLine line, Place start) {
        TreeMap<Integer, Head> known = lines.get(line);
        return known == null ? walk(line, start) : lookUp(line, known);
    }

    private List<Ready> walk(ReadyLine line, Place start) {
        TreeMap<Integer, Head> found = new TreeMap<>();
        Optional<Head> head = next(line, start);
        while (head.isPresent()) {
            int priority = head.get().place().priority();
            found.put(priority, head.get());
            head = priority == Integer.MAX_VALUE
                    ? Optional.empty()
                    : next(line, new Place(priority + 1, Long.MIN_VALUE));
        }
        keep(line, found);
        return all(line, found);
    }

    private void keep(ReadyLine line, TreeMap<Integer, Head> found) {
        if (kept + found.size() > most) {
            lines.clear();
            kept = 0;
        }
        lines.put(line, found);
        kept += found.size();
    }

    private List<Ready> lookUp(ReadyLine line, TreeMap<Integer, Head> known) {
        for (Map.Entry<Integer, Head> priority : List.copyOf(known.entrySet())) {
            if (priority.getValue().job().isEmpty()) {
                Optional<Head> next = next(line, priority.getValue().place())
                        .filter(head -> head.place().priority() == priority.getKey());
                next.ifPresentOrElse(head -> known.put(priority.getKey(), head), () -> {
                    known.remove(priority.getKey());
                    kept--;
                });
            }
        }
        return all(line, known);
    }

    private static List<Ready> all(ReadyLine line, TreeMap<Integer, Head> heads) {
        List<Ready> all = new ArrayList<>();
        heads.values().forEach(head -> all.add(head.ready(line.tree())));
        return all;
    }

    private Optional<Head> next(ReadyLine line, Place from) {
        KeyRange range = Keys.ready(line).startingAt(Keys.ready(line, from));
        return store.scan(range.from(), range.to(), 1).stream()
                .findFirst()
                .map(entry -> new Head(
                        Keys.placeOf(entry.key()),
                        Optional.of(ReadyEntry.read(entry.value()).job())));
    }

    void arrive(ReadyLine line, Place place, UUID job) {
        TreeMap<Integer, Head> known = lines.get(line);
        if (known == null) {
            return;
        }
        Head before = known.get(place.priority());
        if (before == null) {
            kept++;
        }
        if (before == null || place.compareTo(before.place()) <= 0) {
            known.put(place.priority(), new Head(place, Optional.of(job)));
        }
    }

    void depart(ReadyLine line, Place place) {
        TreeMap<Integer, Head> known = lines.get(line);
        if (known != null && known.containsKey(place.priority())) {
            Head before = known.get(place.priority());
            if (before.place().equals(place)) {
                known.put(place.priority(), new Head(place, Optional.empty()));
            }
        }
    }

    void dropTree(String tree) {
        lines.keySet().removeIf(line -> line.tree().equals(tree));
        kept = lines.values().stream().mapToInt(TreeMap::size).sum();
    }
}
