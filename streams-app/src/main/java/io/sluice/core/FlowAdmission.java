package io.sluice.core;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * What a flow must keep to, and which of its jobs are stored. Clients check the same before they send; nobody is relied on to.
 */
final class FlowAdmission {

    static final int MOST_JOBS = 10_000;
    static final long MOST_BYTES = 4L * 1024 * 1024;

    private final StateView state;
    private final KeyHolders keys;

    FlowAdmission(StateView state, KeyHolders keys) {
        this.state = state;
        this.keys = keys;
    }

    /**
     * What becomes of a flow's jobs.
     *
     * @param stored those to be stored, in their order
     * @param held those that are not, because another job holds their key
     */
    record Admitted(List<Job> stored, Map<JobId, JobId> held) {}

    /** @throws IllegalArgumentException with what is wrong: then none of it is stored */
    Admitted admit(Command.SubmitFlow command, long now) {
        Map<UUID, Job> jobs = jobs(command, now);
        checkParents(jobs);
        checkCycles(jobs);
        Map<JobId, JobId> held = held(jobs.values(), now);
        return new Admitted(held.isEmpty() ? List.copyOf(jobs.values()) : withoutHeld(jobs, held), held);
    }

    /** What is left of it: who waits for a job of the flow that stands in for another may so wait for itself. */
    private static List<Job> checked(Map<UUID, Job> left) {
        checkCycles(left);
        return List.copyOf(left.values());
    }

    // ---- each job for itself

    private Map<UUID, Job> jobs(Command.SubmitFlow command, long now) {
        int count = command.jobs().size();
        if (count == 0 || count > MOST_JOBS) {
            throw new IllegalArgumentException("it has " + count + " jobs; 1 to " + MOST_JOBS + " are allowed");
        }
        long bytes = command.jobs().stream().mapToLong(Admission::size).sum();
        if (bytes > MOST_BYTES) {
            throw new IllegalArgumentException("its jobs are " + bytes + " bytes together; at most " + MOST_BYTES
                    + " are allowed. Store the payloads elsewhere and send where they are");
        }
        if (command.jobs().stream().allMatch(job -> job.type().equals(Join.TYPE))) {
            throw new IllegalArgumentException(
                    "all of its jobs are joins, which run nothing; a flow needs at least one job" + " that is no join");
        }
        Admission.checkDescription(command.description());
        Map<UUID, Job> jobs = new LinkedHashMap<>();
        String tree = command.flow().tree();
        long seq = state.nextSeq(tree);
        for (Submission asked : command.jobs()) {
            Job job = job(asked.in(command.flow().uuid()), tree, seq++, now);
            if (jobs.put(job.id().uuid(), job) != null) {
                throw new IllegalArgumentException("job " + job.id() + " is in it twice");
            }
        }
        return jobs;
    }

    private Job job(Submission asked, String tree, long seq, long now) {
        JobId id = asked.id();
        if (!id.tree().equals(tree)) {
            throw new IllegalArgumentException(
                    "job " + id + " is of another tree; all jobs of a flow are of one, here " + tree);
        }
        if (state.status(id).isPresent()) {
            throw new IllegalArgumentException("job " + id + " is there already; a flow brings new jobs only");
        }
        Dependencies.leftBehind(state, id).ifPresent(FlowAdmission::refuse);
        try {
            return Admission.admitInFlow(asked, seq, now);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("job " + id + ": " + e.getMessage(), e);
        }
    }

    // ---- how they hang together

    private void checkParents(Map<UUID, Job> jobs) {
        for (Job job : jobs.values()) {
            Set<UUID> seen = new HashSet<>();
            for (Parent parent : job.parents()) {
                Dependencies.wrong(job, parent, seen).ifPresent(FlowAdmission::refuse);
                JobId id = new JobId(job.id().tree(), parent.job());
                if (!jobs.containsKey(parent.job()) && state.status(id).isEmpty()) {
                    refuse("job " + job.id() + " has the parent " + id + ", which is neither in the flow nor kept");
                }
            }
        }
    }

    private static void refuse(String why) {
        throw new IllegalArgumentException(why);
    }

    /** Takes away jobs that wait for nobody, again and again: what remains waits for itself. */
    private static void checkCycles(Map<UUID, Job> jobs) {
        Map<UUID, Integer> open = new HashMap<>();
        Map<UUID, List<UUID>> children = new HashMap<>();
        Deque<UUID> free = new ArrayDeque<>();
        for (Job job : jobs.values()) {
            List<UUID> parents = inside(job, jobs.keySet());
            parents.forEach(parent -> children.computeIfAbsent(parent, any -> new ArrayList<>())
                    .add(job.id().uuid()));
            open.put(job.id().uuid(), parents.size());
            if (parents.isEmpty()) {
                free.add(job.id().uuid());
            }
        }
        while (!free.isEmpty()) {
            UUID next = free.remove();
            open.remove(next);
            for (UUID child : children.getOrDefault(next, List.of())) {
                if (open.merge(child, -1, Integer::sum) == 0) {
                    free.add(child);
                }
            }
        }
        if (!open.isEmpty()) {
            refuse("its jobs wait for each other in a circle: " + circle(jobs, open.keySet()));
        }
    }

    private static List<UUID> inside(Job job, Set<UUID> jobs) {
        return job.parents().stream().map(Parent::job).filter(jobs::contains).toList();
    }

    private static String circle(Map<UUID, Job> jobs, Set<UUID> left) {
        List<UUID> way = new ArrayList<>();
        UUID at = left.iterator().next();
        while (!way.contains(at)) {
            way.add(at);
            at = inside(jobs.get(at), left).getFirst();
        }
        way.add(at);
        List<UUID> circle = way.subList(way.indexOf(at), way.size());
        String shown = String.join(
                " after ", circle.stream().limit(10).map(UUID::toString).toList());
        return circle.size() > 10 ? shown + " and so on" : shown;
    }

    // ---- dedup keys

    private Map<JobId, JobId> held(Iterable<Job> jobs, long now) {
        Map<JobId, JobId> held = new LinkedHashMap<>();
        Map<String, JobId> taken = new HashMap<>();
        for (Job job : jobs) {
            if (job.dedup().isPresent()) {
                if (job.dedup().get().mode() == Dedup.Mode.REPLACE) {
                    refuse("job " + job.id() + " has the dedup mode replace; in a flow only keep is allowed");
                }
                // The first of several with one key takes it.
                keys.holder(job.asked(), now)
                        .or(() -> Optional.ofNullable(
                                taken.putIfAbsent(job.dedup().get().key(), job.id())))
                        .ifPresent(holder -> held.put(job.id(), holder));
            }
        }
        return held;
    }

    private static String key(Job job) {
        return job.dedup().orElseThrow().key();
    }

    /** Without the jobs whose key is held: who waits for one of them waits for the holder. */
    private List<Job> withoutHeld(Map<UUID, Job> jobs, Map<JobId, JobId> held) {
        Map<UUID, Optional<UUID>> replaced = new HashMap<>();
        held.forEach((member, holder) -> replaced.put(
                member.uuid(),
                Optional.of(holder.uuid())
                        .filter(any ->
                                jobs.containsKey(holder.uuid()) || keys.isKept(holder, key(jobs.get(member.uuid()))))));
        Map<UUID, Job> stored = new LinkedHashMap<>(jobs);
        stored.keySet().removeAll(replaced.keySet());
        boolean changed = true;
        while (changed) {
            stored.replaceAll((id, job) -> redirected(job, replaced));
            // A join that has nobody left to wait for goes too, and who waits for it loses that edge.
            List<UUID> idle = stored.values().stream()
                    .filter(job -> job.isJoin() && job.parents().isEmpty())
                    .map(job -> job.id().uuid())
                    .toList();
            idle.forEach(join -> replaced.put(join, Optional.empty()));
            changed = stored.keySet().removeAll(idle);
        }
        return checked(stored);
    }

    /**
     * A holder that is gone ended long ago: nobody has to wait for it. One that stands in for several parents has one edge,
     * which is met exactly if all of theirs would be.
     *
     * @throws IllegalArgumentException if those are never met together
     */
    static Job redirected(Job job, Map<UUID, Optional<UUID>> replaced) {
        Map<UUID, Parent.On> parents = new LinkedHashMap<>();
        for (Parent parent : job.parents()) {
            // Whoever is there for a failure is not needed after a job that is gone: that edge stays, to nobody.
            boolean isForFailure = parent.on() == Parent.On.FAILURE;
            Optional<UUID> now = replaced.getOrDefault(parent.job(), Optional.of(parent.job()))
                    .or(() -> Optional.of(parent.job()).filter(any -> isForFailure));
            now.ifPresent(id -> parents.merge(id, parent.on(), (on, more) -> both(job, id, on.and(more))));
        }
        List<Parent> left = new ArrayList<>();
        parents.forEach((id, on) -> left.add(new Parent(id, on)));
        return new Job(job.asked().after(List.copyOf(left)), job.channel(), job.seq(), job.arrivedAt());
    }

    private static Parent.On both(Job job, UUID holder, Optional<Parent.On> on) {
        return on.orElseThrow(() -> new IllegalArgumentException("job " + job.id()
                + " waits for several jobs for which "
                + holder + " stands in, because that one holds their dedup key: for one to be DONE and for one to fail,"
                + " which is never both; give them keys of their own"));
    }
}
