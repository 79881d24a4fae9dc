package io.sluice.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.core.ActiveBundle.Member;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Semantics §9 "Bundles", §3 and §10: what becomes of the jobs of one bundle. */
class BundleRunsTest {

    private final World world = new World().bundling();
    private BundleId bundle;

    @BeforeEach
    void one_bundle_of_three() {
        world.channels("root:1").worker("w", 4).worker("v", 4).runsTake(1, "", "t");
        release();
    }

    private void release() {
        world.command(new Command.Pause("root", "test")).submit("a", "b", "c").command(new Command.Resume("root"));
        bundle = world.bundleOf("a").id();
        world.command(new Command.Pause("root", "look before they are released again"));
        assertThat(members()).containsExactly("a", "b", "c");
    }

    private List<String> members() {
        List<UUID> left = world.state.bundle(bundle).map(ActiveBundle::members).orElse(List.of()).stream()
                .map(Member::job)
                .toList();
        return Stream.of("a", "b", "c")
                .filter(name -> left.contains(World.id(name).uuid()))
                .toList();
    }

    private World handBack(String... jobs) {
        List<Command.Unstarted> unstarted = Stream.of(jobs)
                .map(name -> new Command.Unstarted(bundle, World.id(name), 1))
                .toList();
        return world.command(new Command.HandedBack("w", List.of(), "a job before it ran long", unstarted));
    }

    private World outcome(String job, Command.End end) {
        return world.outcome("w", bundle, World.id(job), 1, end);
    }

    private World outcome(String job) {
        return outcome(job, new Command.Done(Optional.empty()));
    }

    private World cancel(String job) {
        return world.command(new Command.OnJob(World.id(job), new JobAction.Cancel("not wanted", false)));
    }

    private List<JobState> states() {
        return List.of(world.stateOf("a"), world.stateOf("b"), world.stateOf("c"));
    }

    // ---- in order

    @Test
    void a_claim_starts_the_first_job_and_each_outcome_the_next() {
        world.claim("w", "a");
        assertThat(states()).containsExactly(JobState.RUNNING, JobState.RELEASED, JobState.RELEASED);

        outcome("a");
        assertThat(states()).containsExactly(JobState.DONE, JobState.RUNNING, JobState.RELEASED);
        assertThat(world.status("b").attempt()).isEqualTo(1);
        assertThat(world.status("c").attempt()).isZero();

        outcome("b", World.broken("boom"));
        assertThat(states()).containsExactly(JobState.DONE, JobState.FAILED, JobState.RUNNING);
    }

    @Test
    void outcomes_that_come_together_are_one_step() {
        world.claim("w", "a");
        List<Command.Outcome> all = Stream.of("a", "b", "c")
                .map(name -> new Command.Outcome(
                        bundle, World.id(name), 1, world.now, world.now, new Command.Done(Optional.empty())))
                .toList();
        world.command(new Command.Outcomes("w", all));

        assertThat(states()).containsOnly(JobState.DONE);
        assertThat(world.events(Event.JobStarted.class)).hasSize(4);
        assertThat(world.state.seats("main", ChannelPath.ROOT)).isZero();
    }

    @Test
    void an_outcome_of_a_bundle_whose_claim_is_not_on_the_log_yet_counts_as_the_claim_first() {
        outcome("a");

        assertThat(states()).containsExactly(JobState.DONE, JobState.RUNNING, JobState.RELEASED);
    }

    @Test
    void a_second_outcome_of_a_member_is_stale() {
        world.claim("w", "a");
        outcome("a");
        outcome("a", World.broken("again"));

        assertThat(world.stateOf("a")).isEqualTo(JobState.DONE);
        assertThat(world.events(Event.CommandRejected.class))
                .extracting(Event.CommandRejected::code)
                .containsExactly(RejectionCode.STALE_RUN);
    }

    @Test
    void a_job_whose_worker_went_on_without_it_was_not_run_and_goes_back_to_ready() {
        world.claim("w", "a");
        outcome("b");

        assertThat(states()).containsExactly(JobState.READY, JobState.DONE, JobState.RUNNING);
        assertThat(world.status("a").attempt()).isZero();
        handBack("a");
        assertThat(world.stateOf("a")).isEqualTo(JobState.READY);
    }

    // ---- the rest is handed back

    @Test
    void the_unstarted_rest_is_handed_back_while_the_running_job_goes_on() {
        world.claim("w", "a");
        handBack("b", "c");

        assertThat(states()).containsExactly(JobState.RUNNING, JobState.READY, JobState.READY);
        assertThat(world.status("b").attempt()).isZero();
        assertThat(world.status("b").run()).isEqualTo(1);
        assertThat(world.state.seats("main", ChannelPath.ROOT)).isEqualTo(1);

        outcome("a");
        assertThat(world.stateOf("a")).isEqualTo(JobState.DONE);
        assertThat(world.state.seats("main", ChannelPath.ROOT)).isZero();
    }

    @Test
    void what_was_handed_back_goes_to_other_workers_at_once() {
        world.channels("root:2").claim("w", "a").command(new Command.Resume("root"));
        handBack("b", "c");

        assertThat(world.stateOf("b")).isEqualTo(JobState.RELEASED);
        assertThat(world.status("b").run()).isEqualTo(2);
        assertThat(world.bundleOf("b").id()).isNotEqualTo(bundle);
    }

    @Test
    void a_bundle_of_which_every_job_was_handed_back_is_closed() {
        world.claim("w", "a");
        handBack("a", "b", "c");

        assertThat(states()).containsOnly(JobState.READY);
        assertThat(world.status("a").attempt()).isZero();
        assertThat(world.state.bundle(bundle)).isEmpty();
        assertThat(world.state.seats("main", ChannelPath.ROOT)).isZero();
    }

    @Test
    void handing_back_single_jobs_that_one_never_claimed_or_of_another_run_changes_nothing() {
        handBack("b");
        world.claim("v", "a");
        handBack("b");
        world.command(new Command.HandedBack(
                "v", List.of(), "late", List.of(new Command.Unstarted(bundle, World.id("b"), 2))));

        assertThat(members()).containsExactly("a", "b", "c");
    }

    @Test
    void a_whole_bundle_that_is_handed_back_gives_the_counted_attempt_back() {
        world.claim("w", "a");
        outcome("a");
        world.command(new Command.HandedBack("w", List.of(bundle), "stopping"));

        assertThat(states()).containsExactly(JobState.DONE, JobState.READY, JobState.READY);
        assertThat(world.status("b").attempt()).isZero();
        assertThat(world.events(Event.JobHandedBack.class)).hasSize(2);
    }

    @Test
    void in_a_sequential_subtree_nothing_starts_behind_a_job_that_did_not_end_as_done() {
        world.channels("root:1:sequential").claim("w", "a");
        outcome("a", World.retryable("net"));
        assertThat(world.stateOf("b")).isEqualTo(JobState.RELEASED);
        assertThat(world.events(Event.JobStarted.class)).hasSize(2);

        handBack("b", "c");
        assertThat(states()).containsExactly(JobState.SCHEDULED, JobState.READY, JobState.READY);
        assertThat(world.status("b").attempt()).isZero();
    }

    @Test
    void in_a_sequential_subtree_the_next_starts_behind_a_job_that_ended_as_done() {
        world.channels("root:1:sequential").claim("w", "a");
        outcome("a");

        assertThat(world.stateOf("b")).isEqualTo(JobState.RUNNING);
    }

    // ---- lost

    @Test
    void of_a_lost_bundle_the_running_job_has_used_an_attempt_and_the_others_none() {
        world.claim("w", "a");
        outcome("a");
        world.beat("v", 4, Set.of(World.ROOT_TOPIC), Set.of("t"))
                .advance(World.LEASE)
                .readBack();

        assertThat(states()).containsExactly(JobState.DONE, JobState.READY, JobState.READY);
        assertThat(world.status("b").attempt()).isEqualTo(1);
        assertThat(world.status("c").attempt()).isZero();
        assertThat(world.status("b").alone()).isTrue();
        assertThat(world.status("c").alone()).isTrue();
    }

    @Test
    void many_jobs_of_a_lost_worker_are_given_up_in_steps_of_500() {
        world.channels("root:3").claim("w", "a");
        outcome("a");
        outcome("b");
        outcome("c");
        for (int i = 0; i < 100; i++) {
            world.command(new Command.Resume("root")).runsTake(0, "", "t");
        }
        world.command(new Command.Pause("root", "test"));
        for (int i = 0; i < 1200; i++) {
            world.submit("m" + i);
        }
        world.command(new Command.Resume("root")).command(new Command.Pause("root", "look"));
        world.claim("w", "m0", "m400", "m800");
        world.advance(World.LEASE);

        assertThat(world.readBack().events(Event.JobLost.class)).hasSize(800);
        assertThat(world.readBack().events(Event.JobLost.class)).hasSize(1200);
        assertThat(world.state.seats("main", ChannelPath.ROOT)).isZero();
    }

    @Test
    void an_unclaimed_bundle_is_released_again_as_a_whole_and_counts_as_never_lost() {
        world.command(new Command.Resume("root"));
        for (int i = 0; i < 6; i++) {
            world.advance(3_000).worker("w", 4).worker("v", 4);
        }
        world.readBack();

        assertThat(world.status("a").run()).isEqualTo(2);
        assertThat(world.bundleOf("a").members()).hasSize(3);
        assertThat(world.status("a").alone()).isFalse();
    }

    // ---- cancel

    @Test
    void cancel_of_a_member_that_does_not_run_tells_its_worker_to_leave_it_out() {
        world.claim("w", "a");
        cancel("b");

        assertThat(world.effects)
                .contains(new Effect.TellDrop("w", World.id("b"), 1, "cancelled: not wanted"))
                .noneMatch(Effect.TellStop.class::isInstance);
        assertThat(world.stateOf("b")).isEqualTo(JobState.RELEASED);

        handBack("b");
        assertThat(states()).containsExactly(JobState.RUNNING, JobState.CANCELLED, JobState.RELEASED);
        outcome("a");
        assertThat(world.stateOf("c")).isEqualTo(JobState.RUNNING);
    }

    @Test
    void cancel_of_the_member_that_runs_stops_it_and_the_bundle_goes_on() {
        world.claim("w", "a");
        cancel("a");
        assertThat(world.effects).contains(new Effect.TellStop("w", World.id("a"), 1, "cancelled: not wanted"));

        outcome("a", World.broken("interrupted"));
        assertThat(states()).containsExactly(JobState.CANCELLED, JobState.RUNNING, JobState.RELEASED);
    }

    @Test
    void a_member_that_was_cancelled_is_not_started_before_its_worker_says_what_became_of_it() {
        world.claim("w", "a");
        cancel("b");
        outcome("a");
        assertThat(world.stateOf("b")).isEqualTo(JobState.RELEASED);

        outcome("c");
        assertThat(states()).containsExactly(JobState.DONE, JobState.CANCELLED, JobState.DONE);
        assertThat(world.status("b").attempt()).isZero();
        assertThat(world.state.bundle(bundle)).isEmpty();
    }

    @Test
    void a_cancelled_member_that_was_started_before_the_word_came_ends_as_its_outcome_says() {
        world.claim("w", "a");
        cancel("b");
        cancel("c");
        outcome("a");
        outcome("b");
        outcome("c", World.broken("stopped"));

        assertThat(states()).containsExactly(JobState.DONE, JobState.DONE, JobState.CANCELLED);
        assertThat(world.status("b").attempt()).isEqualTo(1);
    }

    @Test
    void who_claims_a_bundle_of_which_jobs_were_cancelled_is_told_which() {
        cancel("a");
        cancel("c");
        world.claim("w", "a");

        assertThat(world.effects)
                .contains(new Effect.TellStop("w", World.id("a"), 1, "cancelled: not wanted"))
                .contains(new Effect.TellDrop("w", World.id("c"), 1, "cancelled: not wanted"));
    }

    @Test
    void cancel_of_a_member_of_an_unclaimed_bundle_takes_the_bundle_back_through_the_log() {
        cancel("b");
        world.advance(World.LEASE / 3);
        assertThat(members()).as("not before the check was read back").hasSize(3);
        world.readBack();

        assertThat(states()).containsExactly(JobState.READY, JobState.CANCELLED, JobState.READY);
        assertThat(world.status("a").alone()).isFalse();
        world.command(new Command.Claimed("w", List.of(new Command.Claim(bundle, true))));
        assertThat(world.effects.getLast())
                .isInstanceOfSatisfying(
                        Effect.TellConfirmed.class,
                        told -> assertThat(told.refusal()).isPresent());
    }

    @Test
    void cancel_by_force_of_a_member_of_an_unclaimed_bundle_is_decided_on_the_log_for_its_record_names_it() {
        world.on("b", new JobAction.Cancel("not wanted", true));
        assertThat(states()).containsExactly(JobState.RELEASED, JobState.RELEASED, JobState.RELEASED);

        world.claim("w", "a");
        assertThat(world.effects)
                .anySatisfy(effect -> assertThat(effect)
                        .isEqualTo(new Effect.TellDrop("w", World.id("b"), 1, "cancelled: not wanted")));
        world.on("b", new JobAction.Cancel("not wanted", true));

        assertThat(states()).containsExactly(JobState.RUNNING, JobState.CANCELLED, JobState.RELEASED);
    }
}
