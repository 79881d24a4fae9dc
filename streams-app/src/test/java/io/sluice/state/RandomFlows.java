package io.sluice.state;

import io.sluice.core.ChannelPath;
import io.sluice.core.Edge;
import io.sluice.core.Event;
import io.sluice.core.Flow;
import io.sluice.core.FlowId;
import io.sluice.core.Job;
import io.sluice.core.JobId;
import io.sluice.core.JobState;
import io.sluice.core.JobStatus;
import io.sluice.core.Join;
import io.sluice.core.Parent;
import io.sluice.core.Payload;
import io.sluice.core.Submission;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.UUID;

/** The part of a random life that is about flows and edges: legal for the fold, whatever the rules would have decided. */
final class RandomFlows {

    private final RandomLife life;
    private final StoredState state;
    private final Random random;
    private final List<FlowId> flows = new ArrayList<>();

    RandomFlows(RandomLife life, StoredState state, Random random) {
        this.life = life;
        this.state = state;
        this.random = random;
    }

    List<FlowId> all() {
        return flows;
    }

    /** A flow, or a job alone, that waits for jobs before it. */
    void submit() {
        String tree = pick(RandomLife.TREES.subList(0, 2));
        Optional<UUID> flow = Optional.empty();
        if (random.nextBoolean()) {
            FlowId id = new FlowId(tree, uuid());
            life.record(tree, new Event.FlowSubmitted(id, "month's end"));
            flows.add(id);
            flow = Optional.of(id.uuid());
        }
        int size = flow.isPresent() ? 1 + random.nextInt(4) : 1;
        for (int i = 0; i < size; i++) {
            job(tree, flow);
        }
    }

    private void job(String tree, Optional<UUID> flow) {
        List<Parent> parents = parents(tree);
        boolean isJoin = !parents.isEmpty() && random.nextInt(5) == 0;
        OptionalLong eta = random.nextInt(4) == 0 ? OptionalLong.of(life.now() + 50) : OptionalLong.empty();
        Submission asked = Submission.of(
                        new JobId(tree, uuid()),
                        isJoin ? Join.TYPE : pick(RandomLife.TYPES),
                        pick(RandomLife.CHANNELS).text(),
                        new Payload(new byte[0], ""))
                .after(parents);
        if (eta.isPresent() && !isJoin) {
            asked = asked.with(Submission.Options.NONE.withEta(eta.getAsLong()));
        }
        Job job = Job.of(flow.map(asked::in).orElse(asked), state.nextSeq(tree), life.now());
        life.jobs().add(job.id());
        life.record(tree, new Event.JobSubmitted(job));
    }

    private List<Parent> parents(String tree) {
        List<JobId> there =
                life.jobs().stream().filter(job -> job.tree().equals(tree)).toList();
        List<Parent> parents = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0 && !there.isEmpty(); i--) {
            UUID parent = pick(there).uuid();
            if (parents.stream().noneMatch(before -> before.job().equals(parent))) {
                parents.add(new Parent(parent, Parent.On.values()[random.nextInt(3)]));
            }
        }
        return parents;
    }

    /** Edges of any job change, and children that have nothing left to wait for go on. */
    void edges() {
        if (life.jobs().isEmpty()) {
            return;
        }
        JobId parent = pick(life.jobs());
        Edge.State to = Edge.State.values()[random.nextInt(3)];
        List<UUID> children = state.edges(parent, Optional.empty(), 10).stream()
                .filter(edge -> edge.state() != to)
                .map(Edge::child)
                .filter(child -> status(new JobId(parent.tree(), child)).openEdges() > 0)
                .toList();
        if (!children.isEmpty()) {
            life.record(parent.tree(), new Event.EdgesChanged(parent, to, children));
            children.forEach(child -> goOn(new JobId(parent.tree(), child)));
        }
    }

    private JobStatus status(JobId job) {
        return state.status(job).orElseThrow();
    }

    private void goOn(JobId child) {
        JobStatus status = status(child);
        if (status.state() != JobState.WAITING || status.openEdges() > 0) {
            return;
        }
        Job job = state.job(child).orElseThrow();
        ChannelPath channel = job.channel();
        if (job.isJoin()) {
            Event.Run none = new Event.Run(Optional.empty(), 0, 0, "", 0, 0);
            life.record(child.tree(), new Event.JobDone(child, channel, job.type(), none, Optional.empty()));
        } else if (random.nextInt(3) == 0) {
            life.record(child.tree(), new Event.JobScheduled(child, channel, job.type(), life.now() + 20));
        } else {
            life.record(child.tree(), new Event.JobReady(child, channel, job.type()));
        }
    }

    void other() {
        if (life.jobs().size() < 2) {
            return;
        }
        JobId job = pick(life.jobs());
        String tree = job.tree();
        switch (random.nextInt(5)) {
            case 0 -> add(job);
            case 1 -> life.record(tree, new Event.ChildrenHeld(job, new JobId(tree, uuid())));
            case 2 -> cascade(job);
            case 3 -> {
                if (status(job).state() == JobState.CANCELLED) {
                    life.record(tree, new Event.JobTied(job));
                }
            }
            default -> sweep();
        }
    }

    private void add(JobId parent) {
        List<UUID> children = life.jobs().stream()
                .filter(child -> child.tree().equals(parent.tree()) && !child.equals(parent))
                .filter(child -> status(child).state() == JobState.WAITING)
                .filter(child -> state.edge(parent, child.uuid()).isEmpty())
                .limit(2)
                .map(JobId::uuid)
                .toList();
        if (!children.isEmpty()) {
            life.record(parent.tree(), new Event.EdgesAdded(parent, Parent.On.DONE, children));
        }
    }

    private void cascade(JobId job) {
        boolean finished = state.cascade(job).isPresent() && random.nextBoolean();
        Optional<UUID> after = random.nextBoolean() ? Optional.empty() : Optional.of(uuid());
        life.record(job.tree(), new Event.CascadeAdvanced(job, after, finished));
    }

    private void sweep() {
        if (flows.isEmpty()) {
            return;
        }
        FlowId flow = pick(flows);
        if (state.flow(flow).isEmpty()) {
            return;
        }
        Flow.Action action = Flow.Action.values()[random.nextInt(2)];
        life.record(flow.tree(), new Event.FlowSwept(flow, new Flow.Sweep(action, "", random.nextInt(3), 2)));
    }

    private UUID uuid() {
        return new UUID(random.nextLong(), random.nextLong());
    }

    private <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }
}
