package io.sluice.state;

import io.sluice.core.Place;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The first keys of each line of READY jobs, so that a release needs no scan. Everything here stands in the store too and may
 * be dropped at any time.
 */
final class Heads {

    private static final int FIRST_WINDOW = 16;
    private static final int WIDEST_WINDOW = 1000;

    private final OrderedReads store;
    private final int most;

    /** By last use, the coldest first. */
    private final LinkedHashMap<ReadyLine, Head> heads = new LinkedHashMap<>(16, 0.75f, true);

    private int kept;

    /** @param most at most that many keys in memory, all lines together */
    Heads(OrderedReads store, int most) {
        this.store = store;
        this.most = most;
    }

    /** The first keys of one line. */
    private static final class Head {
        final TreeMap<Place, ReadyEntry> window = new TreeMap<>();
        int width = FIRST_WINDOW;

        /** Whether the line has no more than the window. */
        boolean complete;
    }

    /** The first job of a line that is not empty and has none before {@code start}. */
    Optional<Map.Entry<Place, ReadyEntry>> first(ReadyLine line, Place start) {
        Head head = heads.computeIfAbsent(line, missing -> new Head());
        if (head.window.isEmpty() && !head.complete) {
            fill(line, head, start);
            dropColdest();
        }
        return Optional.ofNullable(head.window.firstEntry());
    }

    /** The first so many of a line, or fewer, for what is not in memory yet is not looked up. */
    Map<Place, ReadyEntry> known(ReadyLine line, int count) {
        Map<Place, ReadyEntry> first = new LinkedHashMap<>();
        Head head = heads.get(line);
        if (head != null) {
            head.window.entrySet().stream().limit(count).forEach(entry -> first.put(entry.getKey(), entry.getValue()));
        }
        return first;
    }

    private void fill(ReadyLine line, Head head, Place start) {
        KeyRange range = Keys.ready(line).startingAt(Keys.ready(line, start));
        var entries = store.scan(range.from(), range.to(), head.width);
        for (OrderedReads.Entry entry : entries) {
            head.window.put(Keys.placeOf(entry.key()), ReadyEntry.read(entry.value()));
        }
        head.complete = entries.size() < head.width;
        head.width = Math.min(2 * head.width, WIDEST_WINDOW);
        kept += head.window.size();
    }

    /** A job came into a line; {@code isOnly}: nobody stood there. */
    void arrive(ReadyLine line, Place place, ReadyEntry entry, boolean isOnly) {
        if (isOnly) {
            drop(line);
            Head head = new Head();
            head.complete = true;
            heads.put(line, head);
        }
        Head head = heads.get(line);
        if (head == null || !reaches(head, place)) {
            return;
        }
        head.window.put(place, entry);
        kept++;
        if (head.window.size() > WIDEST_WINDOW) {
            head.window.pollLastEntry();
            kept--;
            head.complete = false;
        }
        dropColdest();
    }

    /** Whether the window knows everything up to that place. */
    private static boolean reaches(Head head, Place place) {
        return head.complete || !head.window.isEmpty() && place.compareTo(head.window.lastKey()) < 0;
    }

    /** More is stored now of who stands there. */
    void change(ReadyLine line, Place place, ReadyEntry entry) {
        Head head = heads.get(line);
        if (head != null) {
            head.window.replace(place, entry);
        }
    }

    /** A job left a line; {@code wasLast}: nobody stands there now. */
    void depart(ReadyLine line, Place place, boolean wasLast) {
        if (wasLast) {
            drop(line);
            return;
        }
        Head head = heads.get(line);
        if (head != null && head.window.remove(place) != null) {
            kept--;
        }
    }

    /**
     * Nobody stands before this place in a line: for the next scan after a departure that is about to happen. Looks who is first if
     * that is not known, for else a line that is emptied from its beginning would leave a dead stretch to be walked.
     */
    Place start(ReadyLine line, Place departing, ChannelRecord.Line before) {
        boolean isFirst = before.count() > 1
                && first(line, before.start())
                        .filter(head -> departing.compareTo(head.getKey()) <= 0)
                        .isPresent();
        return isFirst ? departing : before.start();
    }

    /** Keys in memory. */
    int kept() {
        return kept;
    }

    /** Forgets a tree's lines. */
    void dropTree(String tree) {
        heads.keySet().stream()
                .filter(line -> line.tree().equals(tree))
                .toList()
                .forEach(this::drop);
    }

    private void drop(ReadyLine line) {
        Head head = heads.remove(line);
        if (head != null) {
            kept -= head.window.size();
        }
    }

    private void dropColdest() {
        Iterator<Map.Entry<ReadyLine, Head>> coldest = heads.entrySet().iterator();
        while (kept > most && coldest.hasNext()) {
            kept -= coldest.next().getValue().window.size();
            coldest.remove();
        }
    }
}
