package io.sluice.core;

import static io.sluice.core.World.job;
import static io.sluice.core.World.join;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.core.Parent.On;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Semantics §8: when an edge is met, open or impossible, and what becomes of the child. */
class DependenciesTest {

    private final World world = new World().worker("w", 50, "t");

    private void assertState(JobState state, String... jobs) {
        for (String job : jobs) {
            assertThat(world.stateOf(job)).as(job).isEqualTo(state);
        }
    }

    // ---- met, open, impossible

    @Test
    void a_plain_edge_is_met_by_DONE() {
        world.flow("f", job("a"), job("b", "a"));
        assertState(JobState.WAITING, "b");

        world.run("a");

        assertState(JobState.RELEASED, "b");
    }

    @Test
    void a_plain_edge_is_impossible_after_CANCELLED() {
        world.flow("f", job("a"), job("b", "a")).claim("w", "a").cancel("a").end("w", "a", World.broken("interrupted"));

        assertState(JobState.CANCELLED, "a", "b");
        assertThat(world.status("b").reason()).isEqualTo("PARENT_CANCELLED");
    }

    @Test
    void a_FAILED_parent_leaves_plain_edges_open_for_it_may_be_requeued() {
        world.flow("f", job("a"), job("b", "a")).run("a", World.broken("boom"));
        assertState(JobState.WAITING, "b");

        world.requeue("a").run("a");

        assertState(JobState.RELEASED, "b");
    }

    @Test
    void an_onFailure_edge_is_met_by_FAILED() {
        world.flow("f", job("a"), job("b").after("a", On.FAILURE)).run("a", World.broken("boom"));

        assertState(JobState.RELEASED, "b");
    }

    @Test
    void an_onFailure_edge_is_impossible_after_DONE_and_its_child_is_not_needed() {
        world.flow("f", job("a"), job("b").after("a", On.FAILURE)).run("a");

        assertState(JobState.CANCELLED, "b");
        assertThat(world.status("b").reason()).isEqualTo("NOT_NEEDED");
    }

    @Test
    void an_onFailure_edge_is_impossible_after_CANCELLED() {
        world.channels("root:0")
                .flow("f", job("a"), job("b").after("a", On.FAILURE))
                .cancel("a");

        assertState(JobState.CANCELLED, "b");
        assertThat(world.status("b").reason()).isEqualTo("PARENT_CANCELLED");
    }

    @Test
    void a_whenever_edge_is_met_by_any_end() {
        world.flow(
                        "f",
                        job("done"),
                        job("failed"),
                        job("cancelled").channel("root.shut"),
                        job("b1").after("done", On.ANY),
                        job("b2").after("failed", On.ANY),
                        job("b3").after("cancelled", On.ANY))
                .run("done")
                .run("failed", World.broken("boom"))
                .claim("w", "cancelled")
                .cancel("cancelled")
                .end("w", "cancelled", World.broken("interrupted"));

        assertState(JobState.RELEASED, "b1", "b2", "b3");
    }

    @Test
    void a_child_goes_on_when_all_of_its_edges_are_met_and_keeps_their_number() {
        world.flow("f", job("a1"), job("a2"), job("a3"), job("b", "a1", "a2", "a3"));
        assertThat(world.status("b").openEdges()).isEqualTo(3);

        world.run("a1", "a3");
        assertThat(world.status("b").openEdges()).isEqualTo(1);
        assertState(JobState.WAITING, "b");

        world.run("a2");
        assertThat(world.status("b").openEdges()).isZero();
        assertState(JobState.RELEASED, "b");
    }

    @Test
    void a_child_whose_ETA_lies_ahead_is_SCHEDULED_when_its_parents_are_done() {
        world.flow("f", job("a"), job("b", "a").eta(world.now + 5_000)).run("a");
        assertState(JobState.SCHEDULED, "b");
        assertThat(world.events(Event.JobScheduled.class)).hasSize(1);

        world.advance(5_000);

        assertState(JobState.RELEASED, "b");
    }

    @Test
    void one_impossible_edge_cancels_the_child_whatever_the_others_are_and_so_on() {
        world.flow(
                        "f",
                        job("a1"),
                        job("a2"),
                        job("b", "a1", "a2"),
                        job("c", "b"),
                        job("d", "c"),
                        job("e").after("c", On.ANY))
                .run("a1")
                .claim("w", "a2")
                .cancel("a2")
                .end("w", "a2", World.broken("interrupted"));

        assertState(JobState.CANCELLED, "b", "c", "d");
        assertThat(world.status("d").reason()).isEqualTo("PARENT_CANCELLED");
        assertState(JobState.RELEASED, "e");
    }

    @Test
    void a_waiting_job_that_is_cancelled_takes_its_children_with_it() {
        world.flow("f", job("a"), job("b", "a"), job("c", "b")).cancel("b");

        assertState(JobState.CANCELLED, "b", "c");
        world.run("a");
        assertState(JobState.CANCELLED, "b", "c");
    }

    // ---- parents that are there already

    @Test
    void a_plain_submission_may_name_parents_too() {
        world.submit("a").submit("b", job -> job("b", "a"));
        assertState(JobState.WAITING, "b");

        world.run("a");

        assertState(JobState.RELEASED, "b");
    }

    @Test
    void parents_that_ended_before_the_child_came_count_as_they_ended() {
        world.submit("a", "x").run("a").run("x", World.broken("boom"));
        world.submit("c").claim("w", "c").cancel("c").end("w", "c", World.broken("interrupted"));

        world.submit("b1", job -> job("b1", "a"))
                .submit("b2", job -> job("b2", "x"))
                .submit("b3", job -> job("b3", "a", "c"))
                .submit("b4", job -> job("b4").after("a", On.FAILURE))
                .submit("b5", job -> job("b5").after("x", On.FAILURE))
                .submit("b6", job -> job("b6").after("c", On.ANY));

        assertState(JobState.RELEASED, "b1", "b5", "b6");
        assertState(JobState.WAITING, "b2");
        assertState(JobState.CANCELLED, "b3", "b4");
        assertThat(world.status("b3").reason()).isEqualTo("PARENT_CANCELLED");
        assertThat(world.status("b4").reason()).isEqualTo("NOT_NEEDED");
    }

    @Test
    void a_submission_with_an_unknown_parent_or_itself_as_parent_is_refused() {
        world.submit("b", job -> job("b", "nobody"));
        assertThat(((Event.CommandRejected) world.lastEvent()).reason())
                .contains("its parent " + World.id("nobody") + " is not kept");

        world.submit("b", job -> job("b", "b"));
        assertThat(((Event.CommandRejected) world.lastEvent()).reason()).contains("names itself as its parent");

        world.submit("a").submit("b", job -> job("b", "a", "a"));
        assertThat(((Event.CommandRejected) world.lastEvent()).reason()).contains("twice");

        world.submit("b", job -> job("b").flow(World.flowId("nowhere")));
        assertThat(((Event.CommandRejected) world.lastEvent()).reason())
                .contains("its flow")
                .contains("is not kept");
        assertThat(world.state.job(World.id("b"))).isEmpty();
    }

    // ---- requeue

    @Test
    void requeue_of_a_parent_reopens_the_edges_of_children_that_still_wait() {
        world.flow("f", job("a1"), job("a2"), job("b", "a1", "a2")).run("a1");
        assertThat(world.status("b").openEdges()).isEqualTo(1);

        world.requeue("a1");
        assertThat(world.status("b").openEdges()).isEqualTo(2);

        world.run("a2");
        assertState(JobState.WAITING, "b");
        world.run("a1");
        assertState(JobState.RELEASED, "b");
    }

    @Test
    void requeue_of_a_parent_does_not_touch_children_that_went_on() {
        world.flow("f", job("a"), job("b", "a")).run("a").claim("w", "b").requeue("a");

        assertState(JobState.RUNNING, "b");
        world.run("a").done("w", "b");
        assertState(JobState.DONE, "a", "b");
        world.requeue("b");
        assertState(JobState.RELEASED, "b");
    }

    @Test
    void requeue_takes_along_those_that_were_cancelled_because_of_it_all_the_way_down() {
        world.channels("root:0")
                .flow("f", job("a"), job("b", "a"), job("c", "b"))
                .cancel("a");
        assertState(JobState.CANCELLED, "a", "b", "c");

        world.requeue("a").channels("root:*");
        assertState(JobState.WAITING, "b", "c");

        world.run("a", "b", "c");
        assertState(JobState.DONE, "a", "b", "c");
    }

    @Test
    void requeue_of_a_DONE_parent_takes_along_what_was_not_needed() {
        world.flow("f", job("a"), job("b").after("a", On.FAILURE)).run("a").requeue("a");
        assertState(JobState.WAITING, "b");

        world.run("a", World.broken("boom"));

        assertState(JobState.RELEASED, "b");
    }

    @Test
    void a_child_with_two_cancelled_parents_comes_back_with_the_second() {
        world.channels("root:0")
                .flow("f", job("a1"), job("a2"), job("b", "a1", "a2"))
                .cancel("a1")
                .cancel("a2");
        assertState(JobState.CANCELLED, "b");

        world.requeue("a1");
        assertState(JobState.CANCELLED, "b");
        world.requeue("a2");

        assertState(JobState.WAITING, "b");
        assertThat(world.status("b").openEdges()).isEqualTo(2);
    }

    @Test
    void requeue_of_a_parent_does_not_bring_back_what_somebody_else_cancelled() {
        world.channels("root:0")
                .flow("f", job("a"), job("b", "a"))
                .cancel("b")
                .cancel("a")
                .requeue("a");

        assertState(JobState.CANCELLED, "b");
        assertThat(world.status("b").reason()).isEqualTo("not wanted");
    }

    @Test
    void a_cancelled_child_that_is_requeued_waits_for_what_is_open_still() {
        world.flow("f", job("a1"), job("a2"), job("b", "a1", "a2"))
                .cancel("b")
                .run("a1")
                .requeue("b");
        assertState(JobState.WAITING, "b");
        assertThat(world.status("b").openEdges()).isEqualTo(1);

        world.run("a2");

        assertState(JobState.RELEASED, "b");
    }

    @Test
    void a_child_that_can_never_start_is_not_requeued_by_itself_and_the_refusal_names_the_parent() {
        world.channels("root:0").flow("f", job("a"), job("b", "a")).cancel("a").requeue("b");

        assertThat(((Event.CommandRejected) world.lastEvent()).code()).isEqualTo(RejectionCode.WRONG_STATE);
        assertThat(((Event.CommandRejected) world.lastEvent()).reason())
                .contains("waits for " + World.id("a"))
                .contains("requeue that one");
        assertState(JobState.CANCELLED, "b");
    }

    // ---- hidden joins

    @Test
    void a_join_is_DONE_by_itself_without_seat_and_worker_and_opens_the_group_behind_it() {
        world.flow("f", job("a1"), job("a2"), join("j", "a1", "a2"), job("b1", "j"), job("b2", "j"));
        world.run("a1");
        assertState(JobState.WAITING, "j", "b1", "b2");

        world.run("a2");

        assertState(JobState.DONE, "j");
        assertState(JobState.RELEASED, "b1", "b2");
        assertThat(world.status("j").run()).isZero();
        assertThat(world.events(Event.JobReady.class))
                .extracting(Event.JobReady::job)
                .doesNotContain(World.id("j"));
    }

    @Test
    void a_join_is_cancelled_with_a_job_before_it_and_cancels_the_group_behind_it() {
        world.channels("root:0")
                .flow("f", job("a1"), job("a2"), join("j", "a1", "a2"), job("b1", "j"), job("b2", "j"))
                .cancel("a2");

        assertState(JobState.CANCELLED, "j", "b1", "b2");

        world.requeue("a2").channels("root:*").run("a1", "a2", "b1", "b2");
        assertState(JobState.DONE, "j", "b1", "b2");
    }

    @Test
    void a_join_passes_on_why_the_group_behind_it_is_not_needed() {
        world.flow("f", job("a"), join("j").after("a", On.FAILURE), job("b", "j"))
                .run("a");

        assertState(JobState.CANCELLED, "j", "b");
        assertThat(world.status("b").reason()).isEqualTo("NOT_NEEDED");
    }

    @Test
    void requeue_of_a_job_before_a_join_reopens_the_edges_of_children_that_still_wait_behind_it() {
        world.flow("f", job("a"), job("x"), join("j", "a"), job("b1", "j"), job("b2", "j", "x"))
                .run("a")
                .claim("w", "b1")
                .requeue("a");
        assertState(JobState.WAITING, "j");
        assertState(JobState.RUNNING, "b1");
        assertThat(world.status("b2").openEdges()).isEqualTo(2);

        world.run("x");
        assertState(JobState.WAITING, "b2");
        world.run("a");
        assertState(JobState.RELEASED, "b2");
    }

    @Test
    void nobody_can_submit_a_join_alone_or_requeue_one() {
        world.submit("a").submit("j", job -> join("j", "a"));
        assertThat(((Event.CommandRejected) world.lastEvent()).reason()).contains("\"sluice.join\" is not a name");

        world.flow("f", job("x"), join("j", "x")).run("x").requeue("j");
        assertThat(((Event.CommandRejected) world.lastEvent()).reason()).contains("hidden join");
        assertState(JobState.DONE, "j");
    }

    // ---- many

    @Test
    void a_cascade_over_more_than_500_children_goes_in_steps_of_500() {
        World.Asked[] jobs = fan(1_200);
        world.channels("root:0").flow("f", jobs).cancel("a");
        assertThat(world.progress("f").cancelled()).isEqualTo(501);

        world.advance(0);

        assertThat(world.progress("f").cancelled()).isEqualTo(1_201);
        assertThat(world.state.cascade(World.id("a"))).isEmpty();
    }

    @Test
    void what_comes_between_the_steps_is_neither_lost_nor_doubled() {
        world.channels("root:1").flow("f", fan(1_200)).claim("w", "a");
        world.command(new Command.Outcomes(
                "w",
                java.util.List.of(new Command.Outcome(
                        world.bundleOf("a").id(), World.id("a"), 1, 0, 0, new Command.Done(Optional.empty())))));
        assertThat(waiting(1_200)).isEqualTo(700);

        // Between the steps: a child more, a restart, and the parent again.
        world.submit("late", job -> job("late", "a"));
        assertThat(world.stateOf("late")).isEqualTo(JobState.READY);
        world.restart();
        world.worker("w", 50, "t").requeue("a");
        world.advance(0);
        assertThat(waiting(1_200)).isEqualTo(700);
        assertThat(world.state.cascade(World.id("a"))).isEmpty();

        world.channels("root:*").advance(0).run("a").advance(0);
        assertThat(waiting(1_200)).isZero();
    }

    @Test
    void a_long_chain_is_cancelled_in_steps_too() {
        World.Asked[] jobs = new World.Asked[1_300];
        jobs[0] = job("j0");
        for (int i = 1; i < jobs.length; i++) {
            jobs[i] = job("j" + i, "j" + (i - 1));
        }
        world.channels("root:0").flow("f", jobs).cancel("j0");
        assertThat(world.progress("f").cancelled()).isBetween(500L, 502L);

        world.advance(0);

        assertThat(world.progress("f").cancelled()).isEqualTo(1_300);
    }

    private static World.Asked[] fan(int children) {
        World.Asked[] jobs = new World.Asked[children + 1];
        jobs[0] = job("a");
        for (int i = 1; i <= children; i++) {
            jobs[i] = job("c" + i, "a");
        }
        return jobs;
    }

    private int waiting(int children) {
        int waiting = 0;
        for (int i = 1; i <= children; i++) {
            waiting += world.stateOf("c" + i) == JobState.WAITING ? 1 : 0;
        }
        return waiting;
    }
}
