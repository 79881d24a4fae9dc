package io.sluice.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.sluice.schemas.JobSpec;
import io.sluice.schemas.Parent;
import io.sluice.schemas.SubmitFlow;
import io.sluice.schemas.UuidFormat;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Semantics §8, the client's part: how a flow is laid out, and what is refused before anything is sent. */
class JobFlowTest {

    private final JobIds ids = new JobIds();

    /** A job of a type of its own, so that a layout can be read. */
    private static JobRequest<String> job(String type) {
        return JobRequest.of(JobType.of(type, String.class), "x");
    }

    private SubmitFlow record(JobFlow flow) {
        return FlowGraph.of(flow, ids, "main").record(new CommandRecords("test", Json.standard()), Instant.EPOCH);
    }

    /** Who waits for whom: {@code child → on:parent}, joins as join0, join1… */
    private Map<String, List<String>> edges(JobFlow flow) {
        Map<UUID, String> names = new TreeMap<>();
        List<JobSpec> jobs = record(flow).getJobs();
        int joins = 0;
        for (JobSpec job : jobs) {
            names.put(
                    UuidFormat.decode(job.getId()),
                    job.getType().equals("sluice.join") ? "join" + joins++ : job.getType());
        }
        Map<String, List<String>> edges = new TreeMap<>();
        for (JobSpec job : jobs) {
            List<String> parents = new ArrayList<>();
            for (Parent parent : job.getParents()) {
                String on = parent.getOn().equals("done") ? "" : parent.getOn() + ":";
                parents.add(on + names.get(UuidFormat.decode(parent.getJob())));
            }
            if (!parents.isEmpty()) {
                edges.put(names.get(UuidFormat.decode(job.getId())), parents);
            }
        }
        return edges;
    }

    @Test
    void a_chain_is_one_after_the_other() {
        assertThat(edges(JobFlow.chain(job("a"), job("b"), job("c"))))
                .isEqualTo(Map.of("b", List.of("a"), "c", List.of("b")));
    }

    @Test
    void a_group_waits_for_nothing_within() {
        assertThat(edges(JobFlow.group(job("a"), job("b")))).isEmpty();
    }

    @Test
    void heads_follow_all_tails_without_a_join_where_one_side_is_a_single_job() {
        assertThat(edges(JobFlow.chain(job("a"), JobFlow.group(job("b1"), job("b2")), job("c"))))
                .isEqualTo(Map.of("b1", List.of("a"), "b2", List.of("a"), "c", List.of("b1", "b2")));
    }

    @Test
    void a_group_followed_by_a_group_goes_through_a_join_with_n_plus_m_edges() {
        assertThat(edges(JobFlow.chain(JobFlow.group(job("a1"), job("a2")), JobFlow.group(job("b1"), job("b2")))))
                .isEqualTo(Map.of("join0", List.of("a1", "a2"), "b1", List.of("join0"), "b2", List.of("join0")));
    }

    @Test
    void chains_and_groups_nest_freely() {
        JobFlow flow = JobFlow.chain(job("a"), JobFlow.group(JobFlow.chain(job("b1"), job("b2")), job("c")), job("d"));

        assertThat(edges(flow))
                .isEqualTo(Map.of("b1", List.of("a"), "b2", List.of("b1"), "c", List.of("a"), "d", List.of("b2", "c")));
    }

    @Test
    void edges_are_drawn_with_after_onFailure_and_whenever() {
        JobFlow.Builder flow = JobFlow.builder();
        FlowStep charge = flow.add(job("charge"));
        FlowStep ship = flow.add(job("ship")).after(charge);
        flow.add(job("sorry")).onFailure(charge);
        flow.add(job("log")).whenever(charge, ship);

        assertThat(edges(flow.build()))
                .isEqualTo(Map.of(
                        "ship", List.of("charge"),
                        "sorry", List.of("failure:charge"),
                        "log", List.of("any:charge", "any:ship")));
    }

    @Test
    void what_follows_a_flow_of_steps_does_not_wait_for_what_is_only_there_for_a_failure() {
        JobFlow.Builder steps = JobFlow.builder();
        FlowStep charge = steps.add(job("charge"));
        FlowStep sorry = steps.add(job("sorry")).onFailure(charge);
        steps.add(job("refund")).after(sorry);

        assertThat(edges(JobFlow.chain(steps.build(), job("next"))).get("next")).containsExactly("charge");
    }

    @Test
    void all_of_it_stands_in_one_record_with_the_ids_that_the_handle_tells() {
        FlowGraph graph = FlowGraph.of(
                JobFlow.chain(JobFlow.group(job("a1"), job("a2")), JobFlow.group(job("b1"), job("b2")))
                        .description("two by two"),
                ids,
                "main");
        SubmitFlow record = graph.record(new CommandRecords("test", Json.standard()), Instant.EPOCH);

        assertThat(record.getDescription()).isEqualTo("two by two");
        assertThat(record.getJobs()).hasSize(5).allMatch(job -> job.getFlow().equals(record.getFlow()));
        assertThat(graph.jobs()).hasSize(4);
        assertThat(graph.id().uuid()).isEqualTo(UuidFormat.decode(record.getFlow()));
    }

    // ---- refusals

    private void assertRefused(JobFlow flow, String words) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FlowGraph.of(flow, ids, "main"))
                .withMessageContaining(words);
    }

    @Test
    void an_empty_group_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(JobFlow::group)
                .withMessageContaining("a group of a flow is empty");
        assertThatIllegalArgumentException()
                .isThrownBy(JobFlow::chain)
                .withMessageContaining("a chain of a flow is empty");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JobFlow.builder().build())
                .withMessageContaining("without any job");
    }

    @Test
    void a_circle_is_refused() {
        JobFlow.Builder flow = JobFlow.builder();
        FlowStep a = flow.add(job("a"));
        FlowStep b = flow.add(job("b")).after(a);
        flow.add(job("start"));
        a.after(b);
        assertRefused(flow.build(), "in a circle, among them some of the types [a, b]");

        JobFlow.Builder only = JobFlow.builder();
        FlowStep c = only.add(job("c"));
        c.after(only.add(job("d")).after(c));
        assertRefused(only.build(), "in a circle");
    }

    @Test
    void a_step_that_waits_for_itself_or_for_a_strange_one_is_refused() {
        FlowStep a = JobFlow.builder().add(job("a"));
        FlowStep strange = JobFlow.builder().add(job("b"));

        assertThatIllegalArgumentException().isThrownBy(() -> a.after(a)).withMessageContaining("for itself");
        assertThatIllegalArgumentException().isThrownBy(() -> a.after(strange)).withMessageContaining("another flow");
    }

    @Test
    void jobs_of_two_trees_are_refused() {
        assertRefused(JobFlow.group(job("a"), job("b").tree("acme")), "the trees main and acme");
    }

    @Test
    void two_jobs_with_one_id_are_refused() {
        JobId id = ids.next("main");
        assertRefused(JobFlow.group(job("a").id(id), job("b").id(id)), "two jobs with the id " + id);
    }

    @Test
    void more_than_10_000_jobs_are_refused() {
        List<FlowPart> jobs = new ArrayList<>();
        for (int i = 0; i < 10_001; i++) {
            jobs.add(job("a"));
        }
        assertRefused(JobFlow.group(jobs), "more than 10000 jobs");
    }

    @Test
    void a_job_alone_can_wait_for_others_too() {
        JobId parent = ids.next("main");
        JobSpec spec = new CommandRecords("test", Json.standard())
                .spec(job("b").after(parent).whenever(ids.next("main")), ids.next("main"), Instant.EPOCH);

        assertThat(spec.getParents()).extracting(Parent::getOn).containsExactly("done", "any");
        assertThat(UuidFormat.decode(spec.getParents().get(0).getJob())).isEqualTo(parent.uuid());
    }
}
