package io.sluice.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Semantics §5: in a sequential subtree nothing overtakes. */
class SequentialTest {

    private final World world = new World();

    private World.Asked in(World.Asked job, String channel) {
        return job.channel(channel);
    }

    private World one(String name) {
        return world.submit(name, job -> in(job, "seq"));
    }

    @Test
    void one_job_after_the_other() {
        world.channels("seq:1:sequential").worker("w", 10);
        one("a");
        one("b");
        assertThat(world.released("a", "b")).containsExactly("a");

        world.claim("w", "a").done("w", "a");

        assertThat(world.released("a", "b")).containsExactly("b");
    }

    @Test
    void while_a_job_of_the_subtree_is_FAILED_nothing_is_released_until_it_is_requeued() {
        world.channels("seq:1:sequential").worker("w", 10);
        one("a");
        world.submit("b", job -> in(job, "seq.deep.er"));
        world.claim("w", "a").end("w", "a", World.broken("boom")).released();
        assertThat(world.stateOf("b")).isEqualTo(JobState.READY);

        world.command(new Command.OnJob(World.id("a"), new JobAction.Requeue()));

        assertThat(world.released("a", "b")).containsExactly("a");
        world.claim("w", "a").done("w", "a");
        assertThat(world.released("b")).containsExactly("b");
    }

    @Test
    void a_FAILED_job_that_is_cancelled_lets_the_others_go() {
        world.channels("seq:1:sequential").worker("w", 10);
        one("a");
        one("b");
        world.claim("w", "a").end("w", "a", World.broken("boom")).released();

        world.command(new Command.OnJob(World.id("a"), new JobAction.Cancel("give up", false)));

        assertThat(world.released("a", "b")).containsExactly("b");
    }

    @Test
    void a_FAILED_job_holds_its_own_subtree_only() {
        world.channels("seq:1:sequential,other:1").worker("w", 10);
        one("a");
        one("b");
        world.claim("w", "a").end("w", "a", World.broken("boom")).released();

        world.submit("c", job -> in(job, "other"));

        assertThat(world.released("a", "b", "c")).containsExactly("c");
    }

    @Test
    void a_first_job_in_its_back_off_holds_the_others() {
        world.channels("seq:1:sequential").worker("w", 10);
        world.submit("a", job -> in(job, "seq").retry(new RetryPolicy.Fixed(1000)));
        one("b");
        world.claim("w", "a").end("w", "a", World.retryable("net")).released();
        assertThat(world.stateOf("b")).isEqualTo(JobState.READY);

        world.advance(999);
        assertThat(world.released("a", "b")).isEmpty();

        world.advance(1);
        assertThat(world.released("a", "b")).containsExactly("a");
    }

    @Test
    void a_first_job_with_an_ETA_holds_the_others_and_a_later_one_does_not() {
        world.channels("seq:1:sequential").worker("w", 10);
        world.submit("eta", job -> in(job, "seq").eta(world.now + 1000));
        one("b");
        assertThat(world.released("eta", "b")).isEmpty();

        world.submit("sooner", job -> in(job, "seq.x").priority(1));

        assertThat(world.released("eta", "b", "sooner")).containsExactly("sooner");
        world.claim("w", "sooner").done("w", "sooner");
        assertThat(world.released("eta", "b")).isEmpty();
        world.command(new Command.OnJob(World.id("eta"), new JobAction.Cancel("no", false)));
        assertThat(world.released("eta", "b")).containsExactly("b");
    }

    @Test
    void a_snoozed_first_job_holds_the_others() {
        world.channels("seq:1:sequential").worker("w", 10);
        one("a");
        one("b");

        world.claim("w", "a").end("w", "a", new Command.Snoozed(500)).released();
        assertThat(world.stateOf("b")).isEqualTo(JobState.READY);

        world.advance(500);
        assertThat(world.released("a", "b")).containsExactly("a");
    }

    @Test
    void a_first_job_in_a_paused_child_holds_the_others() {
        world.channels("seq:1:sequential").worker("w", 10).command(new Command.Pause("seq.child", "later"));
        world.submit("a", job -> in(job, "seq.child"));
        one("b");
        assertThat(world.released("a", "b")).isEmpty();

        world.command(new Command.Resume("seq.child"));

        assertThat(world.released("a", "b")).containsExactly("a");
    }

    @Test
    void a_first_job_that_no_worker_runs_holds_the_others() {
        world.channels("seq:1:sequential").worker("w", 10);
        world.submit("a", job -> in(job, "seq").type("rare"));
        one("b");
        assertThat(world.released("a", "b")).isEmpty();

        world.worker("w2", 1, "rare");

        assertThat(world.released("a", "b")).containsExactly("a");
    }

    @Test
    void priority_and_arrival_decide_across_the_channels_of_the_subtree_even_under_fair() {
        world.channels("seq:1:sequential:fair");
        for (String name : List.of("a1", "a2", "b1")) {
            world.submit(name, job -> in(job, "seq." + name.charAt(0)));
        }
        world.worker("w", 10);

        assertThat(runAll("a1", "a2", "b1")).containsExactly("a1", "a2", "b1");
    }

    @Test
    void made_sequential_live_it_knows_the_jobs_that_already_wait() {
        world.channels("seq:1").worker("w", 10);
        world.submit("eta", job -> in(job, "seq").eta(world.now + 1000));
        world.command(new Command.Configure("seq:1:sequential"));

        one("b");

        assertThat(world.released("eta", "b")).isEmpty();
        world.command(new Command.Configure("seq:1:sequential=no"));
        assertThat(world.released("eta", "b")).containsExactly("b");
    }

    @Test
    void a_sequential_channel_stays_sequential_after_a_restart() {
        world.channels("seq:1:sequential").worker("w", 10);
        world.submit("eta", job -> in(job, "seq").eta(world.now + 1000));
        one("b");
        world.restart();

        one("c");
        assertThat(world.released("eta", "b", "c")).isEmpty();

        world.advance(1000);
        assertThat(world.released("eta", "b", "c")).containsExactly("eta");
    }

    @Test
    void a_sequential_root_holds_the_whole_tree() {
        world.channels("root:1:sequential").worker("w", 10).submit("a");
        world.submit("b", job -> in(job, "x.y"));
        assertThat(world.released("a", "b")).containsExactly("a");

        world.claim("w", "a").end("w", "a", World.broken("boom"));

        assertThat(world.stateOf("b")).isEqualTo(JobState.READY);
    }

    @Test
    void a_sequential_subtree_competes_with_others_by_its_first_job() {
        world.channels("root:1,seq:1:sequential").submit("before");
        one("a");
        world.submit("after").submit("urgent", job -> in(job, "seq").priority(1));
        world.worker("w", 10);

        assertThat(runAll("before", "a", "after", "urgent")).containsExactly("urgent", "before", "a", "after");
    }

    @Test
    void the_gate_names_the_first_job() {
        Gate.Situation channel = Gate.Situation.of(
                world.state,
                "main",
                ChannelPath.parse("seq"),
                ChannelText.parse("seq:1:sequential").values().iterator().next(),
                world.now);

        assertThat(Gate.firstShut(channel)).isEmpty();
        assertThat(Gate.firstShut(channel.about(
                        Optional.of(new Gate.First(World.id("a"), true, OptionalLong.of(5))), Optional.empty())))
                .hasValueSatisfying(shut -> {
                    assertThat(shut.gate()).isEqualTo(Gate.SEQUENTIAL);
                    assertThat(shut.reason()).contains(World.id("a").toString()).contains("waits for its time");
                    assertThat(shut.until()).hasValue(5);
                });
    }

    private List<String> runAll(String... names) {
        List<String> order = new java.util.ArrayList<>(world.released(names));
        for (int i = 0; i < order.size(); i++) {
            world.claim("w", order.get(i)).done("w", order.get(i));
            order.addAll(world.released(names));
        }
        return order;
    }
}
