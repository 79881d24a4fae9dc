package io.sluice.web;

import io.sluice.core.StateView.WorkerFacts;
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
 * @param topics channel topics that it reads
 * @param types job types that it handles
 * @since 0.1
 */
public record WorkerDocument(String id, int slots, Set<String> topics, Set<String> types) {

    static WorkerDocument of(String id, WorkerFacts facts) {
        return new WorkerDocument(id, facts.slots(), new TreeSet<>(facts.topics()), new TreeSet<>(facts.types()));
    }

    /** One row a worker, in the order of their ids: every partition knows every worker. */
    static Collection<WorkerDocument> merge(Collection<WorkerDocument> rows) {
        Map<String, WorkerDocument> byId = new TreeMap<>();
        rows.forEach(row -> byId.merge(row.id(), row, WorkerDocument::with));
        return byId.values();
    }

    private WorkerDocument with(WorkerDocument other) {
        return new WorkerDocument(
                id, Math.max(slots, other.slots), union(topics, other.topics), union(types, other.types));
    }

    private static Set<String> union(Set<String> some, Set<String> others) {
        Set<String> all = new TreeSet<>(some);
        all.addAll(others);
        return all;
    }
}
