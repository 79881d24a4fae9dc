package io.sluice.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Semantics §4 and §5: who is released, in which order, and what keeps the others back. */
class OrderTest {

    private final World world = new World();

    @Test
    void smaller_priority_first_then_arrival() {
        world.channels("root:1")
                .submit("a", "b")
                .submit("c", job -> job.priority(5))
                .submit("d");

        world.worker("w", 10);

        assertThat(world.released("a", "b", "c", "d")).containsExactly("c");
        assertThat(runAll("a", "b", "c", "d")).containsExactly("c", "a", "b", "d");
    }

    @Test
    void a_negative_priority_goes_before_zero() {
        world.channels("root:1").submit("zero", job -> job.priority(0)).submit("minus", job -> job.priority(-1));

        world.worker("w", 10);

        assertThat(world.released("zero", "minus")).containsExactly("minus");
    }

    @Test
    void a_due_eta_gives_no_advantage() {
        world.channels("root:1").worker("w", 1).submit("running");
        world.submit("later", job -> job.eta(world.now + 1000)).submit("plain");
        world.advance(2000);

        assertThat(runAll("running", "later", "plain")).containsExactly("running", "later", "plain");
    }

    @Test
    void a_job_with_an_eta_is_not_released_before_it() {
        world.worker("w", 10).submit("later", job -> job.eta(world.now + 1000));

        world.advance(999);
        assertThat(world.stateOf("later")).isEqualTo(JobState.SCHEDULED);

        world.advance(1);
        assertThat(world.stateOf("later")).isEqualTo(JobState.RELEASED);
    }

    @Test
    void a_retried_job_keeps_its_arrival_and_goes_before_later_ones() {
        world.channels("root:1").worker("w", 1).submit("first", job -> job.retry(new RetryPolicy.Fixed(100)));
        world.submit("second", "third").claim("w", "first").end("w", "first", World.retryable("net"));
        world.released();
        world.advance(100);

        world.claim("w", "second").done("w", "second");

        assertThat(world.released("first", "second", "third")).containsExactly("first");
    }

    @Test
    void a_job_takes_a_seat_in_its_channel_and_in_every_ancestor() {
        world.channels("root:3,root.a:2,root.a.b:1").worker("w", 10);
        world.submit("b1", job -> job.channel("root.a.b")).submit("b2", job -> job.channel("root.a.b"));
        world.submit("a1", job -> job.channel("root.a")).submit("a2", job -> job.channel("root.a"));
        world.submit("r1", "r2");

        assertThat(world.released("b1", "b2", "a1", "a2", "r1", "r2")).containsExactly("b1", "a1", "r1");
        assertThat(world.state.seats("main", ChannelPath.ROOT)).isEqualTo(3);
        assertThat(world.state.seats("main", ChannelPath.parse("a"))).isEqualTo(2);
        assertThat(world.state.seats("main", ChannelPath.parse("a.b"))).isEqualTo(1);
    }

    @Test
    void a_blocked_channel_does_not_block_its_siblings() {
        world.channels("root:3,root.import:1,root.shop").worker("w", 10);
        world.submit("i1", job -> job.channel("root.import").priority(1));
        world.submit("i2", job -> job.channel("root.import").priority(1));
        world.submit("s1", job -> job.channel("root.shop"));

        assertThat(world.released("i1", "i2", "s1")).containsExactly("i1", "s1");
    }

    @Test
    void a_job_that_waits_for_its_parents_seat_holds_none_in_its_channel() {
        world.channels("root:1,root.a:1").worker("w", 10).submit("r");
        world.submit("a", job -> job.channel("root.a"));

        assertThat(world.stateOf("a")).isEqualTo(JobState.READY);
        assertThat(world.state.seats("main", ChannelPath.parse("a"))).isZero();
    }

    @Test
    void a_capacity_of_zero_releases_nothing() {
        world.channels("root.off:0").worker("w", 10).submit("x", job -> job.channel("root.off"));

        assertThat(world.stateOf("x")).isEqualTo(JobState.READY);
    }

    @Test
    void a_pause_stops_the_subtree_and_nothing_else() {
        world.worker("w", 10).command(new Command.Pause("root.a", "maintenance"));
        world.submit("below", job -> job.channel("root.a.b")).submit("beside", job -> job.channel("root.c"));
        assertThat(world.released("below", "beside")).containsExactly("beside");

        world.command(new Command.Resume("root.a"));

        assertThat(world.released("below")).containsExactly("below");
    }

    @Test
    void a_repeated_pause_or_live_change_changes_nothing_but_another_reason_does() {
        for (int i = 0; i < 2; i++) {
            world.command(new Command.Pause("root.a", "maintenance"));
            world.command(new Command.Pause("", "maintenance", "t"));
            world.command(new Command.Configure("root.a:2"));
        }
        assertThat(world.events).hasSize(3);

        world.command(new Command.Pause("root.a", "moving")).command(new Command.Pause("", "moving", "t"));
        world.command(new Command.Configure("root.a:2,root.b:1"));

        assertThat(world.events(Event.ChannelPaused.class)).hasSize(2);
        assertThat(world.events(Event.TypePaused.class)).hasSize(2);
        assertThat(world.events(Event.ChannelConfigured.class))
                .extracting(Event.ChannelConfigured::channel)
                .containsExactly(new ChannelPath("root.a"), new ChannelPath("root.b"));
    }

    @Test
    void lowering_a_capacity_stops_nothing_that_runs_and_lets_the_surplus_drain() {
        world.channels("root:3").worker("w", 10).submit("a", "b", "c", "d");
        world.command(new Command.Configure("root:1")).claim("w", "a", "b", "c");

        world.done("w", "a").done("w", "b");
        assertThat(world.stateOf("d")).isEqualTo(JobState.READY);

        world.done("w", "c");
        assertThat(world.stateOf("d")).isEqualTo(JobState.RELEASED);
    }

    @Test
    void raising_a_capacity_takes_effect_at_once() {
        world.channels("root:1").worker("w", 10).submit("a", "b");

        world.command(new Command.Configure("root:2"));

        assertThat(world.stateOf("b")).isEqualTo(JobState.RELEASED);
    }

    @Test
    void a_live_entry_of_a_tree_stays_when_the_file_changes_another() {
        world.channels("root:1,root.a:1").worker("w", 10).command(new Command.Configure("root.a:5"));

        world.channels("root:7,root.a:1");

        assertThat(world.state.channels("main").limits(ChannelPath.parse("a")).capacity())
                .hasValue(5);
        assertThat(world.state.channels("main").limits(ChannelPath.ROOT).capacity())
                .hasValue(7);
    }

    @Test
    void without_a_worker_everything_stays_ready() {
        world.submit("a");

        assertThat(world.stateOf("a")).isEqualTo(JobState.READY);

        world.worker("w", 1);
        assertThat(world.stateOf("a")).isEqualTo(JobState.RELEASED);
    }

    @Test
    void jobs_of_a_type_that_no_worker_runs_stay_ready_and_do_not_block_others() {
        world.worker("w", 10, "known").submit("x", job -> job.type("unknown"));
        world.submit("y", job -> job.type("known"));
        assertThat(world.released("x", "y")).containsExactly("y");

        world.worker("w2", 1, "unknown");

        assertThat(world.released("x")).containsExactly("x");
    }

    @Test
    void a_release_whose_workers_are_gone_waits_for_them_and_does_not_block_others() {
        world.worker("w", 1, "fax").submit("busy", job -> job.type("fax")).claim("w", "busy");
        world.submit("x", job -> job.type("fax"));
        assertThat(world.stateOf("x")).isEqualTo(JobState.RELEASED);
        for (int lease = 0; lease < 6; lease++) {
            world.advance(World.LEASE).readBack();
        }
        assertThat(world.state.workers()).as("three leases without a word").isEmpty();
        assertThat(world.stateOf("x"))
                .as("or it is taken by the next that comes")
                .isEqualTo(JobState.RELEASED);

        world.worker("w2", 1, "mail").submit("y", job -> job.type("mail"));

        assertThat(world.stateOf("y")).isEqualTo(JobState.RELEASED);
    }

    @Test
    void releases_whose_workers_are_gone_take_no_room_at_all() {
        world.worker("w", 3, "fax").submit("x", job -> job.type("fax")).submit("y", job -> job.type("fax"));
        for (int lease = 0; lease < 6; lease++) {
            world.advance(World.LEASE).readBack();
        }
        assertThat(world.state.workers()).isEmpty();

        world.worker("w2", 3, "mail");
        List<String> mails = List.of("a", "b", "c", "d");
        mails.forEach(mail -> world.submit(mail, job -> job.type("mail")));

        assertThat(mails)
                .extracting(world::stateOf)
                .containsExactly(JobState.RELEASED, JobState.RELEASED, JobState.RELEASED, JobState.READY);
    }

    @Test
    void what_lies_unclaimed_is_at_most_what_the_workers_have_room_for() {
        world.worker("w", 2).submit("a", "b", "c", "d");
        assertThat(world.released("a", "b", "c", "d")).containsExactly("a", "b");

        world.claim("w", "a");
        assertThat(world.released("c"))
                .as("one slot is busy, one bundle lies there")
                .isEmpty();

        world.claim("w", "b");
        assertThat(world.released("c")).as("one may always lie there").containsExactly("c");
    }

    @Test
    void where_bundles_are_little_work_four_may_lie_ahead_of_each_slot() {
        assertThat(lyingUnclaimed(0)).isEqualTo(2 * 4);
        assertThat(lyingUnclaimed(5)).as("5 ms each").isEqualTo(2 * 2);
        assertThat(lyingUnclaimed(20)).isEqualTo(2);
    }

    /** With two slots, among jobs that run alone. */
    private static int lyingUnclaimed(long millis) {
        World world = new World().channels("root:*:bundle=1").worker("w", 2).runsTake(millis, "", "t");
        String[] names = IntStream.range(0, 20).mapToObj(i -> "j" + i).toArray(String[]::new);
        world.effects.clear();
        return world.submit(names).released(names).size();
    }

    @Test
    void what_may_be_long_lies_ahead_of_a_slot_alone_whatever_ran_there_before() {
        world.channels("root:*").worker("w", 2, "t", "new").runsTake(0, "", "t");
        world.effects.clear();
        world.submit("a", asked -> asked.type("new"))
                .submit("b", asked -> asked.type("new"))
                .submit("c", asked -> asked.type("new"));

        assertThat(world.released("a", "b", "c")).containsExactly("a", "b");
    }

    @Test
    void a_channel_with_a_topic_goes_to_its_own_workers_only() {
        world.channels("root:4,root.import:1:topic").worker("w", 10);
        world.submit("i", job -> job.channel("root.import.csv")).submit("r");
        assertThat(world.released("i", "r")).containsExactly("r");

        world.beat("importer", 1, Set.of("sluice.channel.root.import"), Set.of("t"));

        assertThat(world.released("i")).containsExactly("i");
        assertThat(world.bundleOf("i").topic()).isEqualTo("sluice.channel.root.import");
    }

    @Test
    void two_topics_under_one_seat_keep_the_order_of_the_tree() {
        world.channels("root:1,root.import:1:topic").worker("w", 10);
        world.beat("importer", 1, Set.of("sluice.channel.root.import"), Set.of("t"));
        world.submit("running").claim("w", "running");
        world.submit("late", job -> job.priority(20))
                .submit("soon", job -> job.channel("root.import").priority(5));
        world.released();

        world.done("w", "running");

        assertThat(world.released("late", "soon")).containsExactly("soon");
    }

    @Test
    void trees_are_independent_and_take_turns() {
        world.channels("root:1").submit("m1", "m2");
        world.submit("x1", job -> job.tree("acme"));

        world.worker("w", 10);

        assertThat(world.events(Event.JobReleased.class))
                .extracting(event -> event.job().tree())
                .containsExactlyInAnyOrder("main", "acme");
    }

    /** Runs whatever is released until nothing is left; the order in which jobs were done. */
    private java.util.List<String> runAll(String... names) {
        java.util.List<String> order = new java.util.ArrayList<>();
        boolean ran = true;
        while (ran) {
            ran = false;
            for (String name : names) {
                if (world.stateOf(name) == JobState.RELEASED) {
                    world.claim("w", name).done("w", name);
                    order.add(name);
                    ran = true;
                }
            }
        }
        return order;
    }
}
