package io.sluice.core;

import static io.sluice.core.World.job;
import static io.sluice.core.World.join;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.core.Parent.On;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Semantics §8 and §10: flows as a whole. */
class FlowsTest {

    private final World world = new World().worker("w", 50, "t");

    private void assertState(JobState state, String... jobs) {
        for (String job : jobs) {
            assertThat(world.stateOf(job)).as(job).isEqualTo(state);
        }
    }

    private void assertRefused(String... words) {
        Event.CommandRejected rejected = (Event.CommandRejected) world.lastEvent();
        assertThat(rejected.code()).isEqualTo(RejectionCode.BAD_FLOW);
        assertThat(rejected.reason()).contains(words);
        assertThat(world.events(Event.JobSubmitted.class)).isEmpty();
        assertThat(world.state.flow(World.flowId("f"))).isEmpty();
    }

    // ---- accepted whole or not at all

    @Test
    void a_flow_with_a_cycle_is_refused_and_nothing_of_it_is_stored() {
        world.flow("f", job("x"), job("a", "c"), job("b", "a"), job("c", "b"));

        assertRefused("flow " + World.flowId("f") + " was not stored", "wait for each other in a circle", uuid("a"));
    }

    @Test
    void a_flow_with_a_job_that_cannot_be_one_is_refused_with_the_reason() {
        world.command(new Command.UnfitFlow(World.flowId("f"), "the dedup key has 600 characters"));

        assertRefused("flow " + World.flowId("f") + " was not stored: the dedup key has 600 characters");
    }

    @Test
    void a_flow_with_an_unknown_parent_is_refused() {
        world.flow("f", job("a"), job("b", "a", "nobody"));

        assertRefused("has the parent " + World.id("nobody"), "neither in the flow nor kept");
    }

    @Test
    void a_flow_with_a_job_that_is_its_own_parent_is_refused() {
        world.flow("f", job("a"), job("b", "b"));

        assertRefused("job " + World.id("b") + " names itself as its parent");
    }

    @Test
    void a_flow_without_jobs_and_an_empty_group_are_refused() {
        world.flow("f");
        assertRefused("it has 0 jobs; 1 to 10000 are allowed");

        world.flow("f", job("a"), join("j"));
        assertRefused("a join waits for nobody", "an empty group?");
    }

    @Test
    void a_flow_of_joins_alone_is_refused_for_it_would_never_be_closed() {
        world.submit("a");
        world.command(new Command.SubmitFlow(
                World.flowId("f"), "", List.of(join("j", "a").submission())));

        assertThat(world.refusal()).contains("a flow needs at least one job that is no join");
        assertThat(world.state.flow(World.flowId("f"))).isEmpty();
    }

    @Test
    void a_join_has_no_expiry_and_no_dedup_key() {
        world.flow("f", job("a"), join("j", "a").expires(world.now + 5));
        assertRefused("a join has an expiry or a dedup key");

        world.flow("f", job("a"), join("j", "a").dedup("k"));
        assertRefused("a join has an expiry or a dedup key");
    }

    @Test
    void a_flow_with_jobs_of_two_trees_is_refused() {
        world.flow("f", job("a"), job("b").tree("acme"));

        assertRefused("is of another tree", "here main");
    }

    @Test
    void a_flow_of_more_than_10_000_jobs_is_refused() {
        World.Asked[] jobs = new World.Asked[10_001];
        for (int i = 0; i < jobs.length; i++) {
            jobs[i] = job("j" + i);
        }
        world.flow("f", jobs);

        assertRefused("it has 10001 jobs");
    }

    @Test
    void a_flow_of_more_than_4_MiB_is_refused() {
        Submission large = Submission.of(World.id("a"), "t", "", new Payload(new byte[500 * 1024], ""));
        List<Submission> jobs = new java.util.ArrayList<>();
        for (int i = 0; i < 9; i++) {
            jobs.add(new Submission(
                    World.id("j" + i),
                    "t",
                    "",
                    large.payload(),
                    Submission.Options.NONE,
                    List.of(),
                    Optional.empty(),
                    Optional.empty(),
                    "",
                    Map.of(),
                    0));
        }
        world.command(new Command.SubmitFlow(World.flowId("f"), "", jobs));

        assertRefused("bytes together", "4194304");
    }

    @Test
    void a_flow_with_one_job_over_a_limit_or_twice_or_known_is_refused_whole() {
        world.flow("f", job("a"), job("b").type("no name"));
        assertRefused("job " + World.id("b"), "\"no name\"");

        world.flow("f", job("a"), job("a"));
        assertRefused("is in it twice");

        World other = new World().submit("a").flow("f", job("a"), job("b"));
        assertThat(((Event.CommandRejected) other.lastEvent()).reason()).contains("is there already");
        assertThat(other.events(Event.JobSubmitted.class)).hasSize(1);
    }

    @Test
    void a_flow_sent_again_is_a_duplicate() {
        world.flow("f", job("a")).flow("f", job("a"));

        JobId named = new JobId("main", World.flowId("f").uuid());
        assertThat(world.lastEvent()).isEqualTo(new Event.JobDuplicate(named, named));
        assertThat(world.events(Event.JobSubmitted.class)).hasSize(1);
    }

    @Test
    void a_flow_may_wait_for_jobs_that_are_not_in_it() {
        world.submit("a").run("a").submit("x").flow("f", job("b", "a"), job("c", "x"));

        assertState(JobState.RELEASED, "b");
        assertState(JobState.WAITING, "c");
        assertThat(world.progress("f").total()).isEqualTo(2);
    }

    // ---- dedup keys

    private record Holders(StateView state, Map<String, String> byKey) implements KeyHolders {

        @Override
        public Optional<JobId> holder(Submission asked, long now) {
            return asked.options().dedup().map(dedup -> byKey.get(dedup.key())).map(World::id);
        }

        @Override
        public boolean isKept(JobId holder, String key) {
            return state.job(holder).isPresent();
        }

        @Override
        public boolean isFollowed(Submission asked, JobId holder, long now) {
            return false;
        }
    }

    private FlowAdmission.Admitted admit(Map<String, String> holders, World.Asked... jobs) {
        KeyHolders keys = new Holders(world.state, holders);
        List<Submission> asked =
                java.util.stream.Stream.of(jobs).map(World.Asked::submission).toList();
        return new FlowAdmission(world.state, keys)
                .admit(new Command.SubmitFlow(World.flowId("f"), "", asked), world.now);
    }

    private static World.Asked keyed(String name, String key, String... parents) {
        return job(name, parents).dedup(new Dedup(key, Dedup.Mode.KEEP, false, 0));
    }

    @Test
    void a_held_member_is_not_stored_and_its_edges_go_to_the_holder() {
        world.submit("holder");
        FlowAdmission.Admitted admitted =
                admit(Map.of("k", "holder"), job("a"), keyed("b", "k", "a"), keyed("c", "free", "b", "a"));

        assertThat(admitted.held()).containsExactly(Map.entry(World.id("b"), World.id("holder")));
        assertThat(admitted.stored()).extracting(Job::id).containsExactly(World.id("a"), World.id("c"));
        assertThat(admitted.stored().getLast().parents())
                .extracting(Parent::job)
                .containsExactly(World.id("holder").uuid(), World.id("a").uuid());
    }

    @Test
    void nobody_waits_for_a_holder_that_is_gone_not_even_behind_a_join() {
        FlowAdmission.Admitted admitted =
                admit(Map.of("k", "gone"), keyed("a", "k"), join("j", "a"), job("b", "j"), job("c", "a", "b"));

        assertThat(admitted.stored()).extracting(Job::id).containsExactly(World.id("b"), World.id("c"));
        assertThat(admitted.stored().getFirst().parents()).isEmpty();
        assertThat(admitted.stored().getLast().parents()).hasSize(1);
    }

    // ---- progress

    @Test
    void a_flow_knows_its_progress_and_hidden_joins_do_not_count() {
        world.flow("f", job("a1"), job("a2"), job("a3"), join("j", "a1"), job("b", "j"));
        assertThat(world.progress("f")).isEqualTo(new Flow.Progress(4, 0, 0, 0));

        world.run("a1").run("a2", World.broken("boom")).cancel("b").claim("w", "a3");
        assertThat(world.progress("f")).isEqualTo(new Flow.Progress(4, 1, 1, 0));
        world.end("w", "b", new Command.Snoozed(10));
        assertThat(world.progress("f")).isEqualTo(new Flow.Progress(4, 1, 1, 1));

        world.requeue("a2").requeue("a1");
        assertThat(world.progress("f")).isEqualTo(new Flow.Progress(4, 0, 0, 1));
    }

    // ---- cancel and requeue as a whole

    @Test
    void a_flow_is_cancelled_as_a_whole_and_what_runs_is_asked_to_stop() {
        world.flow("f", job("a"), job("b"), job("c", "a"), job("d", "c"))
                .run("b")
                .claim("w", "a");

        world.command(new Command.CancelFlow(World.flowId("f"), "wrong month"));

        assertState(JobState.RUNNING, "a");
        assertState(JobState.DONE, "b");
        assertState(JobState.CANCELLED, "c", "d");
        assertThat(world.status("c").reason()).isEqualTo("wrong month");
        assertThat(world.effects).contains(new Effect.TellStop("w", World.id("a"), 1, "cancelled: wrong month"));
        world.end("w", "a", World.broken("interrupted"));
        assertThat(world.progress("f")).isEqualTo(new Flow.Progress(4, 1, 0, 3));
    }

    @Test
    void a_cancelled_flow_does_not_go_on_when_its_running_job_is_DONE_after_all() {
        world.flow("f", job("a"), job("b", "a"), join("j", "b"), job("c", "j").after("a", On.ANY))
                .claim("w", "a");

        world.command(new Command.CancelFlow(World.flowId("f"), "")).done("w", "a");

        assertState(JobState.DONE, "a");
        assertState(JobState.CANCELLED, "b", "j", "c");
    }

    @Test
    void requeue_of_a_flow_lets_what_failed_or_was_cancelled_run_again_and_nothing_else() {
        world.flow(
                        "f",
                        job("ok"),
                        job("bad"),
                        job("after", "bad"),
                        job("unneeded").after("ok", On.FAILURE),
                        job("shut").channel("root.x"))
                .run("ok")
                .run("bad", World.broken("boom"))
                .claim("w", "shut")
                .cancel("shut")
                .end("w", "shut", World.broken("interrupted"));

        world.command(new Command.RequeueFlow(World.flowId("f")));

        assertState(JobState.RELEASED, "bad", "shut");
        assertState(JobState.WAITING, "after");
        assertState(JobState.DONE, "ok");
        assertState(JobState.CANCELLED, "unneeded");
    }

    @Test
    void a_flow_that_was_cancelled_and_requeued_runs_as_if_nothing_had_been() {
        // The child stands before its parent, so that order does not help.
        world.channels("root:0").flow("f", job("c", "j"), join("j", "b"), job("b", "a"), job("a"));
        world.command(new Command.CancelFlow(World.flowId("f"), "stop"));
        assertState(JobState.CANCELLED, "a", "b", "j", "c");

        world.command(new Command.RequeueFlow(World.flowId("f"))).channels("root:*");
        assertState(JobState.RELEASED, "a");
        assertState(JobState.WAITING, "b", "j", "c");

        world.run("a", "b", "c");
        assertThat(world.progress("f")).isEqualTo(new Flow.Progress(3, 3, 0, 0));
    }

    @Test
    void a_large_flow_is_cancelled_and_requeued_in_steps_of_500() {
        World.Asked[] jobs = new World.Asked[1_200];
        for (int i = 0; i < jobs.length; i++) {
            jobs[i] = job("j" + i);
        }
        world.channels("root:0").flow("f", jobs);

        world.command(new Command.CancelFlow(World.flowId("f"), "stop"));
        assertThat(world.progress("f").cancelled()).isEqualTo(500);
        assertThat(world.state.flow(World.flowId("f")).orElseThrow().sweep()).isPresent();
        // A job that comes later is not meant.
        world.submit("late", any -> job("late").flow(World.flowId("f")));
        world.restart();
        world.advance(0);
        assertThat(world.progress("f")).isEqualTo(new Flow.Progress(1_201, 0, 0, 1_200));
        assertThat(world.state.flow(World.flowId("f")).orElseThrow().sweep()).isEmpty();

        world.command(new Command.RequeueFlow(World.flowId("f"))).advance(0);
        assertThat(world.progress("f").cancelled()).isZero();
    }

    @Test
    void a_command_about_a_flow_takes_the_place_of_one_that_is_under_way() {
        World.Asked[] jobs = new World.Asked[1_200];
        for (int i = 0; i < jobs.length; i++) {
            jobs[i] = job("j" + i);
        }
        world.channels("root:0").flow("f", jobs);

        world.command(new Command.CancelFlow(World.flowId("f"), "stop"));
        world.command(new Command.RequeueFlow(World.flowId("f"))).advance(0);

        assertThat(world.progress("f").cancelled()).isZero();
    }

    @Test
    void a_command_about_an_unknown_flow_is_refused() {
        world.command(new Command.CancelFlow(World.flowId("f"), ""));
        assertThat(((Event.CommandRejected) world.lastEvent()).code()).isEqualTo(RejectionCode.UNKNOWN_FLOW);
        world.command(new Command.RequeueFlow(World.flowId("f")));
        assertThat(((Event.CommandRejected) world.lastEvent()).reason())
                .contains("flow " + World.flowId("f") + " cannot be requeued");
    }

    // ---- retention

    @Test
    void the_jobs_of_a_flow_are_kept_until_every_one_is_closed_and_retention_counts_from_then() {
        world.submit("alone").run("alone");
        assertThat(retainedSince("alone")).isEqualTo(OptionalLong.of(world.now));
        world.flow("f", job("a"), job("b"), job("c", "b")).run("a");
        assertThat(retainedSince("a")).isEmpty();

        world.advance(1_000).run("b", World.broken("boom")).cancel("c");
        assertThat(retainedSince("a")).isEmpty();
        world.advance(1_000).cancel("b");
        assertThat(retainedSince("a")).isEqualTo(OptionalLong.of(world.now));

        world.advance(1_000).requeue("b");
        assertThat(retainedSince("a")).isEmpty();
        assertThat(retainedSince("b")).isEmpty();
    }

    @Test
    void a_flow_that_was_closed_when_time_began_is_closed() {
        world.now = 0;
        world.flow("f", job("a")).run("a");

        assertThat(retainedSince("a")).isPresent();
    }

    @Test
    void what_is_there_for_the_failure_of_a_member_that_a_holder_stands_for_is_not_run_when_that_one_is_gone() {
        world.submit("holder", job -> job.dedup(new Dedup("k", Dedup.Mode.KEEP, false, 60_000)));
        world.run("holder").on("holder", new JobAction.Delete());

        world.flow(
                "f",
                job("held").dedup("k"),
                job("other").dedup("o"),
                job("mends").after("held", Parent.On.FAILURE),
                job("next", "held"));

        assertState(JobState.CANCELLED, "mends");
        assertState(JobState.RELEASED, "next");
    }

    private OptionalLong retainedSince(String job) {
        FlowAdmission none = new FlowAdmission(world.state, new Holders(world.state, Map.of()));
        Flows flows = new Flows(world.state, new Dependencies(world.state, 500), null, none);
        return flows.retainedSince(world.state.job(World.id(job)).orElseThrow(), world.status(job));
    }

    @Test
    void a_job_is_kept_until_all_of_its_children_know_how_it_ended() {
        World.Asked[] jobs = new World.Asked[700];
        for (int i = 0; i < jobs.length; i++) {
            jobs[i] = job("c" + i, "a");
        }
        world.channels("root:1").submit("a").flow("f", jobs).run("a");
        assertThat(retainedSince("a")).isEmpty();

        world.advance(0);

        assertThat(retainedSince("a")).isPresent();
    }

    // ---- results ride along

    @Test
    void a_handler_gets_its_parents_results_also_from_behind_a_join() {
        world.flow("f", job("a1"), job("a2"), join("j", "a1", "a2"), job("x"), job("b", "j", "x"))
                .run("a1", new Command.Done(Optional.of("one")))
                .run("a2")
                .run("x", new Command.Done(Optional.of("three")));

        assertThat(dispatched("b"))
                .isEqualTo(new Effect.Results(
                        Map.of(World.id("a1").uuid(), "one", World.id("x").uuid(), "three"), false));
        assertThat(dispatched("a1")).isEqualTo(Effect.Results.NONE);
    }

    @Test
    void results_over_256_KiB_are_left_out_and_that_is_said() {
        String large = "x".repeat(64 * 1024);
        World.Asked last = job("b");
        World.Asked[] jobs = new World.Asked[6];
        for (int i = 0; i < 5; i++) {
            jobs[i] = job("a" + i);
            last.after("a" + i, On.DONE);
        }
        jobs[5] = last;
        world.flow("f", jobs);
        for (int i = 0; i < 5; i++) {
            world.run("a" + i, new Command.Done(Optional.of(large)));
        }

        assertThat(dispatched("b")).isEqualTo(new Effect.Results(Map.of(), true));
    }

    private Effect.Results dispatched(String job) {
        return world.effects.stream()
                .filter(Effect.Dispatch.class::isInstance)
                .flatMap(effect -> ((Effect.Dispatch) effect).jobs().stream())
                .filter(one -> one.job().id().equals(World.id(job)))
                .findFirst()
                .orElseThrow()
                .parents();
    }

    private static String uuid(String name) {
        UUID uuid = World.id(name).uuid();
        return uuid.toString();
    }
}
