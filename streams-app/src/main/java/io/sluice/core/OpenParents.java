package io.sluice.core;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The jobs that a WAITING one waits for, for people: hidden joins are looked through. */
final class OpenParents {

    /** So many are named. */
    private static final int MOST = 5;

    /** So many edges are looked at: a job may wait for ten thousand. */
    private static final int MOST_LOOKED_AT = 1000;

    private final StateView state;

    OpenParents(StateView state) {
        this.state = state;
    }

    /**
     * A parent whose end a job waits for.
     *
     * @param id which
     * @param words how it is, and what may be done
     */
    record Open(JobId id, String words) {}

    /** The first of them. */
    List<Open> of(JobId child) {
        List<Open> open = new ArrayList<>();
        gather(child, open, new HashSet<>());
        return open;
    }

    private void gather(JobId child, List<Open> open, Set<JobId> seen) {
        List<Parent> parents = Stream.concat(
                        state.job(child).stream().flatMap(job -> job.parents().stream()),
                        state.addedParents(child).stream())
                .toList();
        for (Parent parent : parents) {
            if (open.size() == MOST || seen.size() == MOST_LOOKED_AT) {
                return;
            }
            JobId id = new JobId(child.tree(), parent.job());
            Optional<Edge> edge = state.edge(id, child.uuid());
            // Of a parent that has ended one child may have been told already, and another not.
            if (edge.isEmpty() || edge.get().state() == Edge.State.MET || !seen.add(id)) {
                continue;
            }
            if (isWaitingJoin(id)) {
                gather(id, open, seen);
            } else {
                open.add(new Open(id, words(id, edge.get())));
            }
        }
    }

    private boolean isWaitingJoin(JobId id) {
        return state.job(id).map(Job::isJoin).orElse(false)
                && state.status(id).map(JobStatus::state).orElseThrow() == JobState.WAITING;
    }

    private String words(JobId id, Edge edge) {
        Optional<JobState> is = state.status(id).map(JobStatus::state);
        String stands = id + ", which is " + is.map(JobState::name).orElse("gone");
        if (is.isPresent() && is.get().isUnfinished()) {
            return stands;
        }
        return Edge.of(edge.on(), is.orElse(JobState.CANCELLED)) == Edge.State.OPEN
                ? stands + ": requeue it or set it done"
                : stands + "; the many jobs that wait for it are told so step by step";
    }

    static String sentence(List<Open> open, int count) {
        String named = open.stream().map(Open::words).collect(Collectors.joining("; "));
        int edges = Math.max(count, open.size());
        String many = edges == 1 ? "" : edges + " jobs" + (edges > open.size() ? ", among them " : ": ");
        return many + named;
    }
}
