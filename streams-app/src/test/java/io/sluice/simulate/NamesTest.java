package io.sluice.simulate;

import static io.sluice.simulate.Simulated.brief;
import static io.sluice.simulate.Simulated.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Names of jobs, flows and people: in as they are written, out as they came. */
class NamesTest {

    @Test
    void a_flow_has_a_name_as_a_job_has() {
        List<String> events = run(
                "{\"submitFlow\":{\"flow\":\"f1\",\"jobs\":[{\"id\":\"a\"},{\"id\":\"b\",\"parents\":[\"a\"]}]}}",
                "{\"cancelFlow\":\"f1\"}",
                "{\"fail\":\"a\"}",
                "{\"requeueFlow\":{\"flow\":\"f1\"}}");
        assertThat(events).first().isEqualTo("{\"at\":0,\"event\":\"FlowSubmitted\",\"flow\":\"f1\"}");
        assertThat(events.get(1)).contains("\"job\":\"a\"", "\"flow\":\"f1\"");
        assertThat(events).noneMatch(event -> event.contains("uuid") || event.contains("-7"));
        assertThat(events).filteredOn(event -> event.contains("JobRequeued")).hasSize(2);
        assertThat(run("{\"submitFlow\":\"f1\",\"jobs\":[{\"id\":\"a\"},{\"id\":\"b\",\"parents\":[\"a\"]}]}"))
                .isEqualTo(events.subList(0, 6));
    }

    @Test
    void the_jobs_of_a_flow_are_of_its_tree_and_a_refusal_shows_there() {
        assertThat(run("{\"submitFlow\":\"acme:f\",\"jobs\":[{\"id\":\"a\"}]}").get(1))
                .contains("\"tree\":\"acme\",\"job\":\"acme:a\"");
        assertThat(run("{\"submitFlow\":\"f\",\"jobs\":[{\"id\":\"acme:a\"}]}"))
                .containsExactly(
                        "{\"at\":0,\"event\":\"CommandRejected\",\"code\":\"BAD_FLOW\",\"reason\":\"flow f was not"
                                + " stored: job acme:a is of another tree; all jobs of a flow are of one, here main\"}");
        assertThat(run("{\"requeueFlow\":{\"flow\":{\"tree\":\"acme\",\"uuid\":\"f\"}}}"))
                .isEqualTo(run("{\"requeueFlow\":\"f\",\"tree\":\"acme\"}"));
    }

    @Test
    void a_parent_of_another_tree_is_a_slip() {
        assertThatThrownBy(() -> run("{\"submit\":{\"id\":\"a\",\"parents\":[\"acme:b\"]}}"))
                .hasMessageContaining("line 1: acme:b is of another tree");
    }

    @Test
    void the_job_that_a_final_failure_submits_has_a_name() {
        assertThat(brief(
                        List.of("JobSubmitted", "JobStarted", "JobDone"),
                        "{\"channels\":\"[default]\\nroot:*:on-failure=tell\"}",
                        "{\"submit\":{\"id\":\"acme:a\"}}",
                        "{\"at\":5,\"fail\":\"acme:a\"}",
                        "{\"at\":6,\"done\":\"acme:a@failed1\"}"))
                .containsExactly(
                        "0 JobSubmitted acme:a",
                        "0 JobStarted acme:a",
                        "5 JobSubmitted acme:a@failed1",
                        "5 JobStarted acme:a@failed1",
                        "6 JobDone acme:a@failed1");
    }

    @Test
    void who_wanted_it_stands_with_every_event_of_it() {
        List<String> events = run(
                "{\"channels\":\"root:0\"}",
                "{\"submit\":{\"id\":\"a\"},\"by\":\"ann\"}",
                "{\"setDone\":\"a\",\"by\":\"bob\"}",
                "{\"submit\":{\"id\":\"b\"}}",
                "{\"sweep\":true,\"action\":\"cancel\",\"by\":\"ann\"}");
        assertThat(events.get(1)).contains("JobSubmitted").endsWith(",\"by\":\"ann\"}");
        assertThat(events.get(2)).contains("JobDone").endsWith(",\"by\":\"bob\"}");
        assertThat(events.get(3)).contains("JobSubmitted").doesNotContain("\"by\"");
        assertThat(events.subList(4, events.size()))
                .isNotEmpty()
                .allMatch(event -> event.endsWith(",\"by\":\"ann\"}"))
                .anyMatch(event -> event.contains("JobCancelled"));
    }

    @Test
    void what_a_handler_submits_comes_with_its_end_by_its_own_id_or_its_place() {
        assertThat(brief(
                        List.of("JobSubmitted", "JobStarted", "ChildrenHeld"),
                        "{\"submit\":{\"id\":\"a\"}}",
                        "{\"submit\":{\"id\":\"next\",\"parents\":[\"a\"]}}",
                        "{\"at\":1,\"done\":\"a\",\"submits\":[{\"type\":\"x\",\"parents\":[\"a\"]},"
                                + "{\"job\":{\"id\":\"kid\"},\"holdsChildren\":true}]}",
                        "{\"at\":2,\"done\":\"kid\"}",
                        "{\"at\":3,\"done\":\"a@submitted0\"}"))
                .containsExactly(
                        "0 JobSubmitted a",
                        "0 JobStarted a",
                        "0 JobSubmitted next",
                        "1 JobSubmitted a@submitted0",
                        "1 JobSubmitted kid",
                        "1 ChildrenHeld a",
                        "1 JobStarted kid",
                        "2 JobStarted next",
                        "2 JobStarted a@submitted0");
    }

    @Test
    void a_sweep_and_the_drop_of_a_tree_are_cancelled_by_their_ids() {
        assertThat(run(
                        "{\"submit\":{\"id\":\"a\"}}",
                        "{\"dropTree\":\"moved out\",\"id\":\"d\"}",
                        "{\"at\":9000,\"cancelSweep\":\"d\"}"))
                .last()
                .asString()
                .contains("SweepAdvanced", "\"sweep\":\"d\"", "cancelled");
    }
}
