package io.sluice.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.core.ActiveBundle.Member;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Semantics §9 "Bundles" and architecture §5: how many jobs a release takes. */
class BundlesTest {

    private final World world = new World().bundling();

    @BeforeEach
    void one_seat_and_a_type_that_takes_a_millisecond() {
        world.channels("root:1").worker("w", 4, "t", "u").runsTake(1, "", "t");
        world.released();
    }

    /** Submits that many jobs while nothing is released, then lets the next bundle go; answers how many jobs it took. */
    private int bundleOf(int jobs) {
        return bundlesOf(jobs).getFirst();
    }

    private List<Integer> bundlesOf(int jobs) {
        world.command(new Command.Pause("root", "test"));
        for (int i = 0; i < jobs; i++) {
            world.submit("j" + i);
        }
        return released();
    }

    /** Ends the pause; answers how many jobs each bundle took that goes then. */
    private List<Integer> released() {
        world.effects.clear();
        world.command(new Command.Resume("root"));
        List<Integer> sizes = new ArrayList<>();
        for (Effect effect : world.effects) {
            if (effect instanceof Effect.Dispatch dispatch) {
                sizes.add(dispatch.jobs().size());
            }
        }
        return sizes;
    }

    private void paused(Runnable submissions) {
        world.command(new Command.Pause("root", "test"));
        submissions.run();
    }

    // ---- how many

    @Test
    void a_bundle_holds_about_15_ms_of_work() {
        assertThat(bundleOf(100)).isEqualTo(15);
    }

    @Test
    void jobs_that_take_longer_than_15_ms_are_released_alone() {
        for (int i = 0; i < 40; i++) {
            world.runsTake(16, "", "t");
        }

        assertThat(bundleOf(100)).isEqualTo(1);
    }

    @Test
    void a_type_whose_run_time_is_not_known_yet_is_released_alone() {
        paused(() -> world.submit("a", job -> job.type("u")).submit("b", job -> job.type("u")));

        assertThat(released()).containsExactly(1);
    }

    @Test
    void a_slow_first_run_does_not_keep_short_jobs_alone_for_long() {
        // On average 61, 31, 21 and 16 ms, and after seven more 6.5; a mean that only moves would be at 20 still.
        world.runsTake(61, "", "u").runsTake(1, "", "u").runsTake(1, "", "u").runsTake(1, "", "u");
        paused(() -> world.submit("a", job -> job.type("u")).submit("b", job -> job.type("u")));
        assertThat(released()).containsExactly(1);

        world.took(1, "a").took(1, "b");
        for (int i = 0; i < 5; i++) {
            world.runsTake(1, "", "u");
        }
        paused(() -> world.submit("c", job -> job.type("u")).submit("d", job -> job.type("u")));
        assertThat(released()).containsExactly(2);
    }

    @Test
    void run_times_are_known_by_channel_and_type() {
        world.channels("root:1,a:1").runsTake(100, "root.a", "t");
        paused(() -> world.submit("a", job -> job.channel("root.a")).submit("b", job -> job.channel("root.a")));

        assertThat(released()).as("elsewhere they take 1 ms").containsExactly(1);
    }

    @Test
    void where_a_type_never_ran_it_is_known_from_other_channels() {
        world.channels("root:1,a:1");
        paused(() -> world.submit("a", job -> job.channel("root.a")).submit("b", job -> job.channel("root.a")));

        assertThat(released()).containsExactly(2);
    }

    @Test
    void a_seat_is_left_for_each_other_channel_that_wants_one() {
        world.channels("root:4");
        paused(() -> {
            for (int job = 0; job < 6; job++) {
                world.submit("a" + job, options -> options.channel("root.a"));
            }
            world.submit("b", job -> job.channel("root.b")).submit("c", job -> job.channel("root.c"));
        });

        assertThat(released()).as("two seats for a, and one for each other").containsExactly(3, 3, 1, 1);
    }

    @Test
    void among_more_channels_than_seats_each_takes_what_it_has() {
        world.channels("root:4");
        paused(() -> {
            for (int job = 0; job < 30; job++) {
                String channel = "root.c" + job % 10;
                world.submit("j" + job, options -> options.channel(channel));
            }
        });

        assertThat(released()).containsExactly(3, 3, 3, 3);
    }

    @Test
    void spare_seats_are_used_before_bundles_grow() {
        world.channels("root:4");

        assertThat(bundlesOf(10)).containsExactly(3, 3, 2, 2);
    }

    @Test
    void jobs_of_less_than_a_millisecond_together_are_worth_one_seat_only() {
        for (int i = 0; i < 100; i++) {
            world.runsTake(0, "", "t");
        }
        world.channels("root:4");

        assertThat(bundlesOf(60)).as("each counts for 0.02 ms at least").containsExactly(50, 10);
    }

    @Test
    void beyond_that_spare_seats_go_first() {
        for (int i = 0; i < 100; i++) {
            world.runsTake(0, "", "t");
        }
        world.channels("root:4");

        assertThat(bundlesOf(300)).containsExactly(75, 75, 75, 75);
    }

    @Test
    void a_seat_is_left_for_other_channels_also_where_the_workers_are_the_limit() {
        world.channels("root:*");
        paused(() -> {
            for (int job = 0; job < 6; job++) {
                world.submit("a" + job, options -> options.channel("root.a"));
            }
            world.submit("b", job -> job.channel("root.b")).submit("c", job -> job.channel("root.c"));
        });

        assertThat(released()).containsExactly(3, 3, 1, 1);
    }

    @Test
    void a_seat_is_left_for_other_channels_below_one_without_a_limit() {
        world.channels("root:4,shop:*");
        paused(() -> {
            for (int job = 0; job < 6; job++) {
                world.submit("a" + job, options -> options.channel("root.shop.a"));
            }
            world.submit("b", job -> job.channel("root.shop.b")).submit("c", job -> job.channel("root.c"));
        });

        assertThat(released()).containsExactly(3, 3, 1, 1);
    }

    @Test
    void what_the_workers_have_room_for_counts_as_seats_where_there_is_no_limit() {
        world.channels("root:*");

        assertThat(bundlesOf(8)).containsExactly(2, 2, 2, 2);
    }

    @Test
    void what_lies_behind_another_bundle_counts_as_no_free_seat() {
        world.channels("root:*");
        for (int i = 0; i < 100; i++) {
            world.runsTake(0, "", "t");
        }

        assertThat(bundlesOf(800)).as("four slots, four bundles ahead of each").containsExactly(200, 200, 200, 200);
    }

    @Test
    void a_bundle_that_lies_behind_another_holds_a_part_of_the_work_only() {
        world.channels("root:*");
        for (int i = 0; i < 100; i++) {
            world.runsTake(0, "", "t");
        }
        world.submit("a", "b", "c", "d");

        assertThat(bundlesOf(800)).as("3.75 ms of 0.02 ms each").containsExactly(187, 187, 187, 187, 52);
    }

    @Test
    void a_bundle_holds_1024_jobs_at_most() {
        for (int i = 0; i < 100; i++) {
            world.runsTake(0, "", "t");
        }

        assertThat(bundleOf(1200)).isEqualTo(1024);
    }

    @Test
    void a_bundle_takes_one_seat_until_its_last_job_has_an_outcome() {
        assertThat(bundleOf(3)).isEqualTo(3);
        assertThat(world.state.seats("main", ChannelPath.ROOT)).isEqualTo(1);

        world.claim("w", "j0").done("w", "j0").done("w", "j1").submit("next");
        assertThat(world.state.seats("main", ChannelPath.ROOT)).isEqualTo(1);
        assertThat(world.stateOf("next")).isEqualTo(JobState.READY);

        world.done("w", "j2");
        assertThat(world.stateOf("next")).isEqualTo(JobState.RELEASED);
    }

    @Test
    void a_bundle_holds_512_KiB_at_most_unless_it_is_one_job() {
        paused(() -> {
            for (int i = 0; i < 5; i++) {
                world.submit("j" + i, job -> job.payload(200 * 1024));
            }
            world.submit("large", job -> job.payload(512 * 1024)).submit("last");
        });

        assertThat(released()).containsExactly(2);
        world.done("w", "j0").done("w", "j1").done("w", "j2").done("w", "j3").done("w", "j4");
        assertThat(world.bundleOf("large").members()).hasSize(1);
    }

    @Test
    void throttle_tokens_bound_a_bundle() {
        paused(() -> world.submit("a", "b", "c"));
        RunTimes times = new RunTimes();
        StateView.Ready first =
                world.state.firstReady("main", ChannelPath.ROOT, "t").orElseThrow();
        times.ran(
                new ActiveBundle(
                        new BundleId("main", 1),
                        ChannelPath.ROOT,
                        "t",
                        "x",
                        0,
                        List.of(),
                        List.of(),
                        ActiveBundle.NOT_STARTED),
                1,
                1);
        Bundling.Stretch stretch = new Bundling(world.state, times, true)
                .begin(new Bundling.Offer(
                        "main",
                        new Contest.Candidate(ChannelPath.ROOT, "t", "x", first, 0),
                        1,
                        0,
                        path -> 0,
                        2,
                        Optional.empty()));

        assertThat(stretch.take(first)).isPresent();
        assertThat(stretch.take(first)).isPresent();
        assertThat(stretch.take(first)).isEmpty();
    }

    // ---- which

    @Test
    void another_type_ends_the_stretch() {
        paused(() ->
                world.submit("a", "b").submit("other", job -> job.type("u")).submit("c"));

        assertThat(released()).containsExactly(2);
        assertThat(world.stateOf("c")).isEqualTo(JobState.READY);
    }

    @Test
    void another_type_that_no_worker_handles_does_not_end_the_stretch() {
        paused(() ->
                world.submit("a").submit("other", job -> job.type("nobodys")).submit("b"));

        assertThat(released()).containsExactly(2);
    }

    @Test
    void another_channel_does_not_end_the_stretch_for_the_order_is_bent_by_milliseconds_only() {
        paused(() ->
                world.submit("a").submit("other", job -> job.channel("root.a")).submit("b"));

        assertThat(released()).containsExactly(2);
    }

    @Test
    void in_a_sequential_subtree_another_channel_ends_the_stretch() {
        world.channels("root:1,line:1:sequential").runsTake(1, "root.line", "t");
        paused(() -> world.submit("a", job -> job.channel("root.line"))
                .submit("other", job -> job.channel("root.line.sub"))
                .submit("b", job -> job.channel("root.line")));

        assertThat(released()).containsExactly(1);
    }

    @Test
    void the_members_of_a_bundle_run_in_the_order_of_their_channel() {
        paused(() ->
                world.submit("b", "c").submit("urgent", job -> job.priority(1)).submit("d"));
        released();

        assertThat(world.bundleOf("b").members())
                .extracting(Member::job)
                .containsExactly(
                        World.id("urgent").uuid(),
                        World.id("b").uuid(),
                        World.id("c").uuid(),
                        World.id("d").uuid());
    }

    @Test
    void a_job_with_one_attempt_is_released_alone() {
        paused(() -> world.submit("a").submit("once", job -> job.maxAttempts(1)).submit("b", "c"));

        assertThat(released()).containsExactly(1);
        world.done("w", "a");
        assertThat(world.bundleOf("once").members()).hasSize(1);
        world.done("w", "once");
        assertThat(world.bundleOf("b").members()).hasSize(2);
    }

    @Test
    void jobs_of_a_channel_that_gives_them_one_attempt_are_released_alone() {
        world.channels("root:1:max-attempts=1");

        assertThat(bundlesOf(3)).containsExactly(1);
    }

    @Test
    void jobs_of_a_channel_with_bundle_1_are_released_alone() {
        world.channels("root:1:bundle=1");

        assertThat(bundlesOf(3)).containsExactly(1);
    }

    @Test
    void jobs_that_were_ever_lost_are_released_alone() {
        assertThat(bundleOf(3)).isEqualTo(3);
        world.claim("w", "j0").advance(World.LEASE).readBack();
        world.submit("x", "y").worker("w", 4, "t", "u");

        assertThat(world.bundleOf("j0").members()).hasSize(1);
        world.done("w", "j0");
        assertThat(world.bundleOf("j1").members()).hasSize(1);
        world.done("w", "j1").done("w", "j2");
        assertThat(world.bundleOf("x").members()).hasSize(2);
    }

    @Test
    void without_bundles_every_job_is_released_alone() {
        World plain = new World().channels("root:1").worker("w", 4).runsTake(1, "", "t");
        plain.command(new Command.Pause("root", "test")).submit("a", "b").command(new Command.Resume("root"));

        assertThat(plain.bundleOf("a").members()).hasSize(1);
    }

    @Test
    void a_worker_is_told_whether_nothing_may_overtake() {
        bundleOf(1);
        world.channels("root:1,line:1:sequential").done("w", "j0");
        world.effects.clear();
        world.submit("s", job -> job.channel("root.line.sub"));

        assertThat(world.effects)
                .hasSize(1)
                .first()
                .isInstanceOfSatisfying(
                        Effect.Dispatch.class,
                        bundle -> assertThat(bundle.sequential()).isTrue());
    }
}
