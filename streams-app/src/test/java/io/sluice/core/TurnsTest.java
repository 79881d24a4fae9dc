package io.sluice.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Semantics §4: children that take turns, and waiting that counts. */
class TurnsTest {

    private final World world = new World();
    private final List<String> names = new ArrayList<>();

    private void submit(String channel, String... jobs) {
        for (String job : jobs) {
            names.add(job);
            world.submit(job, asked -> asked.channel(channel));
        }
    }

    private List<String> released() {
        return world.released(names.toArray(String[]::new));
    }

    private List<String> runAll() {
        List<String> order = new ArrayList<>(released());
        for (int i = 0; i < order.size(); i++) {
            world.claim("w", order.get(i)).done("w", order.get(i));
            order.addAll(released());
        }
        return order;
    }

    // ---- fair

    @Test
    void children_of_a_fair_channel_take_turns() {
        world.channels("root:1:fair");
        submit("a", "a1", "a2", "a3");
        submit("b", "b1", "b2", "b3");
        submit("c", "c1");
        world.worker("w", 10);

        assertThat(runAll()).containsExactly("a1", "b1", "c1", "a2", "b2", "a3", "b3");
    }

    @Test
    void within_a_child_its_own_order_holds() {
        world.channels("root:1:fair");
        submit("a", "a1", "a2");
        world.submit("aUrgent", asked -> asked.channel("a").priority(1));
        names.add("aUrgent");
        submit("b", "b1");
        world.worker("w", 10);

        assertThat(runAll()).containsExactly("aUrgent", "b1", "a1", "a2");
    }

    @Test
    void fewest_seats_go_first() {
        world.channels("root:3:fair").worker("w", 10);
        submit("a", "a1", "a2", "a3");
        submit("b", "b1");
        assertThat(released()).containsExactly("a1", "a2", "a3");

        world.claim("w", "a1").done("w", "a1");
        assertThat(released()).containsExactly("b1");
    }

    @Test
    void seats_are_shared_by_weight() {
        world.channels("root:6:fair,a:*:weight=2,b:*");
        submit("a", "a1", "a2", "a3", "a4", "a5", "a6");
        submit("b", "b1", "b2", "b3", "b4", "b5", "b6");
        world.worker("w", 10);

        assertThat(released()).containsExactlyInAnyOrder("a1", "a2", "a3", "a4", "b1", "b2");
    }

    @Test
    void the_channels_own_jobs_count_as_one_child_of_weight_1() {
        world.channels("root:1:fair");
        submit("root", "r1", "r2", "r3");
        submit("a", "a1", "a2");
        submit("b", "b1", "b2");
        world.worker("w", 10);

        assertThat(runAll()).containsExactly("r1", "a1", "b1", "r2", "a2", "b2", "r3");
    }

    @Test
    void a_child_that_cannot_go_loses_no_turn_of_the_others() {
        world.channels("root:1:fair,a:0");
        submit("a", "a1");
        submit("b", "b1");
        submit("c", "c1");
        world.worker("w", 10);

        assertThat(runAll()).containsExactly("b1", "c1");
    }

    @Test
    void turns_go_on_after_a_restart_and_a_step_that_was_taken_back() {
        world.channels("root:1:fair");
        submit("a", "a1", "a2");
        submit("b", "b1", "b2");
        world.worker("w", 10);
        assertThat(released()).containsExactly("a1");
        world.restart();

        world.claim("w", "a1").done("w", "a1");

        assertThat(released()).containsExactly("b1");
    }

    @Test
    void fair_can_be_switched_on_live() {
        world.channels("root:1");
        submit("a", "a1", "a2", "a3");
        submit("b", "b1");
        world.worker("w", 10);
        assertThat(released()).containsExactly("a1");
        world.command(new Command.Configure("root:1:fair"));

        world.claim("w", "a1").done("w", "a1");

        assertThat(released()).containsExactly("a2");
        world.claim("w", "a2").done("w", "a2");
        assertThat(released()).as("a was served, b never").containsExactly("b1");
    }

    @Test
    void a_weight_that_is_changed_live_counts_at_once() {
        world.channels("root:3:fair,a:*,b:*").worker("w", 10);
        submit("a", "a1", "a2", "a3", "a4");
        submit("b", "b1", "b2", "b3");
        assertThat(released()).containsExactly("a1", "a2", "a3");

        world.command(new Command.Configure("a:*:weight=9"));
        world.claim("w", "a1").done("w", "a1");
        assertThat(released()).as("b has none yet").containsExactly("b1");
        world.claim("w", "a2").done("w", "a2");

        assertThat(released()).as("1 of a ÷ 9 is less than 1 of b").containsExactly("a4");
    }

    @Test
    void turns_count_across_channel_topics() {
        String topic = "sluice.channel.root.a";
        world.channels("root:1:fair,a:*:topic");
        submit("a", "a1", "a2");
        submit("b", "b1", "b2");
        world.beat("w", 10, Set.of(World.ROOT_TOPIC, topic), Set.of("t"));

        assertThat(runAll()).containsExactly("a1", "b1", "a2", "b2");
    }

    // ---- aging

    @Test
    void with_aging_a_job_that_waited_long_goes_before_a_better_one() {
        world.channels("root:1:aging=30s").submit("old", asked -> asked.priority(12));
        world.advance(59_000).submit("soon", asked -> asked.priority(10));
        world.advance(2_000).submit("late", asked -> asked.priority(10));
        names.addAll(List.of("old", "soon", "late"));

        world.worker("w", 10);

        assertThat(runAll()).containsExactly("soon", "old", "late");
    }

    @Test
    void without_aging_it_does_not() {
        world.channels("root:1").submit("old", asked -> asked.priority(12));
        world.advance(100_000).submit("late", asked -> asked.priority(10));
        names.addAll(List.of("old", "late"));

        world.worker("w", 10);

        assertThat(runAll()).containsExactly("late", "old");
    }

    @Test
    void aging_can_be_switched_on_and_off_live_for_jobs_that_wait_already() {
        world.channels("root:1,x:*").worker("w", 10).submit("running");
        world.submit("old", asked -> asked.priority(12).channel("x"));
        world.submit("older", asked -> asked.priority(13).channel("x"));
        world.advance(100_000).submit("late", asked -> asked.channel("x"));
        world.submit("later", asked -> asked.priority(11));
        names.addAll(List.of("running", "old", "older", "late", "later"));
        assertThat(released()).containsExactly("running");

        world.command(new Command.Configure("root:1:aging=30s"));
        world.claim("w", "running").done("w", "running");
        assertThat(released()).containsExactly("old");
        world.claim("w", "old").done("w", "old");
        assertThat(released()).containsExactly("older");

        world.command(new Command.Configure("root:1"));
        world.claim("w", "older").done("w", "older");
        assertThat(runAll()).containsExactly("late", "later");
    }

    @Test
    void with_aging_the_heads_of_all_priorities_are_compared_however_they_come_and_go() {
        world.channels("root:1:aging=1s");
        SplittableRandom random = new SplittableRandom(11);
        Map<String, Long> ages = new HashMap<>();
        for (int i = 0; i < 60; i++) {
            int priority = random.nextInt(6);
            ages.put("j" + i, world.now + priority * 1000L);
            names.add("j" + i);
            world.submit("j" + i, asked -> asked.priority(priority).channel("c" + priority % 2));
            world.advance(random.nextInt(700));
            if (i % 20 == 10) {
                world.restart();
            }
        }
        world.command(new Command.OnJob(World.id("j0"), new JobAction.Cancel("not wanted", false)))
                .command(new Command.OnJob(World.id("j7"), new JobAction.Cancel("", false)));

        world.worker("w", 10);

        assertThat(runAll())
                .containsExactlyElementsOf(names.stream()
                        .filter(name -> !Set.of("j0", "j7").contains(name))
                        .sorted(Comparator.comparingLong(ages::get))
                        .toList());
    }

    // ---- stretches

    private Optional<Place> rival(String first) {
        Contest contest = new Contest("main", world.state, new Contest.Surroundings() {
            @Override
            public boolean canRun(String tree, String topic, String type) {
                return true;
            }

            @Override
            public long now() {
                return world.now;
            }

            @Override
            public void lookAgain(String tree, ChannelPath channel, long at) {}
        });
        contest.lookAt(1000);
        Contest.Candidate best = contest.best(topic -> true).orElseThrow();
        assertThat(best.ready().job()).isEqualTo(World.id(first));
        return contest.rival(best);
    }

    private Place place(String job) {
        return world.state.job(World.id(job)).orElseThrow().place();
    }

    @Test
    void a_stretch_ends_before_the_next_job_of_another_type_of_its_channel() {
        world.submit("a1", asked -> asked.channel("a")).submit("b", asked -> asked.channel("b"));
        world.submit("a2", asked -> asked.channel("a"))
                .submit("other", asked -> asked.channel("a").type("u"));

        assertThat(rival("a1")).contains(place("other"));
    }

    @Test
    void in_a_sequential_subtree_it_ends_before_the_next_job_of_all_even_if_that_is_SCHEDULED() {
        world.channels("root:1:sequential");
        world.submit("a1", asked -> asked.channel("a.x"));
        world.submit("eta", asked -> asked.channel("b.y").eta(world.now + 1000));
        world.submit("other", asked -> asked.channel("a.x").type("u"));

        assertThat(rival("a1")).contains(place("eta"));
    }

    // ---- pause by type

    @Test
    void a_paused_type_is_not_released_in_the_whole_tree_and_blocks_nobody() {
        world.worker("w", 10, "t", "mail").command(new Command.Pause("", "smtp is down", "mail"));
        world.submit("m1", asked -> asked.type("mail").priority(1));
        world.submit("m2", asked -> asked.type("mail").channel("x.y"));
        world.submit("other", asked -> asked.channel("x"));
        assertThat(world.released("m1", "m2", "other")).containsExactly("other");
        world.restart();
        world.submit("more");
        assertThat(world.released("m1", "m2", "more")).containsExactly("more");

        world.command(new Command.Resume("", "mail"));

        assertThat(world.released("m1", "m2")).containsExactly("m1", "m2");
        assertThat(world.events(Event.TypePaused.class))
                .containsExactly(new Event.TypePaused("mail", "smtp is down", "test"));
    }

    @Test
    void a_type_that_is_paused_while_its_jobs_wait_leaves_the_contest() {
        world.channels("root:1").worker("w", 10, "t", "mail").submit("running");
        world.submit("m1", asked -> asked.type("mail").priority(1)).submit("other");
        world.command(new Command.Pause("root", "", "mail")).released();

        world.claim("w", "running").done("w", "running");

        assertThat(world.released("m1", "other")).containsExactly("other");
    }

    @Test
    void a_type_is_paused_in_the_whole_tree_or_not_at_all() {
        world.command(new Command.Pause("root.x", "", "mail"));

        assertThat(((Event.CommandRejected) world.lastEvent()).reason())
                .contains("the type mail cannot be paused in root.x alone");
    }

    @Test
    void a_pause_that_names_neither_a_channel_nor_a_type_is_refused() {
        world.command(new Command.Pause("", "by mistake"));
        assertThat(world.refusal()).contains("neither a channel nor a type is named", "root for the whole tree");
        world.command(new Command.Resume(""));
        assertThat(world.refusal()).contains("neither a channel nor a type is named");
        assertThat(world.state.pause("main", ChannelPath.ROOT)).isEmpty();
    }
}
