package io.sluice.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Semantics §5: a throttled channel, and one that a rate limited job shut. */
class ThrottleTest {

    private final World world = new World();

    private void submit(int count) {
        for (int i = 0; i < count; i++) {
            world.submit("j" + world.events.size() + "-" + i, job -> job.channel("slow"));
        }
    }

    /** The times of all releases so far, after the start; each release is claimed at once. */
    private List<Long> releasesFor(long millis) {
        long start = world.now;
        List<Long> times = new ArrayList<>();
        while (world.now <= start + millis) {
            for (Effect effect : List.copyOf(world.effects)) {
                if (effect instanceof Effect.Dispatch dispatch) {
                    dispatch.jobs().forEach(job -> times.add(dispatch.releasedAt() - start));
                    world.effects.remove(effect);
                    world.command(new Command.Claimed("w", List.of(new Command.Claim(dispatch.bundle(), false))));
                }
            }
            if (world.effects.stream().noneMatch(Effect.Dispatch.class::isInstance)) {
                world.advance(1);
            }
        }
        return times;
    }

    @Test
    void releases_are_evenly_spaced() {
        world.channels("slow:*:throttle=5/1s").worker("w", 1000);
        submit(8);

        assertThat(releasesFor(1500)).containsExactly(0L, 200L, 400L, 600L, 800L, 1000L, 1200L, 1400L);
    }

    @Test
    void a_bare_number_is_seconds_between_two_releases() {
        world.channels("slow:*:throttle=2").worker("w", 1000);
        submit(3);

        assertThat(releasesFor(5000)).containsExactly(0L, 2000L, 4000L);
    }

    @Test
    void burst_lets_so_many_go_at_once_and_the_window_still_holds() {
        world.channels("slow:*:throttle=5/1s:burst=5").worker("w", 1000);
        submit(12);

        assertThat(releasesFor(2500))
                .containsExactly(0L, 0L, 0L, 0L, 0L, 1000L, 1000L, 1000L, 1000L, 1000L, 2000L, 2000L);
    }

    @Test
    void a_short_burst_is_followed_by_even_spaces() {
        world.channels("slow:*:throttle=4/1s:burst=2").worker("w", 1000);
        submit(6);

        assertThat(releasesFor(1300)).containsExactly(0L, 0L, 250L, 500L, 1000L, 1000L);
    }

    @Test
    void never_more_than_that_many_in_any_window() {
        SplittableRandom random = new SplittableRandom(7);
        for (int round = 0; round < 200; round++) {
            int releases = 1 + random.nextInt(round % 10 == 0 ? 400 : 12);
            long period = 1 + random.nextLong(round % 3 == 0 ? 40 : 2000);
            Limits limits = Limits.NONE
                    .with(ChannelOption.THROTTLE, new Throttle(releases, period))
                    .with(ChannelOption.BURST, 1 + random.nextInt(releases));
            List<Long> times = takeAllFor(limits, 5 * period, random);
            for (int i = releases; i < times.size(); i++) {
                assertThat(times.get(i) - times.get(i - releases))
                        .as("%s %s", limits, times)
                        .isGreaterThanOrEqualTo(period);
            }
            assertThat(times.size()).as("%s", limits).isGreaterThanOrEqualTo((int) (4.8 * releases) - 1);
        }
    }

    private static List<Long> takeAllFor(Limits limits, long span, SplittableRandom random) {
        List<Long> times = new ArrayList<>();
        Tokens tokens = Tokens.NONE;
        long start = 1_000_000 + random.nextInt(1000);
        for (long now = start; now < start + span; now = Math.max(now, tokens.next(now, limits))) {
            tokens = tokens.take(now, limits);
            times.add(now);
        }
        return times;
    }

    @Test
    void a_hand_back_returns_its_token() {
        world.channels("slow:*:throttle=1/1h").worker("w", 1000);
        world.submit("a", job -> job.channel("slow")).claim("w", "a").released();
        world.submit("b", job -> job.channel("slow"));
        assertThat(world.stateOf("b")).isEqualTo(JobState.READY);

        world.command(new Command.HandedBack("w", List.of(world.bundleOf("a").id()), "stopping"));

        assertThat(world.released("a", "b")).containsExactly("a");
        world.claim("w", "a").done("w", "a");
        assertThat(world.stateOf("b")).isEqualTo(JobState.READY);
    }

    @Test
    void the_hand_back_of_an_old_release_makes_no_room_for_two() {
        Limits limits = Limits.NONE.with(ChannelOption.THROTTLE, new Throttle(1, 1000));
        Tokens tokens = Tokens.NONE.take(0, limits).take(1000, limits).giveBack(0);

        assertThat(tokens.next(1100, limits)).isEqualTo(2000);
    }

    @Test
    void it_holds_for_everything_below_and_is_kept_over_a_restart() {
        world.channels("slow:*:throttle=1/1m").worker("w", 1000);
        world.submit("a", job -> job.channel("slow.x")).claim("w", "a").done("w", "a");
        world.submit("b", job -> job.channel("slow.y"));
        world.restart();

        world.submit("c").released();
        assertThat(world.stateOf("b")).isEqualTo(JobState.READY);

        world.advance(60_000);
        assertThat(world.released("b")).containsExactly("b");
    }

    @Test
    void never_more_than_one_bundle_lies_unclaimed() {
        world.channels("slow:*:throttle=5/1s:burst=5").worker("w", 1000);
        world.submit("a", job -> job.channel("slow")).submit("b", job -> job.channel("slow"));
        assertThat(world.released("a", "b")).containsExactly("a");

        world.claim("w", "a");

        assertThat(world.released("a", "b")).containsExactly("b");
    }

    @Test
    void a_throttle_that_is_made_wider_live_takes_effect_at_once() {
        world.channels("slow:*:throttle=1/1h").worker("w", 1000);
        world.submit("a", job -> job.channel("slow")).claim("w", "a").done("w", "a");
        world.submit("b", job -> job.channel("slow")).released();
        world.advance(2000);

        world.command(new Command.Configure("slow:*:throttle=1/5s"));
        assertThat(world.released("b")).isEmpty();

        world.advance(3000);
        assertThat(world.released("b")).containsExactly("b");
    }

    @Test
    void a_timer_wakes_it_and_nothing_polls() {
        world.channels("slow:*:throttle=1/1h").worker("w", 1000);
        world.submit("a", job -> job.channel("slow")).claim("w", "a").done("w", "a");
        world.submit("b", job -> job.channel("slow"));

        assertThat(world.state.dueTimers(Long.MAX_VALUE, 100).stream()
                        .filter(timer -> timer.command() instanceof Command.ChannelDue))
                .containsExactly(
                        Timer.at(world.now + 3_600_000, new Command.ChannelDue("main", ChannelPath.parse("slow"))));
    }

    @Test
    void a_blocked_throttle_does_not_block_its_siblings() {
        world.channels("slow:*:throttle=1/1h").worker("w", 1000);
        world.submit("a", job -> job.channel("slow").priority(1)).claim("w", "a");
        world.submit("b", job -> job.channel("slow").priority(1)).released();

        assertThat(world.submit("c").released("a", "b", "c")).containsExactly("c");
    }

    @Test
    void a_rate_limited_job_is_snoozed_and_shuts_its_channel_until_then() {
        world.worker("w", 10);
        world.submit("a", job -> job.channel("api")).submit("other", job -> job.channel("x"));
        world.submit("b", job -> job.channel("api.sub").priority(20));
        world.claim("w", "a").claim("w", "b").released();

        world.end("w", "a", new Command.RateLimited(5000));
        world.submit("c", job -> job.channel("api")).submit("d", job -> job.channel("api.sub"));
        world.submit("beside", job -> job.channel("x"));

        assertThat(world.stateOf("a")).isEqualTo(JobState.SCHEDULED);
        assertThat(world.status("a").attempt()).isZero();
        assertThat(world.released("c", "d", "beside")).containsExactly("beside");
        assertThat(world.events(Event.ChannelShut.class))
                .containsExactly(new Event.ChannelShut(ChannelPath.parse("api"), world.now + 5000));

        world.restart();
        world.advance(4999);
        assertThat(world.released("a", "c", "d")).isEmpty();
        world.advance(1);
        assertThat(world.released("a", "c", "d")).containsExactly("a", "c", "d");
    }

    @Test
    void a_rate_limited_job_shuts_its_channel_also_while_it_is_asked_to_stop() {
        world.worker("w", 10).submit("a", job -> job.channel("api")).claim("w", "a");
        world.on("a", new JobAction.Cancel("", false)).end("w", "a", new Command.RateLimited(5000));
        world.submit("b", job -> job.channel("api"));

        assertThat(world.stateOf("a")).isEqualTo(JobState.CANCELLED);
        assertThat(world.stateOf("b")).isEqualTo(JobState.READY);
    }

    @Test
    void resume_opens_a_channel_that_a_rate_limited_job_shut() {
        world.worker("w", 10).submit("a", job -> job.channel("api")).claim("w", "a");
        world.end("w", "a", new Command.RateLimited(500_000)).submit("b", job -> job.channel("api"));
        assertThat(world.stateOf("b")).isEqualTo(JobState.READY);

        world.command(new Command.Resume("api", ""));

        assertThat(world.events(Event.ChannelResumed.class)).hasSize(1);
        assertThat(world.stateOf("b")).isEqualTo(JobState.RELEASED);
    }

    @Test
    void so_many_tokens_are_there_at_once_as_the_burst_and_the_window_leave() {
        Limits limits =
                Limits.NONE.with(ChannelOption.THROTTLE, new Throttle(5, 1000)).with(ChannelOption.BURST, 3);

        assertThat(Tokens.NONE.available(0, limits, 100)).isEqualTo(3);
        assertThat(Tokens.NONE.available(0, limits, 2)).isEqualTo(2);
        assertThat(Tokens.NONE.take(0, limits).available(0, limits, 100)).isEqualTo(2);
        assertThat(Tokens.NONE.take(0, limits).available(200, limits, 100)).isEqualTo(3);
    }

    @Test
    void the_gate_says_until_when() {
        world.channels("slow:*:throttle=1/1h").worker("w", 1000);
        world.submit("a", job -> job.channel("slow")).claim("w", "a");
        ChannelPath slow = ChannelPath.parse("slow");

        assertThat(Gate.firstShut(Gate.Situation.of(
                        world.state, "main", slow, world.state.channels("main").limits(slow), world.now)))
                .hasValueSatisfying(shut -> {
                    assertThat(shut.gate()).isEqualTo(Gate.THROTTLE);
                    assertThat(shut.reason()).isEqualTo("root.slow is throttled to 1/1h");
                    assertThat(shut.until()).hasValue(world.now + 3_600_000);
                });
    }
}
