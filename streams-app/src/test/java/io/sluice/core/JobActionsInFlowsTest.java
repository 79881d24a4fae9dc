package io.sluice.core;

import static io.sluice.core.World.job;
import static io.sluice.core.World.join;
import static io.sluice.core.World.submitting;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What operators, retention and dedup keys do to jobs that wait for each other: semantics §7, §8 and §10 together. */
class JobActionsInFlowsTest {

    private static final long DAY = 24 * 3_600_000L;

    private final World world = new World().worker("w", 50, "t");

    private void assertState(JobState state, String... jobs) {
        for (String job : jobs) {
            assertThat(world.stateOf(job)).as(job).isEqualTo(state);
        }
    }

    private static World.Asked keyed(World.Asked job) {
        return job.dedup(new Dedup("k", Dedup.Mode.KEEP, false, 0));
    }

    // ---- by id

    @Test
    void a_plain_edge_is_impossible_after_its_parent_was_deleted() {
        world.flow("f", job("a"), job("b", "a"), job("c", "b")).run("a", World.broken("boom"));
        assertState(JobState.WAITING, "b", "c");

        world.on("a", new JobAction.Delete());

        assertState(JobState.CANCELLED, "b", "c");
        assertThat(world.status("b").reason()).isEqualTo(Edge.PARENT_CANCELLED);
        world.requeue("b");
        assertThat(world.refusal())
                .endsWith("waited for a job that was deleted, so it can never start: submit it again");
        world.requeue("c");
        assertThat(world.refusal())
                .contains("waits for " + World.id("b"), "requeue that one, and this one comes along");
    }

    @Test
    void behind_a_join_whose_parent_was_deleted_a_requeue_says_so_and_sends_nobody_round() {
        world.channels("root:0")
                .flow("f", job("a"), job("x"), join("j", "a", "x"), job("c", "j"))
                .cancel("a");
        world.requeue("c");
        assertThat(world.refusal()).contains("waits for " + World.id("a") + ",", "requeue that one");

        world.on("a", new JobAction.Delete());

        world.requeue("c");
        assertThat(world.refusal())
                .contains("waited for a job that was deleted")
                .doesNotContain("requeue that one");
    }

    @Test
    void an_id_that_comes_again_is_nothing_to_those_who_waited_for_the_deleted_job() {
        world.flow("f", job("a"), job("x").eta(world.now + 900), job("b", "a", "x"))
                .run("a", new Command.Done(Optional.of("the old one's")))
                .on("a", new JobAction.Delete());

        world.submit("a").run("a", new Command.Done(Optional.of("the new one's")));
        world.requeue("a");
        world.advance(900).run("x");

        assertState(JobState.RELEASED, "b");
        assertThat(new ParentResults(world.state).of(world.job("b")).byParent()).isEmpty();
        assertThat(world.state.edges(World.id("a"), Optional.empty(), 10)).isEmpty();
    }

    @Test
    void an_id_that_comes_again_brings_nobody_back_who_was_cancelled_with_the_deleted_job() {
        world.flow("f", job("a").eta(world.now + 50), job("b", "a")).cancel("a").on("a", new JobAction.Delete());

        world.submit("a").run("a");

        assertState(JobState.CANCELLED, "b");
        world.command(new Command.RequeueFlow(World.flowId("f")));
        assertState(JobState.CANCELLED, "b");
    }

    @Test
    void the_id_of_a_deleted_job_comes_again_only_when_all_that_waited_for_it_know() {
        World few = new World().inStepsOf(2).worker("w", 50, "t");
        few.flow("f", job("a"), job("c1", "a"), job("c2", "a"), job("c3", "a"), job("c4", "a"), job("c5", "a"));
        few.run("a", World.broken("boom")).advance(0).on("a", new JobAction.Delete());

        few.submit("a");
        assertThat(few.refusal()).contains("was deleted a moment ago", "try again in a moment");
        few.flow("g", job("a"));
        assertThat(few.refusal()).contains("was deleted a moment ago");

        few.advance(0).submit("a");
        assertThat(few.isKept("a")).isTrue();
        assertThat(few.stateOf("c5")).isEqualTo(JobState.CANCELLED);
    }

    // ---- who cancelled it

    @Test
    void what_somebody_cancelled_with_the_rules_own_words_does_not_come_back_with_a_parent() {
        world.channels("root:0")
                .flow("f", job("a"), job("b", "a"), job("c", "a"))
                .on("b", new JobAction.Cancel(Edge.PARENT_CANCELLED, false))
                .on("c", new JobAction.Cancel(Edge.NOT_NEEDED, false))
                .cancel("a");

        world.requeue("a");

        assertState(JobState.CANCELLED, "b", "c");
        world.command(new Command.RequeueFlow(World.flowId("f")));
        assertState(JobState.WAITING, "b", "c");
    }

    @Test
    void what_was_met_stays_met_when_its_parent_is_deleted() {
        world.flow("f", job("a"), job("x"), job("b", "a", "x")).run("a").on("a", new JobAction.Delete());
        assertState(JobState.WAITING, "b");

        world.run("x");

        assertState(JobState.RELEASED, "b");
    }

    @Test
    void another_job_under_the_id_of_a_deleted_parent_is_nobodys_parent() {
        world.flow("f", job("a"), job("x"), job("b", "a", "x")).run("a").on("a", new JobAction.Delete());

        world.submit("a").run("a", World.broken("boom"));
        assertThat(world.status("b").openEdges()).as("it waits for x alone").isEqualTo(1);
        world.on("a", new JobAction.Cancel("", false));
        assertState(JobState.WAITING, "b");

        world.on("a", new JobAction.Requeue()).run("a", new Command.Done(Optional.of("of another")));
        world.run("x");
        assertState(JobState.RELEASED, "b");
        assertThat(world.effects.stream()
                        .filter(Effect.Dispatch.class::isInstance)
                        .map(Effect.Dispatch.class::cast)
                        .toList()
                        .getLast()
                        .jobs()
                        .getFirst()
                        .parents()
                        .byParent())
                .isEmpty();
    }

    @Test
    void another_job_under_the_id_of_a_deleted_parent_has_children_of_its_own() {
        world.flow("f", job("a"), job("x"), job("b", "a", "x"))
                .run("a", World.broken("boom"))
                .on("a", new JobAction.Delete());
        assertState(JobState.CANCELLED, "b");

        world.submit("a").flow("g", job("c", "a"));
        world.run("a");

        assertState(JobState.RELEASED, "c");
        assertState(JobState.CANCELLED, "b");
    }

    @Test
    void a_job_is_not_deleted_before_its_children_know_how_it_ended() {
        World.Asked[] jobs = new World.Asked[700];
        for (int i = 0; i < jobs.length; i++) {
            jobs[i] = job("c" + i, "a");
        }
        world.channels("root:1").submit("a").flow("f", jobs).run("a");

        world.on("a", new JobAction.Delete());
        assertThat(world.refusal()).contains("cannot be deleted yet");
        world.advance(0).on("a", new JobAction.Delete());

        assertThat(world.isKept("a")).isFalse();
        assertThat(world.events(Event.JobReady.class)).hasSize(700);
    }

    @Test
    void a_FAILED_parent_that_is_set_done_lets_its_children_go_on() {
        world.flow("f", job("a"), job("b", "a")).run("a", World.broken("boom"));

        world.on("a", new JobAction.SetDone(Optional.of("by hand")));

        assertState(JobState.RELEASED, "b");
        assertThat(world.progress("f")).isEqualTo(new Flow.Progress(2, 1, 0, 0));
    }

    @Test
    void a_waiting_job_that_was_changed_goes_on_as_it_is_now() {
        world.flow("f", job("a"), job("b", "a"));
        world.on("b", new JobAction.Move("root.slow"))
                .on("b", new JobAction.Reprioritize(3))
                .on("b", new JobAction.Reschedule(world.now + 9_000));
        assertState(JobState.WAITING, "b");

        world.run("a");

        assertState(JobState.SCHEDULED, "b");
        world.advance(9_000);
        assertState(JobState.RELEASED, "b");
        assertThat(world.bundleOf("b").channel()).isEqualTo(new ChannelPath("root.slow"));
        assertThat(world.bundleOf("b").members().getFirst().place().priority()).isEqualTo(3);
    }

    @Test
    void a_hidden_join_is_not_cancelled_set_done_or_moved_and_a_sweep_passes_it_by() {
        world.flow("f", job("a"), join("j", "a"), job("b", "j"));
        world.on("j", new JobAction.SetDone(Optional.empty()));
        assertThat(world.refusal()).contains("is a hidden join");
        world.on("j", new JobAction.Cancel("", true));
        assertThat(world.refusal()).contains("is a hidden join, which runs nothing and cannot be cancelled");
        world.on("j", new JobAction.Move("root.b"));
        assertThat(world.refusal()).contains("is a hidden join");

        JobFilter waiting =
                new JobFilter(Optional.empty(), Optional.empty(), Set.of(JobState.WAITING), Optional.empty(), 0);
        world.command(new Command.Sweep(waiting, new JobAction.SetDone(Optional.empty())))
                .advance(0);

        assertState(JobState.WAITING, "j");
        assertState(JobState.DONE, "b");
    }

    @Test
    void a_sweep_that_requeues_passes_by_what_can_never_start() {
        world.channels("root:0").flow("f", job("a"), job("b", "a")).cancel("a");
        assertState(JobState.CANCELLED, "a", "b");
        JobFilter cancelled =
                new JobFilter(Optional.empty(), Optional.empty(), Set.of(JobState.CANCELLED), Optional.empty(), 0);

        world.command(new Command.Sweep(cancelled, new JobAction.Requeue())).advance(0);

        assertState(JobState.READY, "a");
        assertState(JobState.WAITING, "b");
    }

    // ---- retention

    @Test
    void jobs_of_a_flow_go_when_all_of_it_has_been_closed_as_long_as_they_are_kept() {
        world.flow("f", job("a"), job("b"), join("j", "a"), job("c", "j")).run("a");
        world.advance(3 * DAY);
        assertThat(world.isKept("a")).isTrue();
        assertThat(world.isKept("j")).isTrue();

        world.run("b", "c").advance(DAY - 1);
        assertThat(world.isKept("a")).isTrue();
        world.advance(3_600_001);

        for (String gone : new String[] {"a", "b", "j", "c"}) {
            assertThat(world.isKept(gone)).as(gone).isFalse();
        }
        assertThat(world.state.flow(World.flowId("f"))).isEmpty();
    }

    // ---- drop

    @Test
    void a_dropped_tree_has_no_flows_and_edges_left() {
        world.flow("f", job("a"), job("b"), join("j", "a", "b"), job("c", "j"), job("d", "c"))
                .run("a", World.broken("boom"));

        world.command(new Command.DropTree(""));
        world.run("b").advance(20_000).advance(20_000);

        for (String gone : new String[] {"a", "b", "j", "c", "d"}) {
            assertThat(world.isKept(gone)).as(gone).isFalse();
        }
        assertThat(world.state.flow(World.flowId("f"))).isEmpty();
        assertThat(world.state.hasEdges("main")).isFalse();
        assertThat(world.events(Event.TreeDropped.class).getLast().complete()).isTrue();
    }

    @Test
    void a_dropped_tree_has_no_schedules_and_no_paused_types_left() {
        Submission report = job("report").submission();
        world.command(new Command.PutSchedule(
                new Schedule("hourly", "@hourly", "UTC", report, Schedule.Overlap.ALLOW, Schedule.Misfire.ONCE, true)));
        world.command(new Command.Pause("root", "stocktaking", "mail"));
        assertThat(world.state.schedule("main", "hourly")).isPresent();

        world.command(new Command.DropTree("")).advance(10_000);

        assertThat(world.state.schedule("main", "hourly")).isEmpty();
        assertThat(world.state.typePause("main", "mail")).isEmpty();
        assertThat(world.events(Event.TreeDropped.class).getLast().complete()).isTrue();
    }

    // ---- dedup keys

    @Test
    void a_member_whose_key_is_held_is_not_stored_and_who_waits_for_it_waits_for_the_holder() {
        world.channels("root:0").submit("holder", JobActionsInFlowsTest::keyed);
        world.flow("f", job("a"), keyed(job("b", "a")), job("c", "b"), job("d").dedup("free"));

        assertThat(world.isKept("b")).isFalse();
        assertThat(world.events(Event.JobDuplicate.class))
                .containsExactly(new Event.JobDuplicate(World.id("b"), World.id("holder")));
        world.on("holder", new JobAction.SetDone(Optional.empty()));
        assertState(JobState.READY, "c");
    }

    @Test
    void a_flow_all_of_whose_keyed_members_are_held_is_a_duplicate() {
        world.submit("holder", JobActionsInFlowsTest::keyed);

        world.flow("f", job("a"), keyed(job("b", "a")));

        assertThat(world.isKept("a")).isFalse();
        assertThat(world.state.flow(World.flowId("f"))).isEmpty();
        assertThat(world.lastEvent())
                .isEqualTo(new Event.JobDuplicate(
                        new JobId("main", World.flowId("f").uuid()), World.id("holder")));
    }

    @Test
    void of_two_members_with_one_key_the_first_stands_for_both() {
        world.flow("f", keyed(job("a")), keyed(job("b")), job("c", "b"));

        assertThat(world.isKept("b")).isFalse();
        world.run("a");
        assertState(JobState.RELEASED, "c");
    }

    @Test
    void who_waits_for_several_with_one_key_waits_for_the_holder_as_the_strictest_says() {
        world.channels("root:0").submit("holder", JobActionsInFlowsTest::keyed);
        world.flow(
                "f",
                keyed(job("k1")),
                keyed(job("k2")),
                job("free"),
                job("c").after("k1", Parent.On.ANY).after("k2", Parent.On.DONE),
                job("d").after("k1", Parent.On.FAILURE).after("k2", Parent.On.ANY),
                job("e").dedup("other"));

        assertThat(world.job("c").parents())
                .containsExactly(new Parent(World.id("holder").uuid(), Parent.On.DONE));
        assertThat(world.job("d").parents())
                .containsExactly(new Parent(World.id("holder").uuid(), Parent.On.FAILURE));
    }

    @Test
    void a_plain_edge_counts_when_the_first_of_two_with_one_key_stands_for_both() {
        world.flow(
                        "f",
                        keyed(job("k1")),
                        keyed(job("k2")),
                        job("c").after("k1", Parent.On.ANY).after("k2", Parent.On.DONE))
                .run("k1", World.broken("boom"));

        assertState(JobState.WAITING, "c");
        world.requeue("k1").run("k1");
        assertState(JobState.RELEASED, "c");
    }

    @Test
    void who_would_wait_for_one_holder_to_be_done_and_to_fail_is_refused() {
        world.flow(
                "f",
                keyed(job("k1")),
                keyed(job("k2")),
                job("c").after("k1", Parent.On.FAILURE).after("k2", Parent.On.DONE));
        assertThat(world.refusal())
                .contains("job " + World.id("c") + " waits for several jobs for which", "which is never both");
        assertThat(world.isKept("k1")).isFalse();

        world.submit("a")
                .run(
                        "a",
                        submitting(
                                keyed(job("k1")).plain(),
                                keyed(job("k2")).plain(),
                                job("c").after("k1", Parent.On.FAILURE)
                                        .after("k2", Parent.On.DONE)
                                        .plain()));
        assertState(JobState.FAILED, "a");
    }

    @Test
    void a_flow_that_would_wait_for_itself_because_of_a_key_is_refused() {
        world.flow("f", keyed(job("a")).after("x", Parent.On.DONE), keyed(job("b")), job("x", "b"));

        assertThat(world.refusal()).contains("in a circle");
        assertThat(world.state.flow(World.flowId("f"))).isEmpty();
    }

    @Test
    void what_a_run_submits_under_a_key_that_is_held_is_not_stored() {
        world.channels("root.later:0").submit("holder", asked -> keyed(asked).channel("root.later"));
        world.submit("a")
                .run("a", submitting(keyed(job("b")).plain(), job("c", "b").plain()));

        assertState(JobState.DONE, "a");
        assertThat(world.isKept("b")).isFalse();
        assertState(JobState.WAITING, "c");
        world.on("holder", new JobAction.SetDone(Optional.empty()));
        assertState(JobState.RELEASED, "c");
    }

    @Test
    void what_a_run_submits_can_only_keep_a_key() {
        Dedup replace = new Dedup("k", Dedup.Mode.REPLACE, false, 0);

        world.submit("a").run("a", submitting(job("b").dedup(replace).plain()));

        assertState(JobState.FAILED, "a");
        assertThat(world.status("a").error().orElseThrow().message()).contains("has the dedup mode replace");
    }

    // ---- queues

    @Test
    void a_FAILED_job_of_a_queue_that_is_moved_set_done_or_deleted_lets_the_others_go() {
        JobAction[] actions = {
            new JobAction.Move("root.other"), new JobAction.SetDone(Optional.empty()), new JobAction.Delete()
        };
        for (JobAction action : actions) {
            World queue = new World().channels("seq:1:sequential").worker("w", 10, "t");
            queue.submit("a", asked -> asked.channel("root.seq")).submit("b", asked -> asked.channel("root.seq"));
            queue.claim("w", "a").end("w", "a", World.broken("boom"));
            assertThat(queue.stateOf("b")).isEqualTo(JobState.READY);

            queue.on("a", action);

            assertThat(queue.stateOf("b")).as(action.toString()).isEqualTo(JobState.RELEASED);
        }
    }

    @Test
    void a_scheduled_job_holds_a_queue_by_its_place_wherever_an_operator_puts_it() {
        world.channels("seq:1:sequential")
                .submit("a", asked -> asked.channel("root.seq").priority(1).eta(world.now + 9_000));
        world.submit("b", asked -> asked.channel("root.seq").priority(5));
        assertState(JobState.READY, "b");

        world.on("a", new JobAction.Reprioritize(9));
        assertState(JobState.RELEASED, "b");
        world.submit("c", asked -> asked.channel("root.seq").priority(9)).run("b");
        assertState(JobState.READY, "c");

        world.on("a", new JobAction.Move("root.other"));
        assertState(JobState.RELEASED, "c");
        world.restart();
        assertThat(world.state.firstScheduled("main", new ChannelPath("root.seq")))
                .isEmpty();
        assertThat(world.state.firstScheduled("main", new ChannelPath("root.other")))
                .isPresent();
    }
}
