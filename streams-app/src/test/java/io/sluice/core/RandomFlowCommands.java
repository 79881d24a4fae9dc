package io.sluice.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** The part of the random commands that is about flows and edges, and what must hold of them after every step. */
final class RandomFlowCommands {

    private final World world;
    private final List<JobId> jobs;
    private final RandomGenerator random;
    private final List<FlowId> flows = new ArrayList<>();

    RandomFlowCommands(World world, List<JobId> jobs, RandomGenerator random) {
        this.world = world;
        this.jobs = jobs;
        this.random = random;
    }

    // ---- what can happen

    String doSomething() {
        int dice = random.nextInt(12);
        if (dice < 5) {
            return submitFlow();
        }
        if (dice < 9) {
            return submitChild();
        }
        if (flows.isEmpty()) {
            return "no flow yet";
        }
        FlowId flow = any(flows);
        Command command = dice < 10 ? new Command.CancelFlow(flow, "random") : new Command.RequeueFlow(flow);
        world.command(flow.tree(), command);
        return command.toString();
    }

    private String submitFlow() {
        String tree = random.nextInt(8) == 0 ? "acme" : "main";
        FlowId flow = new FlowId(tree, uuid());
        List<Submission> members = new ArrayList<>();
        List<UUID> before = new ArrayList<>(kept(tree));
        for (int i = random.nextInt(1, 6); i > 0; i--) {
            World.Asked asked = asked(tree, before);
            before.add(asked.submission().id().uuid());
            members.add(asked.submission());
        }
        world.command(tree, new Command.SubmitFlow(flow, "", members));
        members.forEach(member -> jobs.add(member.id()));
        flows.add(flow);
        return "submit flow " + flow;
    }

    private String submitChild() {
        World.Asked asked = asked("main", kept("main"));
        if (asked.submission().type().equals(Join.TYPE)) {
            return "no join alone";
        }
        jobs.add(asked.submission().id());
        world.command("main", new Command.Submit(asked.submission()));
        return "submit child " + asked.submission().id();
    }

    private World.Asked asked(String tree, List<UUID> before) {
        World.Asked asked = new World.Asked(new JobId(tree, uuid())).priority(random.nextInt(-1, 3));
        Set<UUID> parents = new HashSet<>();
        for (int i = random.nextInt(4); i > 0 && !before.isEmpty(); i--) {
            // The newest ones most often, so that chains and groups come about.
            int from = Math.max(0, before.size() - random.nextInt(1, 10));
            UUID parent = before.get(random.nextInt(from, before.size()));
            if (parents.add(parent)) {
                asked.after(
                        new Parent(parent, random.nextInt(3) > 0 ? Parent.On.DONE : any(List.of(Parent.On.values()))));
            }
        }
        if (random.nextInt(6) == 0) {
            asked.eta(world.now + random.nextLong(2_000));
        }
        return !parents.isEmpty() && random.nextInt(4) == 0 ? asked.type(Join.TYPE) : asked;
    }

    private List<UUID> kept(String tree) {
        return jobs.stream()
                .filter(job ->
                        job.tree().equals(tree) && world.state.status(job).isPresent())
                .map(JobId::uuid)
                .distinct()
                .toList();
    }

    /** DONE, now and then with jobs that its handler submitted. */
    Command.Done done(JobId by) {
        List<Command.Submitted> submitted = new ArrayList<>();
        List<UUID> holders = new ArrayList<>();
        for (int i = Math.max(0, random.nextInt(8) - 4); i > 0; i--) {
            boolean holds = random.nextBoolean();
            World.Asked asked = new World.Asked(new JobId(by.tree(), uuid()));
            if (random.nextBoolean()) {
                asked.after(new Parent(by.uuid(), Parent.On.DONE));
            } else if (!holders.isEmpty()) {
                asked.after(new Parent(holders.getLast(), Parent.On.DONE));
            }
            world.state.job(by).flatMap(Job::flow).ifPresent(flow -> asked.flow(new FlowId(by.tree(), flow)));
            submitted.add(new Command.Submitted(asked.submission(), holds));
            if (holds) {
                holders.add(asked.submission().id().uuid());
            }
        }
        fresh.addAll(submitted.stream().map(one -> one.job().id()).toList());
        return new Command.Done(Optional.of("ok"), submitted);
    }

    /** Submitted by outcomes: they exist if these counted. */
    private final Set<JobId> fresh = new HashSet<>();

    // ---- what must hold

    /** Jobs that came about otherwise than by a command of ours. */
    void gather() {
        for (JobId id : fresh) {
            world.state.job(id).ifPresent(job -> jobs.add(id));
        }
        fresh.clear();
        joinsOfEvents();
    }

    void check() {
        // All of it now and then, else what the step was about: looking at everything takes longer than the steps do.
        Set<JobId> about = ++checks % 50 == 0 ? new HashSet<>(jobs) : touched();
        checked = world.events.size();
        about.forEach(this::checkJob);
        about.forEach(this::checkEdges);
        if (checks % 50 == 0) {
            checkProgress(about);
        }
    }

    private int checks;
    private int checked;

    private Set<JobId> touched() {
        Set<JobId> touched = new HashSet<>();
        for (Recorded recorded : world.events.subList(checked, world.events.size())) {
            switch (recorded.event()) {
                case Event.OfJob e -> touched.add(e.job());
                case Event.EdgesChanged e -> {
                    touched.add(e.parent());
                    e.children()
                            .forEach(child -> touched.add(new JobId(e.parent().tree(), child)));
                }
                case Event.CascadeAdvanced e -> touched.add(e.parent());
                default -> {}
            }
        }
        return touched;
    }

    /** The joins that the rules make themselves. */
    private void joinsOfEvents() {
        Set<JobId> known = new HashSet<>(jobs);
        for (; seen < world.events.size(); seen++) {
            switch (world.events.get(seen).event()) {
                case Event.JobSubmitted e ->
                    e.submitted().flow().ifPresent(flow -> flowOf.put(e.job(), FlowId.of(e.job(), flow)));
                case Event.JobPurged e ->
                    Optional.ofNullable(flowOf.remove(e.job())).ifPresent(withGaps::add);
                default -> {}
            }
            if (world.events.get(seen).event() instanceof Event.JobSubmitted submitted
                    && submitted.submitted().isJoin()
                    && known.add(submitted.job())) {
                jobs.add(submitted.job());
            }
        }
    }

    private int seen;

    /** Flows of which some jobs are no longer kept: those that were closed still count. */
    private final Set<FlowId> withGaps = new HashSet<>();

    private final Map<JobId, FlowId> flowOf = new HashMap<>();

    private void checkJob(JobId id) {
        if (world.state.status(id).isEmpty()) {
            // No longer kept.
            return;
        }
        JobStatus status = world.state.status(id).orElseThrow();
        boolean isJoin = world.state.job(id).orElseThrow().isJoin();
        switch (status.state()) {
            case WAITING -> {
                assertThat(status.openEdges()).as("open edges of %s", id).isPositive();
                assertThat(status.impossibleEdges()).as("of %s", id).isZero();
            }
            case SCHEDULED, READY, RELEASED, RUNNING -> {
                assertThat(status.openEdges()).as("open edges of %s", id).isZero();
                assertThat(isJoin).as("join %s runs", id).isFalse();
            }
            case CANCELLED -> {
                if (status.tied()) {
                    assertThat(status.impossibleEdges()).as("of %s", id).isPositive();
                }
            }
            case DONE, FAILED -> {}
        }
    }

    /** How an edge stands follows from its parent, as long as its child waits and no steps are under way. */
    private void checkEdges(JobId parent) {
        Optional<JobState> end = world.state.status(parent).map(JobStatus::state);
        if (world.state.cascade(parent).isPresent()) {
            return;
        }
        List<Edge> edges = world.state.edges(parent, Optional.empty(), 10_000);
        assertThat(end.isPresent() || edges.isEmpty())
                .as("%s has edges and is gone", parent)
                .isTrue();
        for (Edge edge : edges) {
            JobStatus child =
                    world.state.status(new JobId(parent.tree(), edge.child())).orElseThrow();
            if (child.openEdges() > 0) {
                assertThat(edge.state())
                        .as("edge from %s (%s) to %s", parent, end, edge.child())
                        .isEqualTo(Edge.of(edge.on(), end.orElseThrow()));
            }
        }
    }

    private void checkProgress(Set<JobId> all) {
        Map<FlowId, long[]> counts = new HashMap<>();
        for (JobId id : all) {
            Optional<Job> found = world.state.job(id);
            if (found.isEmpty()) {
                continue;
            }
            Job job = found.get();
            if (job.flow().isPresent() && !job.isJoin()) {
                long[] count = counts.computeIfAbsent(FlowId.of(id, job.flow().get()), any -> new long[4]);
                JobState is = world.state.status(id).orElseThrow().state();
                count[0]++;
                count[1] += is == JobState.DONE ? 1 : 0;
                count[2] += is == JobState.FAILED ? 1 : 0;
                count[3] += is == JobState.CANCELLED ? 1 : 0;
            }
        }
        counts.keySet().removeAll(withGaps);
        counts.forEach(
                (flow, count) -> assertThat(world.state.flow(flow).orElseThrow().progress())
                        .isEqualTo(new Flow.Progress(count[0], count[1], count[2], count[3])));
    }

    void checkFold(StateView fold, JobId id) {
        assertThat(fold.edges(id, Optional.empty(), 10_000)).isEqualTo(world.state.edges(id, Optional.empty(), 10_000));
        assertThat(fold.addedParents(id)).isEqualTo(world.state.addedParents(id));
        assertThat(fold.cascade(id)).isEqualTo(world.state.cascade(id));
        assertThat(fold.holder(id)).isEqualTo(world.state.holder(id));
        Optional<FlowId> flow = world.state.job(id).flatMap(Job::flow).map(uuid -> FlowId.of(id, uuid));
        flow.ifPresent(its -> {
            assertThat(fold.flow(its)).isEqualTo(world.state.flow(its));
            assertThat(fold.members(its, 0, 10_000)).isEqualTo(world.state.members(its, 0, 10_000));
        });
    }

    /** So that nobody waits for them for ever. */
    void requeueFailedParents() {
        for (JobId id : new HashSet<>(jobs)) {
            boolean isFailed = world.state
                    .status(id)
                    .filter(status -> status.state() == JobState.FAILED)
                    .isPresent();
            if (isFailed && !world.state.edges(id, Optional.empty(), 1).isEmpty()) {
                world.command(id.tree(), new Command.OnJob(id, new JobAction.Requeue()));
            }
        }
    }

    private UUID uuid() {
        return new UUID(random.nextLong(), random.nextLong());
    }

    private <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
