package io.sluice.core;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** What a job's parents returned, for its handler. Behind a join stand those before it. */
final class ParentResults {

    static final int MOST_BYTES = 256 * 1024;

    /** A release must not read without end. */
    static final int MOST_PARENTS = 500;

    private final StateView state;

    ParentResults(StateView state) {
        this.state = state;
    }

    Effect.Results of(Job job) {
        if (job.parents().isEmpty()) {
            return Effect.Results.NONE;
        }
        Map<UUID, String> results = new LinkedHashMap<>();
        Set<UUID> seen = new HashSet<>();
        Deque<Way> next = new ArrayDeque<>(parents(job));
        int bytes = 0;
        while (!next.isEmpty()) {
            Way way = next.remove();
            JobId id = way.parent();
            boolean isNew = seen.add(id.uuid());
            if (seen.size() > MOST_PARENTS) {
                return new Effect.Results(Map.of(), true);
            }
            if (!isNew || state.edge(id, way.child()).isEmpty()) {
                // Where a parent is gone the edge is too, and another job may have its id by now.
                continue;
            }
            Optional<Job> parent = state.job(id);
            parent.filter(Job::isJoin).ifPresent(join -> next.addAll(parents(join)));
            Optional<String> result = state.status(id).flatMap(JobStatus::result);
            bytes += result.map(text -> text.getBytes(StandardCharsets.UTF_8).length)
                    .orElse(0);
            if (bytes > MOST_BYTES) {
                return new Effect.Results(Map.of(), true);
            }
            result.ifPresent(text -> results.put(id.uuid(), text));
        }
        return new Effect.Results(results, false);
    }

    private record Way(JobId parent, UUID child) {}

    private List<Way> parents(Job job) {
        List<Parent> parents = new ArrayList<>(job.parents());
        parents.addAll(state.addedParents(job.id()));
        return parents.stream()
                .map(parent -> new Way(
                        new JobId(job.id().tree(), parent.job()), job.id().uuid()))
                .toList();
    }
}
