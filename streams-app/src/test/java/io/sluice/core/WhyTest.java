package io.sluice.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.state.StoredState;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** One sentence a person can act on, for every way in which a job can wait, run or have ended. */
class WhyTest {

    private final World world = new World();

    private Why.Answer why(String job) {
        return world.scheduler.why(world.now).ask(World.id(job)).orElseThrow();
    }

    /** The sentence, with short names for those jobs. */
    private String sentence(String job, String... others) {
        String sentence = why(job).sentence().replace(World.id(job).toString(), job);
        for (String other : others) {
            sentence = sentence.replace(World.id(other).toString(), other);
        }
        return sentence;
    }

    private void in(String channel, String... jobs) {
        for (String job : jobs) {
            world.submit(job, asked -> asked.channel(channel));
        }
    }

    // ---- READY: the gates

    @Test
    void it_names_the_place_in_the_channel_and_who_holds_the_seats_longest() {
        world.channels("root:8,shop:1,shop.pdf:*").worker("w-3", 8);
        in("shop.pdf", "a");
        world.claim("w-3", "a").advance(Duration.ofMinutes(14).toMillis());
        in("shop.pdf", "b", "c", "d");

        assertThat(sentence("d", "a"))
                .isEqualTo(
                        "d is 3rd in root.shop.pdf: root.shop is full (1/1; the longest there is a, running 14 min on worker w-3)");
        assertThat(why("d").before()).hasValue(2);
        assertThat(why("d").obstacles()).extracting(Why.Obstacle::kind).containsExactly("CAPACITY");
        assertThat(why("d").obstacles()).extracting(Why.Obstacle::about).containsExactly("root.shop");
    }

    @Test
    void it_says_who_paused_a_channel_and_why_also_one_above() {
        world.channels("root:8,shop:4").worker("w", 8);
        world.command(new Command.Pause("shop", "disk full"));
        in("shop.pdf", "a");

        assertThat(sentence("a")).isEqualTo("a is 1st in root.shop.pdf: root.shop is paused by test: disk full");
    }

    @Test
    void it_says_that_the_type_is_paused() {
        world.channels("root:8").worker("w", 8);
        world.command(new Command.Pause("", "broken release", "t"));
        in("", "a");

        assertThat(sentence("a")).isEqualTo("a is 1st in root: the type t is paused by test: broken release");
    }

    @Test
    void it_says_until_when_a_channel_is_throttled() {
        world.channels("slow:*:throttle=1/10s").worker("w", 8);
        in("slow", "a");
        world.claim("w", "a").advance(4_000);
        in("slow", "b");

        assertThat(sentence("b"))
                .startsWith("b is 1st in root.slow: root.slow is throttled to 1/10s, until ")
                .endsWith(" (in 6 s)");
        assertThat(why("b").obstacles().getFirst().until()).hasValue(world.now + 6_000);
    }

    @Test
    void it_names_the_job_that_is_first_in_a_sequential_channel() {
        world.channels("seq:1:sequential").worker("w", 8);
        world.submit("a", job -> job.channel("seq").eta(world.now + 60_000));
        in("seq", "b");

        assertThat(sentence("b", "a"))
                .startsWith(
                        "b is 1st in root.seq: root.seq is sequential and a is first, which waits for its time, until ")
                .endsWith(" (in 1 min)");
    }

    @Test
    void it_says_that_a_failed_job_holds_a_sequential_channel() {
        world.channels("seq:1:sequential").worker("w", 8);
        in("seq", "a", "b");
        world.claim("w", "a").end("w", "a", World.broken("boom"));

        assertThat(sentence("b"))
                .contains("root.seq is sequential and 1 of its jobs is FAILED")
                .contains("requeued");
    }

    @Test
    void it_says_that_no_worker_reads_the_topic_or_knows_the_type_or_has_a_slot() {
        world.channels("root:8");
        in("", "a");
        assertThat(sentence("a")).isEqualTo("a is 1st in root: no worker reads sluice.channel.root");

        world.worker("w", 1, "other");
        assertThat(sentence("a")).isEqualTo("a is 1st in root: no worker of sluice.channel.root handles the type t");

        world.worker("w", 1, "other", "t");
        world.claim("w", "a");
        in("", "b", "c");
        assertThat(sentence("c")).isEqualTo("c is 1st in root: the workers of sluice.channel.root have no free slot");
    }

    @Test
    void a_capacity_of_0_is_said_as_such() {
        world.channels("off:0").worker("w", 8);
        in("off", "a");

        assertThat(sentence("a"))
                .isEqualTo("a is 1st in root.off: root.off has capacity 0, so nothing of it is released");
    }

    @Test
    void what_several_channels_keep_is_all_said_the_workers_last() {
        world.channels("root:1,a:0");
        in("a", "x");

        assertThat(why("x").obstacles()).extracting(Why.Obstacle::kind).containsExactly("CAPACITY");
        world.command(new Command.Configure("a:5")).command(new Command.Pause("root", "night"));
        assertThat(why("x").obstacles()).extracting(Why.Obstacle::kind).containsExactly("PAUSED", "WORKERS");
        assertThat(sentence("x"))
                .isEqualTo(
                        "x is 1st in root.a: root is paused by test: night; and no worker reads sluice.channel.root");
    }

    // ---- WAITING and SCHEDULED

    @Test
    void it_names_the_parents_that_are_waited_for_also_behind_a_hidden_join() {
        world.channels("root:1").worker("w", 8);
        world.flow(
                "f",
                World.job("a", new String[0]),
                World.job("b", new String[0]),
                World.join("j", "a", "b"),
                World.job("c", "j"),
                World.job("d", "a"));
        world.claim("w", "a");

        assertThat(sentence("d", "a")).isEqualTo("d waits for a, which is RUNNING");
        assertThat(why("c").obstacles())
                .extracting(Why.Obstacle::about)
                .containsExactlyInAnyOrder(
                        World.id("a").toString(), World.id("b").toString());
        world.end("w", "a", World.broken("boom"));
        assertThat(sentence("d", "a")).isEqualTo("d waits for a, which is FAILED: requeue it or set it done");
    }

    @Test
    void an_ETA_and_a_back_off_are_told_apart() {
        world.channels("root:1").worker("w", 8);
        world.submit("a", job -> job.eta(world.now + 3_600_000));
        assertThat(sentence("a")).startsWith("a waits until ").endsWith(" (in 1 h): that is its ETA");

        world.submit("b", job -> job.maxAttempts(3).retry(new RetryPolicy.Fixed(20_000)));
        world.claim("w", "b").end("w", "b", World.retryable("no route"));
        assertThat(sentence("b"))
                .startsWith("b waits until ")
                .endsWith(" (in 20 s): it is tried again after attempt 1 of 3: java.io.IOException: no route");

        world.submit("c").claim("w", "c").end("w", "c", new Command.Snoozed(5_000));
        assertThat(sentence("c")).endsWith(" (in 5 s): its handler asked to be called again then");
    }

    // ---- with the workers, and ended

    @Test
    void it_says_who_runs_it_since_when_and_how_far_it_is() {
        world.channels("root:8").worker("w-3", 8);
        in("", "a");
        assertThat(sentence("a")).contains("was released 0 ms ago as run 1 to sluice.channel.root and no worker");

        world.claim("w-3", "a").advance(125_000);
        assertThat(sentence("a")).startsWith("a runs since ").endsWith(" (2 min 5 s) on worker w-3, attempt 1 of 5");
        world.cancel("a");
        assertThat(sentence("a"))
                .endsWith(
                        "; it was asked to stop (not wanted) and its handler has not ended; cancel --force frees its seat");
    }

    @Test
    void it_says_how_a_job_ended() {
        world.channels("root:8").worker("w", 8);
        world.submit("a").claim("w", "a").done("w", "a");
        world.failed("b");
        world.submit("c", job -> job.eta(world.now + 1_000)).cancel("c");

        assertThat(sentence("a")).startsWith("a is DONE since ").endsWith(", attempt 1 on worker w");
        assertThat(sentence("b"))
                .startsWith("b is FAILED since ")
                .contains(" after attempt 1 of 5: java.lang.IllegalStateException: boom; requeue");
        assertThat(sentence("c")).startsWith("c is CANCELLED since ").endsWith(": not wanted");
    }

    // ---- from another thread

    @Test
    void another_thread_gets_the_same_answer_from_the_store() {
        world.channels("root:2,a:1").worker("w", 2).worker("w2", 1, "other");
        in("a", "x", "y");
        in("b", "z", "z2", "z3");
        world.claim("w", "x", "z");
        world.submit("u", job -> job.type("unknown"));

        for (String job : new String[] {"x", "y", "z", "z2", "z3", "u"}) {
            Why reading = new Why(StoredState.reading(world.store), world.scheduler.softFacts(), world.now);
            assertThat(reading.ask(World.id(job))).hasValue(why(job));
        }
    }

    @Test
    void another_thread_counts_what_lies_unclaimed_once() {
        world.channels("root:2").worker("w", 4);
        in("", "x", "y", "z");

        Why reading = new Why(StoredState.reading(world.store), world.scheduler.softFacts(), world.now);
        assertThat(reading.ask(World.id("z"))).hasValue(why("z"));
    }

    @Test
    void beyond_a_thousand_nobody_counts() {
        world.channels("root:0");
        for (int i = 0; i < 1_005; i++) {
            in("", "j" + i);
        }

        assertThat(sentence("j999")).startsWith("j999 is 1000th in root: ");
        assertThat(sentence("j1004")).startsWith("j1004 is behind 1000 or more others in root: ");
    }
}
