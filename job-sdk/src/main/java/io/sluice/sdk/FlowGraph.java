package io.sluice.sdk;

import io.sluice.schemas.JobSpec;
import io.sluice.schemas.Parent;
import io.sluice.schemas.SubmitFlow;
import io.sluice.schemas.UuidFormat;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A flow laid out: its jobs with their ids, and who waits for whom. A group after a group goes through a hidden join. */
final class FlowGraph {

    /** The type of jobs that run nothing; no name, so no handler can have it. */
    private static final String JOIN = "sluice.join";

    private final JobIds ids;
    private final FlowId id;
    private final String description;
    private final String otherwise;
    private final List<Node> nodes = new ArrayList<>();

    private FlowGraph(JobFlow flow, JobIds ids, String otherwise) {
        this.ids = ids;
        this.otherwise = otherwise;
        this.description = flow.description();
        Span all = lay(flow, new String[1]);
        String tree = all.heads.get(0).id.tree();
        this.id = flow.id().orElseGet(() -> new FlowId(tree, ids.nextUuid()));
        checkIds(tree);
        checkCircles();
    }

    /**
     * @param otherwise the tree of jobs that name none
     * @throws IllegalArgumentException with what is wrong with it
     */
    static FlowGraph of(JobFlow flow, JobIds ids, String otherwise) {
        return new FlowGraph(flow, ids, otherwise);
    }

    /** A job of the flow; without a request it is a join. */
    private static final class Node {
        private final JobId id;
        private final JobRequest<?> request;
        private final Map<Node, String> parents = new LinkedHashMap<>();

        Node(JobId id, JobRequest<?> request) {
            this.id = id;
            this.request = request;
        }
    }

    /** A part of the flow: the jobs that it begins with, and those that it ends with. */
    private record Span(List<Node> heads, List<Node> tails) {}

    // ---- laying out

    /** @param tree of the first job that was laid out */
    private Span lay(FlowPart part, String[] tree) {
        if (part instanceof JobRequest<?> request) {
            return job(request, tree);
        }
        JobFlow flow = (JobFlow) part;
        return switch (flow.shape()) {
            case CHAIN -> chain(flow, tree);
            case GROUP -> group(flow, tree);
            case STEPS -> steps(flow, tree);
        };
    }

    private Span job(JobRequest<?> request, String[] tree) {
        String its = request.values().treeOr(otherwise);
        tree[0] = tree[0] == null ? its : tree[0];
        if (!its.equals(tree[0])) {
            throw new IllegalArgumentException("a flow has jobs of the trees " + tree[0] + " and " + its
                    + "; all jobs of a flow must be of one tree");
        }
        Node node = new Node(request.values().id().orElseGet(() -> ids.next(its)), request);
        add(node);
        return new Span(List.of(node), List.of(node));
    }

    private void add(Node node) {
        nodes.add(node);
        if (nodes.size() > Limits.MAX_FLOW_JOBS) {
            throw new IllegalArgumentException(
                    "a flow has more than " + Limits.MAX_FLOW_JOBS + " jobs, hidden joins included; split it");
        }
    }

    private Span chain(JobFlow flow, String[] tree) {
        Span first = null;
        Span last = null;
        for (FlowPart part : flow.parts()) {
            Span next = lay(part, tree);
            if (last == null) {
                first = next;
            } else {
                connect(last.tails, next.heads, "done");
            }
            last = next;
        }
        return new Span(first.heads, last.tails);
    }

    private Span group(JobFlow flow, String[] tree) {
        List<Node> heads = new ArrayList<>();
        List<Node> tails = new ArrayList<>();
        for (FlowPart part : flow.parts()) {
            Span span = lay(part, tree);
            heads.addAll(span.heads);
            tails.addAll(span.tails);
        }
        return new Span(heads, tails);
    }

    private Span steps(JobFlow flow, String[] tree) {
        Map<FlowStep, Span> spans = new IdentityHashMap<>();
        for (FlowStep step : flow.steps()) {
            spans.put(step, lay(step.part(), tree));
        }
        Set<FlowStep> waitedFor = new HashSet<>();
        for (FlowStep step : flow.steps()) {
            for (FlowStep.Edge edge : step.edges()) {
                connect(spans.get(edge.parent()).tails, spans.get(step).heads, edge.on());
                if (!edge.on().equals("failure")) {
                    waitedFor.add(edge.parent());
                }
            }
        }
        Set<Node> heads = new LinkedHashSet<>();
        Set<Node> tails = new LinkedHashSet<>();
        Set<FlowStep> exceptional = onlyOnFailure(flow.steps());
        for (FlowStep step : flow.steps()) {
            if (step.edges().isEmpty()) {
                heads.addAll(spans.get(step).heads);
            }
            if (!waitedFor.contains(step) && !exceptional.contains(step)) {
                tails.addAll(spans.get(step).tails);
            }
        }
        if (heads.isEmpty()) {
            throw circle(nodes);
        }
        return new Span(List.copyOf(heads), List.copyOf(tails.isEmpty() ? heads : tails));
    }

    /** Steps that are there for a failure, and what waits for them: when all goes well they never run. */
    private static Set<FlowStep> onlyOnFailure(List<FlowStep> steps) {
        Set<FlowStep> found = new HashSet<>();
        boolean more = true;
        while (more) {
            more = false;
            for (FlowStep step : steps) {
                boolean isOne = step.edges().stream()
                        .anyMatch(edge -> edge.on().equals("failure")
                                || edge.on().equals("done") && found.contains(edge.parent()));
                more |= isOne && found.add(step);
            }
        }
        return found;
    }

    private void connect(List<Node> before, List<Node> behind, String on) {
        if (before.size() == 1 || behind.size() == 1) {
            behind.forEach(node -> before.forEach(parent -> wait(node, parent, on)));
            return;
        }
        Node join = new Node(ids.next(before.get(0).id.tree()), null);
        add(join);
        before.forEach(parent -> wait(join, parent, on));
        behind.forEach(node -> wait(node, join, "done"));
    }

    private static void wait(Node node, Node parent, String on) {
        String other = node.parents.put(parent, on);
        if (other != null && !other.equals(on)) {
            throw new IllegalArgumentException("a job of a flow waits for the same job on \"" + other + "\" and on \""
                    + on + "\"; one edge between two jobs is allowed");
        }
    }

    // ---- checks

    private void checkIds(String tree) {
        if (!id.tree().equals(tree)) {
            throw new IllegalArgumentException("the flow's id is " + id + ", but its jobs are of the tree " + tree);
        }
        Set<JobId> seen = new HashSet<>();
        for (Node node : nodes) {
            if (!seen.add(node.id)) {
                throw new IllegalArgumentException("a flow has two jobs with the id " + node.id);
            }
        }
    }

    /** Takes away jobs that wait for nobody, again and again: what remains waits for itself. */
    private void checkCircles() {
        // In the order in which they were added, so that a refusal says the same each time.
        Map<Node, Integer> open = new LinkedHashMap<>();
        Map<Node, List<Node>> children = new HashMap<>();
        Deque<Node> free = new ArrayDeque<>();
        for (Node node : nodes) {
            node.parents
                    .keySet()
                    .forEach(parent -> children.computeIfAbsent(parent, any -> new ArrayList<>())
                            .add(node));
            open.put(node, node.parents.size());
            if (node.parents.isEmpty()) {
                free.add(node);
            }
        }
        while (!free.isEmpty()) {
            Node next = free.remove();
            open.remove(next);
            for (Node child : children.getOrDefault(next, List.of())) {
                if (open.merge(child, -1, Integer::sum) == 0) {
                    free.add(child);
                }
            }
        }
        if (!open.isEmpty()) {
            throw circle(open.keySet());
        }
    }

    private static IllegalArgumentException circle(Collection<Node> nodes) {
        List<String> types = nodes.stream()
                .filter(node -> node.request != null)
                .map(node -> node.request.type().name())
                .distinct()
                .sorted()
                .limit(10)
                .toList();
        return new IllegalArgumentException(
                "jobs of a flow wait for each other in a circle, among them some of the types " + types);
    }

    // ---- what is sent

    FlowId id() {
        return id;
    }

    /** Without joins. */
    List<JobId> jobs() {
        return nodes.stream()
                .filter(node -> node.request != null)
                .map(node -> node.id)
                .toList();
    }

    SubmitFlow record(CommandRecords records, Instant now) {
        List<JobSpec> jobs = new ArrayList<>();
        nodes.forEach(node -> jobs.add(spec(node, records, now)));
        return new SubmitFlow(UuidFormat.encode(id.uuid()), description, jobs);
    }

    private JobSpec spec(Node node, CommandRecords records, Instant now) {
        if (node.request != null) {
            OptionValues options = new OptionValues(node.request.values()).flow(id);
            node.parents.forEach((parent, on) -> options.after(List.of(parent.id), on));
            return records.spec(node.request.with(options), node.id, now);
        }
        List<Parent> parents = new ArrayList<>();
        node.parents.forEach((parent, on) -> parents.add(new Parent(UuidFormat.encode(parent.id.uuid()), on)));
        return JobSpec.newBuilder()
                .setId(UuidFormat.encode(node.id.uuid()))
                .setType(JOIN)
                .setParents(parents)
                .setFlow(UuidFormat.encode(id.uuid()))
                .setSubmittedAt(now.toEpochMilli())
                .build();
    }
}
