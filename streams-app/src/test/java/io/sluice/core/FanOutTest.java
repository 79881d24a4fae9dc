package io.sluice.core;

import static io.sluice.core.World.job;
import static io.sluice.core.World.submitting;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.core.Parent.On;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Semantics §8: what a handler submits rides in the outcome and exists exactly if that run ends DONE. */
class FanOutTest {

    private final World world = new World().worker("w", 50, "t");

    private void assertState(JobState state, String... jobs) {
        for (String job : jobs) {
            assertThat(world.stateOf(job)).as(job).isEqualTo(state);
        }
    }

    private void assertRefused(Command.Done end, String... words) {
        world.submit("a").run("a", end);
        assertState(JobState.FAILED, "a");
        assertThat(world.status("a").error().orElseThrow().message()).contains(words);
        assertThat(world.events(Event.JobSubmitted.class)).hasSize(1);
    }

    @Test
    void what_a_run_submits_exists_when_it_is_DONE() {
        world.submit("a").run("a", submitting(job("b").plain(), job("c", "b").plain()));

        assertState(JobState.DONE, "a");
        assertState(JobState.RELEASED, "b");
        assertState(JobState.WAITING, "c");
    }

    @Test
    void what_a_run_submits_does_not_exist_when_its_outcome_comes_too_late() {
        world.submit("a").claim("w", "a");
        BundleId lost = world.bundleOf("a").id();
        world.advance(World.LEASE).readBack().worker("v", 5, "t");

        world.outcome("w", lost, World.id("a"), 1, submitting(job("b").plain()));

        assertThat(world.state.job(World.id("b"))).isEmpty();
    }

    @Test
    void a_second_run_that_submits_the_same_jobs_submits_them_once() {
        world.submit("a").run("a", submitting(job("b").plain())).requeue("a");

        world.run("a", submitting(job("b").plain(), job("c", "b").plain()));

        assertState(JobState.DONE, "a");
        assertThat(world.events(Event.JobDuplicate.class)).hasSize(1);
        assertState(JobState.WAITING, "c");
    }

    @Test
    void a_run_submits_into_its_own_flow_as_children_of_its_job() {
        world.flow("f", job("a"))
                .run("a", submitting(job("b", "a").flow(World.flowId("f")).plain()));

        assertState(JobState.RELEASED, "b");
        assertThat(world.progress("f")).isEqualTo(new Flow.Progress(2, 1, 0, 0));
    }

    @Test
    void a_run_submits_parents_of_its_jobs_children_and_they_wait_for_these_as_well() {
        world.flow("f", job("a"), job("c", "a"), job("d").after("a", On.ANY))
                .run("a", submitting(job("b").flow(World.flowId("f")).holding()));
        assertState(JobState.WAITING, "c", "d");
        assertThat(world.status("c").openEdges()).isEqualTo(1);

        world.run("b");

        assertState(JobState.RELEASED, "c", "d");
    }

    @Test
    void many_that_hold_the_children_do_so_through_a_join() {
        world.flow("f", job("a"), job("c1", "a"), job("c2", "a"))
                .run(
                        "a",
                        submitting(
                                job("b1").holding(),
                                job("b2", "b1").holding(),
                                job("b3", "a").holding()));
        assertThat(world.status("c1").openEdges()).isEqualTo(1);

        world.run("b1", "b3");
        assertState(JobState.WAITING, "c1", "c2");
        world.run("b2");

        assertState(JobState.RELEASED, "c1", "c2");
        assertThat(world.progress("f").total()).isEqualTo(3);
    }

    @Test
    void what_holds_the_children_fails_them_as_any_parent_does() {
        world.flow("f", job("a"), job("c", "a")).run("a", submitting(job("b").holding()));

        world.claim("w", "b").cancel("b").end("w", "b", World.broken("interrupted"));
        assertState(JobState.CANCELLED, "c");

        world.requeue("b").run("b");
        assertState(JobState.RELEASED, "c");
    }

    @Test
    void a_job_that_was_deleted_and_is_submitted_again_holds_the_children_again() {
        world.flow("f", job("a"), job("x"), job("c", "a", "x"))
                .run("a", submitting(job("b").holding()))
                .run("b")
                .on("b", new JobAction.Delete())
                .requeue("a")
                .run("a", submitting(job("b").holding()));
        assertThat(world.status("c").openEdges()).isEqualTo(2);

        world.run("x", "b");

        assertState(JobState.RELEASED, "c");
    }

    @Test
    void a_child_whose_holder_was_cancelled_before_is_cancelled_because_of_that_one() {
        world.flow("f", job("a"), job("y"), job("z", "a"))
                .on("y", new JobAction.Cancel("not wanted", true))
                .run("a", submitting(job("y").holding()));

        assertState(JobState.CANCELLED, "z");
        assertThat(world.status("z").reason()).isEqualTo(Edge.PARENT_CANCELLED);
        world.requeue("y").run("y");
        assertState(JobState.RELEASED, "z");
    }

    @Test
    void a_child_that_waits_for_the_holder_already_waits_for_it_to_be_DONE_if_it_waited_so_for_the_parent() {
        world.submit("a")
                .run(
                        "a",
                        submitting(
                                job("b").holding(),
                                job("c", "a").after("b", On.ANY).plain()));
        world.run("b", World.broken("boom"));
        assertState(JobState.WAITING, "c");
        assertThat(world.status("c").openEdges()).isEqualTo(1);

        world.requeue("b").run("b");

        assertState(JobState.RELEASED, "c");
    }

    @Test
    void a_child_that_waited_for_more_than_the_parent_asked_goes_on_to_do_so() {
        world.submit("a")
                .run(
                        "a",
                        submitting(
                                job("b").holding(),
                                job("c", "b").after("a", On.ANY).plain()));

        world.run("b", World.broken("boom"));

        assertState(JobState.WAITING, "c");
    }

    @Test
    void a_child_that_would_wait_for_the_holder_to_fail_and_to_be_DONE_is_cancelled() {
        world.submit("a")
                .run(
                        "a",
                        submitting(
                                job("b").holding(),
                                job("c", "a").after("b", On.FAILURE).plain()));

        assertState(JobState.CANCELLED, "c");
        world.run("b", World.broken("boom"));
        assertState(JobState.CANCELLED, "c");
    }

    @Test
    void a_job_that_is_there_and_waits_for_a_child_cannot_hold_the_children() {
        world.submit("a").flow("f", job("child", "a"), job("next", "child"), job("last", "next"));

        world.run("a", submitting(job("last").holding()));

        assertState(JobState.FAILED, "a");
        assertThat(world.status("a").error().orElseThrow().message())
                .contains("allowed are that job itself and others that hold its children");
    }

    @Test
    void more_than_500_children_are_held_in_steps_and_none_starts_before() {
        World.Asked[] jobs = new World.Asked[1_201];
        jobs[0] = job("a");
        for (int i = 1; i < jobs.length; i++) {
            jobs[i] = job("c" + i, "a");
        }
        world.channels("root:5").flow("f", jobs).run("a", submitting(job("b").holding()));
        world.restart();
        world.worker("w", 50, "t").advance(0);
        assertThat(world.state.edges(World.id("b"), Optional.empty(), 5_000)).hasSize(1_200);
        assertThat(world.events(Event.JobReady.class)).isEmpty();

        world.run("b").advance(0);

        assertThat(world.events(Event.JobReady.class)).hasSize(1_200);
    }

    @Test
    void results_of_jobs_that_hold_the_children_ride_along() {
        world.flow("f", job("a"), job("c", "a"))
                .run("a", submitting(job("b").holding()))
                .run("b", new Command.Done(Optional.of("late")));

        assertThat(new ParentResults(world.state)
                        .of(world.state.job(World.id("c")).orElseThrow())
                        .byParent())
                .containsEntry(World.id("b").uuid(), "late");
    }

    // ---- refusals: the run is not DONE then

    @Test
    void a_run_that_was_asked_to_stop_and_submits_what_cannot_be_is_CANCELLED() {
        world.submit("a")
                .claim("w", "a")
                .cancel("a")
                .end("w", "a", submitting(job("b").type("no name").plain()));

        assertState(JobState.CANCELLED, "a");
        assertThat(world.status("a").reason()).isEqualTo("not wanted");
    }

    @Test
    void a_submitted_job_of_another_tree_fails_the_run() {
        assertRefused(submitting(job("ok").plain(), job("b").tree("acme").plain()), "is of another tree");
    }

    @Test
    void a_submitted_job_over_a_limit_fails_the_run() {
        assertRefused(submitting(job("b").type("no name").plain()), "\"no name\"");
    }

    @Test
    void a_submitted_job_with_an_unknown_parent_or_a_later_one_fails_the_run() {
        assertRefused(submitting(job("b", "c").plain(), job("c").plain()), "neither kept nor submitted before it");
    }

    @Test
    void a_submitted_job_in_a_strange_flow_fails_the_run() {
        assertRefused(submitting(job("b").flow(World.flowId("x")).plain()), "only the job's own flow is allowed");
    }

    @Test
    void a_job_that_holds_the_children_cannot_wait_for_others() {
        world.submit("other");
        world.submit("a").run("a", submitting(job("b", "other").holding()));

        assertState(JobState.FAILED, "a");
        assertThat(world.status("a").error().orElseThrow().message()).contains("holds the children of");
    }

    @Test
    void more_than_1_MiB_together_fails_the_run() {
        Command.Submitted[] large = new Command.Submitted[3];
        for (int i = 0; i < large.length; i++) {
            large[i] = new Command.Submitted(
                    Submission.of(World.id("l" + i), "t", "", new Payload(new byte[400 * 1024], "")), false);
        }
        assertRefused(new Command.Done(Optional.empty(), List.of(large)), "3 jobs", "1048576");
    }
}
