package io.sluice.core;

import io.sluice.core.Event.CascadeAdvanced;
import io.sluice.core.Event.EdgesAdded;
import io.sluice.core.Event.EdgesChanged;
import io.sluice.core.Event.JobCancelled;
import io.sluice.core.Event.JobDone;
import io.sluice.core.Event.JobReady;
import io.sluice.core.Event.JobRequeued;
import io.sluice.core.Event.JobScheduled;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;

/**
 * Jobs that wait for others: what becomes of them when a parent ends, or is let in again. How an edge stands follows from its
 * parent's state alone, so going through a job's edges once more changes nothing: a step that is done twice, or over what came
 * meanwhile, does no harm.
 *
 * <p>An edge counts as long as its child has not got past its edges: once all are met, nothing that its parents do reaches it.
 */
final class Dependencies {

    /** How many children one step touches; the rest comes by a timer. */
    static final int STEP = 500;

    static final int MOST_PARENTS = 10_000;

    private final StateView state;
    private final int step;

    Dependencies(StateView state, int step) {
        this.state = state;
        this.step = step;
    }

    /** How many children, or jobs of a flow, one step touches. */
    int step() {
        return step;
    }

    // ---- a job that comes with parents

    /** What is wrong with the parents of a job that is submitted alone; none: nothing. */
    Optional<String> refusal(Job job) {
        Optional<String> early = leftBehind(state, job.id());
        if (early.isPresent()) {
            return early;
        }
        Set<UUID> seen = new HashSet<>();
        for (Parent parent : job.parents()) {
            Optional<String> wrong = wrong(job, parent, seen);
            if (wrong.isPresent()) {
                return wrong;
            }
            JobId id = new JobId(job.id().tree(), parent.job());
            if (state.status(id).isEmpty()) {
                return Optional.of("its parent " + id + " is not kept; only jobs that are there can be waited for");
            }
        }
        Optional<FlowId> flow = job.flow().map(uuid -> FlowId.of(job.id(), uuid));
        return flow.filter(id -> state.flow(id).isEmpty())
                .map(id -> "its flow " + id + " is not kept; submit the flow first, or leave the flow out");
    }

    /** Why the id of a job that is no longer kept cannot come again yet; none: it can. */
    static Optional<String> leftBehind(StateView state, JobId id) {
        return state.hasEdges(id.tree()) && state.cascade(id).isPresent()
                ? Optional.of(
                        "job " + id + " was deleted a moment ago, and not all of the many jobs that waited for it know;"
                                + " try again in a moment")
                : Optional.empty();
    }

    /** What is wrong with one of a job's parents, whatever else is submitted; {@code seen} gathers them. */
    static Optional<String> wrong(Job job, Parent parent, Set<UUID> seen) {
        if (parent.job().equals(job.id().uuid())) {
            return Optional.of("job " + job.id() + " names itself as its parent");
        }
        if (!seen.add(parent.job())) {
            return Optional.of("job " + job.id() + " names its parent " + parent.job() + " twice; once is enough");
        }
        return seen.size() <= MOST_PARENTS
                ? Optional.empty()
                : Optional.of("job " + job.id() + " has more than " + MOST_PARENTS + " parents; put a join between");
    }

    /** Sees to parents that have ended before: call it after all of these jobs were recorded. */
    void arrived(List<Job> jobs, Journal journal) {
        Set<JobId> fresh = new HashSet<>();
        jobs.forEach(job -> fresh.add(job.id()));
        Map<Turn, List<UUID>> turns = new LinkedHashMap<>();
        for (Job job : jobs) {
            for (Parent parent : job.parents()) {
                JobId id = new JobId(job.id().tree(), parent.job());
                if (!fresh.contains(id)) {
                    Edge.State stands = stands(id, new Edge(job.id().uuid(), parent.on(), Edge.State.OPEN));
                    turns.computeIfAbsent(new Turn(id, stands), any -> new ArrayList<>())
                            .add(job.id().uuid());
                }
            }
        }
        turns.keySet().removeIf(turn -> turn.to() == Edge.State.OPEN);
        turns.forEach((turn, children) -> record(turn.parent(), changed(turn.parent(), turn.to(), children), journal));
        // A job that one parent makes impossible is cancelled because of that one, not of another that is done.
        settle(turns, Edge.State.IMPOSSIBLE, journal);
        settle(turns, Edge.State.MET, journal);
    }

    private EdgesChanged changed(JobId parent, Edge.State to, List<UUID> children) {
        return new EdgesChanged(parent, to, children, state.job(parent).isEmpty());
    }

    private void settle(Map<Turn, List<UUID>> turns, Edge.State to, Journal journal) {
        turns.forEach((turn, children) -> {
            if (turn.to() == to) {
                settle(turn.parent(), children, journal);
            }
        });
    }

    private record Turn(JobId parent, Edge.State to) {}

    // ---- parents that end or come back

    /** Follows what a command has done to parents, and what that does to their children in turn. */
    void follow(Journal journal) {
        Walk walk = new Walk(journal);
        // What is recorded on the way is followed as well.
        for (int i = 0; i < journal.recorded().size(); i++) {
            moved(journal.recorded().get(i).event())
                    .filter(job -> state.hasEdges(job.tree()))
                    .ifPresent(walk::from);
        }
    }

    /** The job whose edges may stand otherwise now: it ended, came back, or is gone. */
    private static Optional<JobId> moved(Event event) {
        return event instanceof Event.OfJob about && endsOrComesBack(about)
                ? Optional.of(about.job())
                : Optional.empty();
    }

    private static boolean endsOrComesBack(Event.OfJob event) {
        return switch (event) {
            case JobDone e -> true;
            case Event.JobFailed e -> true;
            case JobCancelled e -> true;
            case JobRequeued e -> true;
            case Event.JobSubmitted e -> false;
            case JobReady e -> false;
            case Event.JobReleased e -> false;
            case Event.JobRetried e -> false;
            case Event.JobSnoozed e -> false;
            case Event.JobLost e -> false;
            case Event.JobHandedBack e -> false;
            case JobScheduled e -> false;
            // jobs
            case Event.JobPurged e -> true;
            case Event.JobReprioritized e -> false;
            case Event.JobRescheduled e -> false;
            case Event.JobMoved e -> false;
            case Event.JobReplaced e -> false;
        };
    }

    /** The next step through the edges of a job with many children. */
    void due(Command.CascadeDue command, Journal journal) {
        state.cascade(command.parent()).ifPresent(cascade -> new Walk(journal).page(command.parent(), cascade.after()));
    }

    /** One command's way through the edges. */
    private final class Walk {
        private final Journal journal;
        private int left = step;

        Walk(Journal journal) {
            this.journal = journal;
        }

        void from(JobId parent) {
            boolean underWay = state.cascade(parent).isPresent();
            if (!underWay && left > 0) {
                page(parent, Optional.empty());
            } else if (underWay || !state.edges(parent, Optional.empty(), 1).isEmpty()) {
                // One that is under way begins anew: the children behind it have seen the state before.
                record(parent, new CascadeAdvanced(parent, Optional.empty(), false), journal);
            }
        }

        void page(JobId parent, Optional<UUID> after) {
            List<Edge> found = state.edges(parent, after, left + 1);
            boolean more = found.size() > left;
            List<Edge> page = more ? found.subList(0, left) : found;
            left -= page.size();
            touch(parent, page, journal);
            Optional<UUID> last =
                    page.isEmpty() ? after : Optional.of(page.getLast().child());
            if (more || state.cascade(parent).isPresent()) {
                record(parent, new CascadeAdvanced(parent, last, !more), journal);
            }
        }
    }

    private void touch(JobId parent, List<Edge> edges, Journal journal) {
        Map<Edge.State, List<UUID>> changed = new EnumMap<>(Edge.State.class);
        List<Edge> met = new ArrayList<>();
        // With its parent each edge goes, as it stands then: the id may come again, as another job.
        boolean isGone = state.status(parent).isEmpty();
        for (Edge edge : edges) {
            Edge.State stands = stands(parent, edge);
            boolean turns = stands != edge.state() && counts(new JobId(parent.tree(), edge.child()));
            if (turns || isGone) {
                Edge.State to = turns ? stands : edge.state();
                changed.computeIfAbsent(to, any -> new ArrayList<>()).add(edge.child());
            }
            if (turns && stands == Edge.State.MET) {
                met.add(edge);
            }
        }
        state.holder(parent).ifPresent(holder -> hold(holder, met, journal));
        changed.forEach((to, children) -> record(parent, changed(parent, to, children), journal));
        changed.forEach((to, children) -> settle(parent, children, journal));
    }

    private Edge.State stands(JobId parent, Edge edge) {
        return state.status(parent)
                .map(status -> Edge.of(edge.on(), status.state()))
                .orElseGet(edge::afterDeletion);
    }

    /** Whether a child has not got past its edges. A join never has: who follows it may still wait. */
    private boolean counts(JobId child) {
        return state.status(child).orElseThrow().openEdges() > 0 || isJoin(child);
    }

    private boolean isJoin(JobId id) {
        return state.job(id).map(Job::isJoin).orElse(false);
    }

    /** What the parent's run submitted for its children to wait for comes before the parent's own end lets them go on. */
    private void hold(JobId holder, List<Edge> met, Journal journal) {
        if (state.status(holder).isEmpty()) {
            return;
        }
        Map<Parent.On, List<UUID>> added = new EnumMap<>(Parent.On.class);
        for (Edge edge : met) {
            JobId child = new JobId(holder.tree(), edge.child());
            boolean isBeforeIt =
                    child.equals(holder) || state.edge(child, holder.uuid()).isPresent();
            Optional<Edge> before = state.edge(holder, edge.child());
            Optional<Parent.On> both =
                    before.map(own -> own.on().and(edge.on())).orElse(Optional.of(edge.on()));
            if (!isBeforeIt && both.isEmpty()) {
                cancelHeld(child, journal);
            } else if (!isBeforeIt && !before.map(Edge::on).equals(both)) {
                added.computeIfAbsent(both.get(), any -> new ArrayList<>()).add(edge.child());
            }
        }
        added.forEach((on, children) -> {
            record(holder, new EdgesAdded(holder, on, children), journal);
            Edge.State stands = Edge.of(on, state.status(holder).orElseThrow().state());
            if (stands != Edge.State.OPEN) {
                record(holder, changed(holder, stands, children), journal);
            }
            if (stands == Edge.State.IMPOSSIBLE) {
                // Because of the holder, not of the parent, which is DONE.
                settle(holder, children, journal);
            }
        });
    }

    /** It waits for the holder to fail and, as its parent's child, for the holder to be DONE: that is never both. */
    private void cancelHeld(JobId child, Journal journal) {
        JobStatus status = state.status(child).orElseThrow();
        if (status.state() == JobState.WAITING) {
            Job job = state.job(child).orElseThrow();
            record(
                    child,
                    new JobCancelled(child, job.channel(), job.type(), idle(status), Edge.PARENT_CANCELLED),
                    journal);
        }
    }

    // ---- children whose edges changed

    private void settle(JobId parent, List<UUID> children, Journal journal) {
        String reason = reason(parent);
        for (UUID child : children) {
            settle(new JobId(parent.tree(), child), reason, journal);
        }
    }

    private void settle(JobId child, String reason, Journal journal) {
        JobStatus before = state.status(child).orElseThrow();
        if (isTakenAlong(child, before)) {
            comeBack(child, journal);
        }
        JobStatus status = state.status(child).orElseThrow();
        if (status.state() != JobState.WAITING) {
            return;
        }
        if (status.impossibleEdges() > 0) {
            Job job = state.job(child).orElseThrow();
            record(child, new JobCancelled(child, job.channel(), job.type(), idle(status), reason), journal);
        } else if (status.openEdges() == 0) {
            goOn(child, status, journal);
        }
    }

    /** What ended only because of its parents comes back with them. */
    private boolean isTakenAlong(JobId child, JobStatus status) {
        return switch (status.state()) {
            case CANCELLED -> status.tied() && status.impossibleEdges() == 0;
            case DONE -> status.openEdges() > 0 && isJoin(child);
            case WAITING, SCHEDULED, READY, RELEASED, RUNNING, FAILED -> false;
        };
    }

    private void comeBack(JobId id, Journal journal) {
        Job job = state.job(id).orElseThrow();
        record(id, new JobRequeued(id, job.channel(), job.type(), ahead(job, journal)), journal);
    }

    private static OptionalLong ahead(Job job, Journal journal) {
        return job.eta().isPresent() && job.eta().getAsLong() > journal.now() ? job.eta() : OptionalLong.empty();
    }

    /** No parent is left to wait for. */
    private void goOn(JobId id, JobStatus status, Journal journal) {
        Job job = state.job(id).orElseThrow();
        OptionalLong eta = ahead(job, journal);
        if (job.isJoin()) {
            record(id, new JobDone(id, job.channel(), job.type(), idle(status), Optional.empty()), journal);
        } else if (eta.isPresent()) {
            record(id, new JobScheduled(id, job.channel(), job.type(), eta.getAsLong()), journal);
        } else {
            record(id, new JobReady(id, job.channel(), job.type()), journal);
        }
    }

    private static Event.Run idle(JobStatus status) {
        return new Event.Run(Optional.empty(), status.run(), status.attempt(), status.worker(), 0, 0);
    }

    /** Why a child cannot go on whose parent ended so; a join only passes on why it could not. */
    private String reason(JobId parent) {
        Optional<JobStatus> status = state.status(parent);
        boolean isDone =
                status.map(JobStatus::state).filter(JobState.DONE::equals).isPresent();
        boolean passesOn = status.filter(JobStatus::isNotNeeded).isPresent() && isJoin(parent);
        return isDone || passesOn ? Edge.NOT_NEEDED : Edge.PARENT_CANCELLED;
    }

    private static void record(JobId about, Event event, Journal journal) {
        journal.record(about.tree(), event);
    }

    // ---- what others ask

    /** Why an ended job cannot be requeued by itself; none: it can. */
    Optional<String> refusesRequeue(Job job, JobStatus status) {
        if (job.isJoin()) {
            return Optional.of("job " + job.id() + " is a hidden join, which runs nothing; requeue a job before it,"
                    + " and it comes along");
        }
        if (status.impossibleEdges() == 0) {
            return Optional.empty();
        }
        String words = "job " + job.id() + " is " + status.state() + " and ";
        List<JobId> impossible = impossible(job);
        if (impossible.size() < status.impossibleEdges()) {
            return Optional.of(words + "waited for a job that was deleted, so it can never start: submit it again");
        }
        return Optional.of(
                words
                        + beforeJoins(impossible.getFirst())
                                .map(
                                        parent -> "waits for " + parent
                                                + ", which did not end as it should have: requeue that one, and this one comes along")
                                .orElse(
                                        "behind a join that waited for a job that was deleted, so it can never start: submit it again"));
    }

    /** The parents of which nothing can come any more, as far as they are kept. */
    private List<JobId> impossible(Job job) {
        List<Parent> parents = new ArrayList<>(job.parents());
        parents.addAll(state.addedParents(job.id()));
        return parents.stream()
                .map(parent -> new JobId(job.id().tree(), parent.job()))
                .filter(parent -> state.edge(parent, job.id().uuid())
                        .map(Edge::state)
                        .filter(Edge.State.IMPOSSIBLE::equals)
                        .isPresent())
                .toList();
    }

    /** The job itself; if it is a join, one before it that is none and can be requeued. None: that one is gone. */
    private Optional<JobId> beforeJoins(JobId id) {
        Optional<JobId> at = Optional.of(id);
        while (at.isPresent() && isJoin(at.get())) {
            at = impossible(state.job(at.get()).orElseThrow()).stream().findFirst();
        }
        return at;
    }

    /** Whether a job's children know how it ended: before that it must not be purged, or they would never know. */
    boolean isSettled(JobId job) {
        return !state.hasEdges(job.tree()) || state.cascade(job).isEmpty();
    }
}
