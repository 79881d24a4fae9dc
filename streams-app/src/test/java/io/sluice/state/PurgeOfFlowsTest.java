package io.sluice.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.core.ChannelPath;
import io.sluice.core.Edge;
import io.sluice.core.Event;
import io.sluice.core.FlowId;
import io.sluice.core.Job;
import io.sluice.core.JobId;
import io.sluice.core.JobState;
import io.sluice.core.Parent;
import io.sluice.core.Payload;
import io.sluice.core.Submission;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What goes with a job that is purged: its own edges, not those of its children; and its flow with the last job of it. */
class PurgeOfFlowsTest {

    private static final FlowId FLOW = new FlowId("main", new UUID(1, 1));

    private final StagedStore store = new StagedStore(new InMemoryStore());
    private final Trees trees = new Trees(store);
    private final Timers timers = new Timers(store);
    private final JobRecords records = new JobRecords(store);
    private final EdgeFold edges = new EdgeFold(store, trees, records, timers);
    private final FlowFold flows = new FlowFold(store, trees, records, timers);

    private Job arrive(int number, UUID... parents) {
        Submission asked = Submission.of(
                        new JobId("main", new UUID(2, number)), "t", "root", new Payload(new byte[0], ""))
                .after(List.of(parents).stream()
                        .map(parent -> new Parent(parent, Parent.On.DONE))
                        .toList())
                .in(FLOW.uuid());
        Job job = new Job(asked, ChannelPath.ROOT, number, 5);
        records.insert(job);
        edges.arrived(job);
        flows.arrived(job);
        return job;
    }

    @Test
    void an_edge_goes_with_its_child_and_a_flow_with_its_last_job() {
        flows.submitted(new Event.FlowSubmitted(FLOW, ""), 5);
        Job parent = arrive(1);
        Job child = arrive(2, parent.id().uuid());
        edges.added(new Event.EdgesAdded(
                new JobId("main", new UUID(3, 3)),
                Parent.On.ANY,
                List.of(child.id().uuid())));
        edges.held(new Event.ChildrenHeld(parent.id(), new JobId("main", new UUID(3, 3))));

        edges.purged(parent);
        flows.purged(parent, JobState.DONE, 6);
        assertThat(edges.edge(parent.id(), child.id().uuid()))
                .contains(new Edge(child.id().uuid(), Parent.On.DONE, Edge.State.OPEN));
        assertThat(edges.holder(parent.id())).isEmpty();
        assertThat(flows.flow(FLOW)).isPresent();
        assertThat(flows.members(FLOW, 0, 10)).hasSize(1);

        edges.purged(child);
        flows.purged(child, JobState.DONE, 6);
        assertThat(edges.edge(parent.id(), child.id().uuid())).isEmpty();
        assertThat(edges.addedParents(child.id())).isEmpty();
        assertThat(edges.any("main")).isFalse();
        assertThat(flows.flow(FLOW)).isEqualTo(Optional.empty());
        assertThat(store.scan(new byte[] {Index.EDGE.number()}, new byte[] {(byte) (Index.FLOW.number() + 1)}, 10))
                .isEmpty();
    }

    @Test
    void a_FAILED_job_that_is_deleted_is_as_if_it_had_never_been_in_the_flow() {
        flows.submitted(new Event.FlowSubmitted(FLOW, ""), 5);
        Job failed = arrive(1);
        Job done = arrive(2);
        flows.moved(failed.id(), JobState.RUNNING, JobState.FAILED, 6);
        flows.moved(done.id(), JobState.RUNNING, JobState.DONE, 6);
        assertThat(flows.flow(FLOW).orElseThrow().closedAt()).isZero();

        flows.purged(failed, JobState.FAILED, 9);

        assertThat(flows.flow(FLOW).orElseThrow().progress().total()).isEqualTo(1);
        assertThat(flows.flow(FLOW).orElseThrow().closedAt()).isEqualTo(9);
    }
}
