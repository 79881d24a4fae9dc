package io.sluice.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Semantics §9: lost workers, unclaimed releases and unlisted runs are decided on the log, not on the clock. */
class LeasesTest {

    private static final Set<String> TOPICS = Set.of(World.ROOT_TOPIC);
    private static final Set<String> TYPES = Set.of("t");

    private final World world = new World();

    @Test
    void a_worker_without_heartbeat_for_a_lease_is_lost_and_its_job_released_again() {
        world.worker("w", 1).submit("j").claim("w", "j");
        world.advance(World.LEASE).worker("v", 1);
        assertThat(world.stateOf("j")).as("not before the check is read back").isEqualTo(JobState.RUNNING);

        world.readBack();

        assertThat(world.stateOf("j")).isEqualTo(JobState.RELEASED);
        assertThat(world.status("j").run()).isEqualTo(2);
        assertThat(world.status("j").attempt())
                .as("the started one has used an attempt")
                .isEqualTo(1);
        assertThat(world.status("j").alone()).isTrue();
        assertThat(world.events(Event.JobLost.class).getFirst().reason()).isEqualTo(Event.LostReason.WORKER_LOST);
    }

    @Test
    void a_claim_begins_a_lease_however_long_the_worker_was_silent_before() {
        world.worker("w", 1).advance(World.LEASE - 100).submit("j").claim("w", "j");

        world.advance(200).readBack();
        assertThat(world.stateOf("j")).isEqualTo(JobState.RUNNING);

        world.advance(World.LEASE).readBack();
        assertThat(world.events(Event.JobLost.class)).hasSize(1);
    }

    @Test
    void what_a_worker_claimed_that_never_said_anything_else_is_lost_too() {
        world.worker("v", 1).submit("j").claim("ghost", "j").restart();

        world.worker("v", 1).advance(2 * World.LEASE).readBack();

        assertThat(world.events(Event.JobLost.class)).hasSize(1);
    }

    @Test
    void a_worker_that_claims_on_but_never_lists_what_it_holds_loses_it() {
        world.channels("root:*").worker("w", 9).submit("j").claim("w", "j");
        for (int i = 0; i < 6; i++) {
            world.advance(World.LEASE / 2).submit("k" + i).claim("w", "k" + i);
        }

        world.readBack();

        assertThat(world.events(Event.JobLost.class).getFirst().reason()).isEqualTo(Event.LostReason.NOT_LISTED);
    }

    @Test
    void what_a_worker_held_that_claimed_after_its_last_heartbeat_and_died_is_lost_with_the_worker() {
        world.channels("root:*").worker("w", 9).worker("v", 9).submit("j").claim("w", "j");
        world.beat("w", 9, TOPICS, TYPES, world.bundleOf("j").id()).advance(World.LEASE / 5);
        world.submit("k").claim("w", "k");

        world.advance(World.LEASE * 4 / 5).readBack();
        assertThat(world.events(Event.JobLost.class)).isEmpty();
        world.advance(World.LEASE / 5).readBack();

        assertThat(world.events(Event.JobLost.class))
                .extracting(Event.JobLost::reason)
                .containsExactly(Event.LostReason.WORKER_LOST, Event.LostReason.WORKER_LOST);
    }

    @Test
    void a_heartbeat_that_lay_unread_in_front_of_the_check_saves_the_lease() {
        world.worker("w", 1).submit("j").claim("w", "j").advance(World.LEASE);

        world.beat("w", 1, TOPICS, TYPES, world.bundleOf("j").id()).readBack();

        assertThat(world.stateOf("j")).isEqualTo(JobState.RUNNING);
        assertThat(world.status("j").run()).isEqualTo(1);
    }

    @Test
    void a_scheduler_that_was_away_takes_nobodys_lease() {
        world.worker("w", 1).submit("j").claim("w", "j");
        world.now += 100 * World.LEASE;
        world.restart();

        world.advance(World.LEASE - 1).readBack();

        assertThat(world.stateOf("j")).isEqualTo(JobState.RUNNING);
    }

    @Test
    void after_a_restart_a_worker_that_stays_silent_is_lost_all_the_same() {
        world.worker("w", 1).submit("j").claim("w", "j");
        world.restart();

        world.advance(3 * World.LEASE).readBack().worker("v", 1);

        assertThat(world.status("j").run()).isEqualTo(2);
    }

    @Test
    void a_worker_that_holds_nothing_has_three_leases() {
        world.worker("w", 1).advance(2 * World.LEASE + 1).readBack();
        assertThat(world.state.workers()).containsKey("w");

        world.advance(World.LEASE).readBack();

        assertThat(world.state.workers()).isEmpty();
    }

    @Test
    void the_outcome_of_a_lost_run_is_stale_and_the_woken_worker_is_told() {
        world.worker("w", 1).submit("j").claim("w", "j");
        BundleId old = world.bundleOf("j").id();
        world.advance(World.LEASE).readBack();

        world.outcome("w", old, World.id("j"), 1, new Command.Done(Optional.empty()));
        assertThat(world.lastEvent()).isInstanceOf(Event.CommandRejected.class);

        world.beat("w", 1, TOPICS, TYPES, old);
        assertThat(world.effects)
                .anySatisfy(effect -> assertThat(effect).isInstanceOfSatisfying(Effect.TellConfirmed.class, told -> {
                    assertThat(told.bundle()).isEqualTo(old);
                    assertThat(told.refusal()).isPresent();
                }));
    }

    @Test
    void a_job_whose_attempts_are_used_up_fails_when_its_worker_is_lost() {
        world.worker("w", 1).submit("j", job -> job.maxAttempts(1)).claim("w", "j");

        world.advance(World.LEASE).readBack();

        assertThat(world.stateOf("j")).isEqualTo(JobState.FAILED);
        assertThat(world.status("j").error().orElseThrow().message()).contains("worker w was lost");
        assertThat(world.state.seats("main", ChannelPath.ROOT)).isZero();
    }

    @Test
    void one_lost_claimant_of_two_leaves_the_run_to_the_other() {
        world.worker("w", 1).worker("v", 1).submit("j").claim("w", "j").claim("v", "j");
        BundleId bundle = world.bundleOf("j").id();
        world.advance(World.LEASE - 1).beat("v", 1, TOPICS, TYPES, bundle);

        world.advance(1).readBack();

        assertThat(world.bundleOf("j").claimants()).containsExactly("v");
        assertThat(world.status("j").run()).isEqualTo(1);
    }

    @Test
    void a_run_that_its_live_worker_does_not_list_for_a_lease_is_lost() {
        world.worker("w", 1).submit("j").claim("w", "j").worker("w", 1);
        world.advance(World.LEASE - 1).worker("w", 1).readBack();
        assertThat(world.status("j").run()).isEqualTo(1);

        world.advance(1).worker("w", 1).readBack();

        assertThat(world.events(Event.JobLost.class).getFirst().reason()).isEqualTo(Event.LostReason.NOT_LISTED);
        assertThat(world.status("j").run()).isEqualTo(2);
    }

    @Test
    void a_release_waits_as_long_as_the_workers_are_busy() {
        world.worker("w", 1).submit("long", "j").claim("w", "long");
        BundleId running = world.bundleOf("long").id();
        for (int i = 0; i < 20; i++) {
            world.advance(3_000).beat("w", 1, TOPICS, TYPES, running).readBack();
        }

        assertThat(world.stateOf("j")).isEqualTo(JobState.RELEASED);
        assertThat(world.status("j").run()).isEqualTo(1);
    }

    @Test
    void a_release_that_nobody_claims_although_a_worker_has_room_is_released_again_without_an_attempt() {
        world.worker("w", 1).submit("j");
        for (int i = 0; i < 7; i++) {
            world.advance(3_000).worker("w", 1).readBack();
        }

        assertThat(world.status("j").run()).isEqualTo(2);
        assertThat(world.status("j").attempt()).isZero();
        assertThat(world.status("j").alone())
                .as("unclaimed does not count as lost")
                .isFalse();
        assertThat(world.events(Event.JobLost.class).getFirst().reason()).isEqualTo(Event.LostReason.UNCLAIMED);
    }

    @Test
    void a_claim_in_front_of_the_check_saves_the_release() {
        world.worker("w", 1).submit("j");
        while (world.checks.isEmpty()) {
            world.advance(3_000).worker("w", 1);
        }

        world.claim("w", "j").readBack();

        assertThat(world.status("j").run()).isEqualTo(1);
        assertThat(world.stateOf("j")).isEqualTo(JobState.RUNNING);
    }

    @Test
    void one_timer_a_worker_however_often_it_reports() {
        for (int i = 0; i < 50; i++) {
            world.worker("w", 1).advance(3_000);
        }

        assertThat(world.state.dueTimers(Long.MAX_VALUE, 100)).hasSize(1);
    }

    @Test
    void a_stopped_worker_is_forgotten_at_once() {
        world.worker("w", 1);

        world.command("", new Command.Heartbeat("w", 0, TOPICS, TYPES, java.util.List.of(), true));

        assertThat(world.state.workers()).isEmpty();
        world.submit("j");
        assertThat(world.stateOf("j")).isEqualTo(JobState.READY);
    }
}
