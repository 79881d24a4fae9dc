package io.sluice.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.core.Dedup.Mode;
import io.sluice.core.JobAction.Cancel;
import io.sluice.core.JobAction.Delete;
import io.sluice.core.JobAction.Requeue;
import io.sluice.core.JobAction.SetDone;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Semantics §7: dedup. */
class DedupTest {

    private static final String[] NOBODY = {};

    private final World world = new World();

    // ---- keep

    @Test
    void while_a_job_with_the_key_waits_another_is_not_stored() {
        keyed("ready");
        keyed("second");
        assertDuplicate("second", "ready");

        world.submit("scheduled", job -> job.dedup("other").eta(world.now + 1_000));
        world.submit("third", job -> job.dedup("other"));
        assertDuplicate("third", "scheduled");
    }

    @Test
    void a_released_job_holds_its_key_and_a_running_one_does_not() {
        world.worker("w", 1);
        keyed("a");
        assertThat(world.stateOf("a")).isEqualTo(JobState.RELEASED);
        keyed("b");
        assertDuplicate("b", "a");

        world.claim("w", "a");
        keyed("c");
        assertThat(world.isKept("c")).isTrue();
    }

    @Test
    void an_ended_job_holds_no_key_whichever_way_it_ended() {
        world.worker("w", 1);
        keyed("done").claim("w", "done").done("w", "done");
        keyed("failed").claim("w", "failed").end("w", "failed", World.broken("boom"));
        keyed("cancelled").on("cancelled", new Cancel("", true));
        keyed("last");

        assertThat(world.events(Event.JobDuplicate.class)).isEmpty();
        assertThat(world.isKept("last")).isTrue();
    }

    @Test
    void the_same_key_in_another_tree_is_another_key() {
        keyed("a");
        world.submit("b", job -> job.tree("acme").dedup("k"));

        assertThat(world.events(Event.JobDuplicate.class)).isEmpty();
    }

    @Test
    void until_finished_a_running_job_holds_its_key_as_well() {
        world.worker("w", 2).submit("a", job -> job.dedup(new Dedup("k", Mode.KEEP, true, 0)));
        world.claim("w", "a");
        keyed("b");
        assertDuplicate("b", "a");

        world.done("w", "a");
        keyed("c");
        assertThat(world.isKept("c")).isTrue();
    }

    @Test
    void a_window_holds_the_key_from_the_submission_on_finished_or_not() {
        world.worker("w", 1).submit("a", job -> job.dedup(new Dedup("k", Mode.KEEP, false, 10_000)));
        world.claim("w", "a").done("w", "a").advance(9_999);
        keyed("b");
        assertDuplicate("b", "a");

        world.advance(1).worker("w", 1);
        keyed("c");
        assertThat(world.isKept("c")).isTrue();
    }

    @Test
    void a_window_holds_the_key_when_the_job_is_no_longer_kept_and_is_forgotten_afterwards() {
        world.worker("w", 1).submit("a", job -> job.dedup(new Dedup("k", Mode.KEEP, false, 10_000)));
        world.claim("w", "a").done("w", "a").on("a", new Delete());
        world.restart();
        keyed("b");
        assertDuplicate("b", "a");

        world.advance(10_000);

        assertThat(world.events(Event.DedupReleased.class))
                .containsExactly(new Event.DedupReleased("k", World.id("a")));
        assertThat(world.state.dedup("main", "k")).isEmpty();
    }

    @Test
    void the_key_of_a_job_that_is_no_longer_kept_goes_with_it() {
        keyed("a").on("a", new Cancel("", false)).on("a", new Delete());

        assertThat(world.state.dedup("main", "k")).isEmpty();
    }

    @Test
    void a_job_that_is_no_longer_kept_takes_only_its_own_key_along() {
        keyed("a").on("a", new Cancel("", false));
        keyed("b").on("a", new Delete());

        keyed("c");
        assertDuplicate("c", "b");
    }

    // ---- whose key it is

    @Test
    void a_job_that_retries_while_another_holds_its_key_goes_on_without_it() {
        world.worker("w", 1);
        keyed("a").claim("w", "a");
        keyed("b").end("w", "a", World.retryable("net"));
        assertThat(world.stateOf("a")).isEqualTo(JobState.SCHEDULED);

        world.on("b", new Cancel("", true));
        keyed("c");

        assertThat(world.events(Event.JobDuplicate.class)).isEmpty();
        world.advance(20_000);
        assertThat(world.stateOf("a").isUnfinished()).isTrue();
    }

    @Test
    void a_job_that_is_requeued_while_another_holds_its_key_goes_on_without_it() {
        keyed("a").on("a", new Cancel("", false));
        keyed("b").on("a", new Requeue());
        assertThat(world.stateOf("a")).isEqualTo(JobState.READY);

        keyed("c");
        assertDuplicate("c", "b");
    }

    @Test
    void a_job_that_is_requeued_while_nobody_took_its_key_holds_it_again() {
        keyed("a").on("a", new SetDone(Optional.empty())).on("a", new Requeue());

        keyed("b");
        assertDuplicate("b", "a");
    }

    @Test
    void a_job_that_comes_back_after_the_one_that_took_its_key_has_ended_holds_it_again() {
        world.worker("w", 1);
        keyed("a").claim("w", "a");
        keyed("b").end("w", "a", World.retryable("net"));
        world.on("a", new Cancel("", false)).claim("w", "b").done("w", "b");

        world.on("a", new Requeue());
        keyed("c");
        assertDuplicate("c", "a");

        world.claim("w", "a");
        keyed("d").on("d", new Cancel("", true)).end("w", "a", World.retryable("net"));
        keyed("e");
        assertDuplicate("e", "a");
        world.restart();
        keyed("f");
        assertDuplicate("f", "a");
    }

    @Test
    void a_running_job_holds_its_key_if_either_says_until_finished() {
        world.worker("w", 1);
        keyed("a").claim("w", "a");

        world.submit("b", job -> job.dedup(new Dedup("k", Mode.KEEP, true, 0)));
        assertDuplicate("b", "a");
        keyed("c");
        assertThat(world.isKept("c")).isTrue();
    }

    @Test
    void a_window_longer_than_ten_years_is_refused() {
        assertThatThrownBy(() -> new Dedup("k", Mode.KEEP, false, Long.MAX_VALUE))
                .hasMessageContaining("which is 10 years, is allowed");
    }

    // ---- replace

    @Test
    void what_has_parents_replaces_nothing_and_nothing_in_a_flow_is_replaced() {
        world.submit("p");
        replacing("a", "1");
        world.submit("b", job -> job.dedup(replace()).payload("2").after("p", Parent.On.DONE));
        assertThat(world.refusal()).contains("is held by " + World.id("a")).contains("cannot take over the parents");
        assertThat(payload("a")).isEqualTo("1");

        world.flow("f", World.job("x", NOBODY).dedup("l"), World.job("y", NOBODY));
        world.submit("c", job -> job.dedup(new Dedup("l", Mode.REPLACE, false, 0)));
        assertThat(world.refusal()).contains("is held by " + World.id("x")).contains("belongs to a flow");
    }

    @Test
    void in_replace_mode_a_waiting_twin_takes_over_payload_priority_and_eta_and_keeps_id_and_place() {
        replacing("a", "1").submit("other");
        world.submit("b", job -> job.dedup(replace()).payload("2").priority(4).eta(world.now + 5_000));

        assertThat(world.events(Event.JobReplaced.class)).hasSize(1);
        assertThat(world.lastEvent())
                .isEqualTo(new Event.JobRescheduled(World.id("a"), ChannelPath.ROOT, "t", world.now + 5_000));
        assertThat(world.isKept("b")).isFalse();
        assertThat(payload("a")).isEqualTo("2");
        assertThat(world.job("a").priority()).isEqualTo(4);
        assertThat(world.job("a").seq()).isEqualTo(1);
        assertThat(world.stateOf("a")).isEqualTo(JobState.SCHEDULED);

        world.restart();
        assertThat(payload("a")).isEqualTo("2");
        world.advance(5_000);
        assertThat(world.stateOf("a")).isEqualTo(JobState.READY);
    }

    @Test
    void each_later_submission_puts_the_start_off_so_that_only_the_last_one_runs() {
        world.worker("w", 1);
        for (int i = 1; i <= 3; i++) {
            String payload = "" + i;
            world.submit("j" + i, job -> job.dedup(replace()).payload(payload).eta(world.now + 1_000));
            world.advance(900);
        }
        assertThat(world.events(Event.JobReleased.class)).isEmpty();

        world.advance(100);

        assertThat(world.events(Event.JobReleased.class)).hasSize(1);
        assertThat(payload("j1")).isEqualTo("3");
    }

    @Test
    void what_an_operator_changed_of_priority_and_eta_goes_with_the_takeover_but_not_the_channel() {
        replacing("a", "1")
                .on("a", new JobAction.Reprioritize(1))
                .on("a", new JobAction.Move("root.b"))
                .on("a", new JobAction.Reschedule(world.now + 9_000));

        replacing("b", "2");

        assertThat(world.stateOf("a")).isEqualTo(JobState.READY);
        assertThat(world.job("a").priority()).isEqualTo(10);
        assertThat(world.job("a").channel()).isEqualTo(new ChannelPath("root.b"));
        world.worker("w", 1);
        assertThat(world.stateOf("a")).isEqualTo(JobState.RELEASED);
    }

    @Test
    void a_twin_that_is_on_its_way_to_a_worker_cannot_take_over_so_the_newer_one_follows_it() {
        world.worker("w", 1);
        replacing("a", "1");
        assertThat(world.stateOf("a")).isEqualTo(JobState.RELEASED);

        replacing("b", "2");

        assertThat(payload("a")).isEqualTo("1");
        assertThat(payload("b")).isEqualTo("2");
    }

    @Test
    void a_key_that_is_held_until_finished_or_for_a_window_makes_it_a_duplicate_then() {
        world.worker("w", 2).submit("a", job -> job.dedup(new Dedup("k", Mode.KEEP, true, 0)));
        replacing("b", "2");
        assertDuplicate("b", "a");

        world.submit("c", job -> job.dedup(new Dedup("l", Mode.KEEP, false, 10_000)));
        world.claim("w", "c").done("w", "c");
        world.submit("d", job -> job.dedup(new Dedup("l", Mode.REPLACE, false, 0)));
        assertDuplicate("d", "c");
    }

    @Test
    void what_has_expired_before_it_comes_replaces_nothing_and_takes_no_key() {
        replacing("waits", "1");
        world.submit("late", job -> job.dedup(replace()).payload("2").expires(world.now));
        assertDuplicate("late", "waits");
        assertThat(payload("waits")).isEqualTo("1");

        world.worker("w", 1);
        assertThat(world.stateOf("waits")).isEqualTo(JobState.RELEASED);
        world.submit("later", job -> job.dedup(replace()).expires(world.now));
        assertDuplicate("later", "waits");
    }

    @Test
    void a_twin_of_another_type_cannot_take_over() {
        keyed("a").submit("b", job -> job.dedup(replace()).type("u"));

        assertThat(world.lastEvent()).isInstanceOfSatisfying(Event.CommandRejected.class, refused -> {
            assertThat(refused.code()).isEqualTo(RejectionCode.BAD_JOB);
            assertThat(refused.reason()).contains("\"k\" is held by").contains("use another key for each type");
        });
    }

    @Test
    void replace_is_refused_in_flows() {
        world.submit("a", job -> job.dedup(replace()).inFlow());

        assertThat(world.refusal()).contains("its dedup mode is replace, which no job of a flow can have");
    }

    @Test
    void a_key_with_a_zero_character_is_refused() {
        world.submit("a", job -> job.dedup("a\0b"));

        assertThat(world.refusal()).contains("its dedup key has a zero character");
    }

    // ---- ids

    @Test
    void an_id_seen_before_is_ignored_whatever_its_key() {
        keyed("a");
        world.submit("a", job -> job.dedup("another"));

        assertDuplicate("a", "a");
        assertThat(world.state.dedup("main", "another")).isEmpty();
    }

    // ----

    private World keyed(String name) {
        return world.submit(name, job -> job.dedup("k"));
    }

    private World replacing(String name, String payload) {
        return world.submit(name, job -> job.dedup(replace()).payload(payload));
    }

    private static Dedup replace() {
        return new Dedup("k", Mode.REPLACE, false, 0);
    }

    private String payload(String name) {
        return new String(world.job(name).payload().bytes(), StandardCharsets.UTF_8);
    }

    private void assertDuplicate(String job, String existing) {
        assertThat(world.lastEvent()).isEqualTo(new Event.JobDuplicate(World.id(job), World.id(existing)));
        assertThat(job.equals(existing) || !world.isKept(job)).isTrue();
    }
}
