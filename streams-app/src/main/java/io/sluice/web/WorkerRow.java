package io.sluice.web;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A live worker, as one partition or all of them know it.
 *
 * @param id its id
 * @param slots how many bundles it can run at once
 * @param claimed bundles that it holds
 * @param topics channel topics that it reads
 * @param types job types that it handles
 * @since 0.1
 */
public record WorkerRow(String id, int slots, int claimed, Set<String> topics, Set<String> types) {

    /** One row a worker, in the order of their ids: every partition knows a worker, each counts the bundles of its own. */
    static Collection<WorkerRow> merge(Collection<WorkerRow> rows) {
        Map<String, WorkerRow> byId = new TreeMap<>();
        rows.forEach(row -> byId.merge(row.id(), row, WorkerRow::with));
        return byId.values();
    }

    private WorkerRow with(WorkerRow other) {
        return new WorkerRow(
                id,
                Math.max(slots, other.slots),
                claimed + other.claimed,
                union(topics, other.topics),
                union(types, other.types));
    }

    private static Set<String> union(Set<String> some, Set<String> others) {
        Set<String> all = new TreeSet<>(some);
        all.addAll(others);
        return all;
    }
}
