package io.sluice.whatif;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.sluice.core.ChannelPath;
import io.sluice.core.Command;
import io.sluice.core.Failure;
import io.sluice.core.JobAction;
import io.sluice.state.InMemoryStore;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Each result is one that can be worked out by hand. */
class WhatIfTest {

    private static final ChannelPath A = new ChannelPath("root.a");

    private static Reality tenAtOnce(String channels) {
        Reality reality = new Reality(channels);
        for (int i = 0; i < 10; i++) {
            reality.submit("j" + i, "root.a", 1_000);
        }
        return reality;
    }

    private static WhatIf.Row a(WhatIf.Answer answer) {
        return answer.channels().get(A);
    }

    private static void assertMillis(long found, long expected) {
        // Two digits are kept.
        assertThat(found).isCloseTo(expected, within(Math.max(1, expected / 100)));
    }

    @Test
    void twice_the_seats_halve_the_waits() {
        Reality reality = tenAtOnce("root:*,root.a:1").until(20_000);
        // The file came before, and so did what it says.
        InMemoryStore before = new Reality("root:*,root.a:1").copy();

        WhatIf.Row row = a(reality.whatIf(0, 20_000, Optional.of(before), "root.a:2"));

        assertMillis(row.was().waitP50Ms(), 4_000);
        assertMillis(row.was().waitP95Ms(), 9_000);
        assertThat(row.was().mostSeats()).isEqualTo(1);
        assertThat(row.was().seats()).isEqualTo(0.5, within(0.001));
        assertThat(row.was().donePerMinute()).isEqualTo(30, within(0.001));
        assertThat(row.same()).isEqualTo(row.was());
        assertMillis(row.would().waitP50Ms(), 2_000);
        assertMillis(row.would().waitP95Ms(), 4_000);
        assertThat(row.would().mostSeats()).isEqualTo(2);
        assertThat(row.would().seats()).isEqualTo(0.5, within(0.001));
        assertThat(row.would().done()).isEqualTo(10);
    }

    @Test
    void fewer_seats_leave_work_undone() {
        Reality reality = tenAtOnce("root:*").until(5_000);

        WhatIf.Row row = a(reality.whatIf(0, 5_000, Optional.of(new Reality("root:*").copy()), "root.a:1"));

        assertThat(row.was().done()).isEqualTo(10);
        assertThat(row.would().done()).isEqualTo(5);
        assertThat(row.would().donePerMinute()).isEqualTo(60, within(0.001));
    }

    @Test
    void a_throttle_holds_in_the_model_too() {
        Reality reality = tenAtOnce("root:*").until(30_000);

        WhatIf.Row row =
                a(reality.whatIf(0, 30_000, Optional.of(new Reality("root:*").copy()), "root.a:*:throttle=1/2s"));

        assertMillis(row.would().waitP95Ms(), 18_000);
        assertThat(row.would().mostSeats()).isEqualTo(1);
    }

    @Test
    void priorities_decide_who_waits() {
        Reality reality = new Reality("root:*,root.a:1,root.b:1");
        reality.submit("first", "root.a", 1_000);
        for (int i = 0; i < 4; i++) {
            int priority = i < 2 ? 20 : 1;
            reality.submit(
                    "j" + i, i < 2 ? "root.a.low" : "root.a.high", 1_000, options -> options.withPriority(priority));
        }
        reality.until(10_000);

        WhatIf.Answer answer =
                reality.whatIf(0, 10_000, Optional.of(new Reality("root:*,root.a:1").copy()), "root.a:1");

        assertMillis(
                answer.channels().get(new ChannelPath("root.a.high")).would().waitP95Ms(), 2_000);
        assertMillis(
                answer.channels().get(new ChannelPath("root.a.low")).would().waitP95Ms(), 4_000);
    }

    @Test
    void retries_wait_as_they_did_and_run_as_long_as_they_did() {
        Failure busy = new Failure("java.io.IOException", "busy", "");
        Reality reality = new Reality("root:*");
        reality.run("j", 500, new Command.Retry(busy, OptionalLong.of(2_000), Optional.empty()))
                .run("j", 700, new Command.Snoozed(1_000))
                .submit("j", "root.a", 300)
                .until(10_000);

        WhatIf.Row row = a(reality.whatIf(0, 10_000, Optional.of(new Reality("root:*").copy()), "root.a:1"));

        assertThat(row.would()).isEqualTo(row.was());
        assertThat(row.would().seats()).isEqualTo(0.15, within(0.0001));
    }

    @Test
    void failures_for_good_fail_and_a_requeue_comes_when_it_came() {
        Reality reality = new Reality("root:*");
        reality.run("j", 500, new Command.Failed(new Failure("x.Y", "broken", "")))
                .submit("j", "root.a", 300)
                .until(5_000)
                .command(new Command.OnJob(Reality.id("j"), new JobAction.Requeue()))
                .until(10_000);

        WhatIf.Row row = a(reality.whatIf(0, 10_000, Optional.of(new Reality("root:*").copy()), "root.a:1"));

        assertThat(row.would()).isEqualTo(row.was());
        assertThat(row.would().failed()).isEqualTo(1);
        assertThat(row.would().done()).isEqualTo(1);
    }

    @Test
    void pauses_and_cancels_come_when_they_came() {
        Reality reality = tenAtOnce("root:*,root.a:1").until(2_500);
        reality.command(new Command.Pause("root.a", "night")).until(7_000).command(new Command.Resume("root.a"));
        reality.command(new Command.OnJob(Reality.id("j9"), new JobAction.Cancel("enough", false)))
                .until(30_000);

        WhatIf.Row row = a(reality.whatIf(0, 30_000, Optional.of(new Reality("root:*,root.a:1").copy()), "root.a:2"));

        assertThat(row.same()).isEqualTo(row.was());
        assertThat(row.was().done()).isEqualTo(9);
        // Six run before the pause, four wait for its end, one of these until it is cancelled.
        assertThat(row.would().done()).isEqualTo(9);
        assertMillis(row.would().waitP95Ms(), 8_000);
    }

    @Test
    void what_waited_and_ran_at_the_beginning_is_there() {
        Reality reality = tenAtOnce("root:*,root.a:1").until(2_400);
        InMemoryStore then = reality.copy();
        reality.until(20_000);

        WhatIf.Row row = a(reality.whatIf(2_401, 20_000, Optional.of(then), "root.a:4"));

        assertThat(row.same()).isEqualTo(row.was());
        assertThat(row.was().released()).isEqualTo(7);
        assertThat(row.would().released()).isEqualTo(7);
        // Three go at once, beside the one that runs, and the last four a second and less later.
        assertThat(row.would().mostSeats()).isEqualTo(4);
        assertMillis(row.would().waitP95Ms(), 3_401);
    }

    @Test
    void an_eta_is_no_wait() {
        Reality reality = new Reality("root:*");
        reality.submit("j", "root.a", 100, options -> options.withEta(Reality.START + 5_000))
                .until(10_000);

        WhatIf.Row row = a(reality.whatIf(0, 10_000, Optional.of(new Reality("root:*").copy()), "root.a:1"));

        assertThat(row.was().waitP95Ms()).isZero();
        assertThat(row.would()).isEqualTo(row.was());
    }

    @Test
    void what_is_not_known_is_said() {
        Reality reality = tenAtOnce("root:*,root.a:1").until(20_000);

        WhatIf.Answer answer = reality.whatIf(5_500, 9_500, Optional.empty(), "root.a:2");

        assertThat(answer.leftOut())
                .anyMatch(words -> words.contains("the log does not tell the state at the beginning"))
                .anyMatch(words -> words.contains("events are about jobs that nothing is known of"))
                .first()
                .asString()
                .contains("as long as they took");
    }

    @Test
    void runs_that_had_not_ended_take_what_is_usual() {
        Reality reality = tenAtOnce("root:*,root.a:1").until(5_500);

        WhatIf.Answer answer =
                reality.whatIf(0, 5_500, Optional.of(new Reality("root:*,root.a:1").copy()), "root.a:10");

        assertThat(a(answer).would().done()).isEqualTo(10);
        assertThat(answer.leftOut()).anyMatch(words -> words.startsWith("5 runs had not ended"));
    }

    @Test
    void changes_of_what_is_tried_out_are_left_out() {
        Reality reality = tenAtOnce("root:*,root.a:1").until(2_500);
        reality.command(new Command.Configure("root.a:5")).until(20_000);

        WhatIf.Answer answer =
                reality.whatIf(0, 20_000, Optional.of(new Reality("root:*,root.a:1").copy()), "root.a:1");

        assertThat(a(answer).was().mostSeats()).isEqualTo(5);
        assertThat(a(answer).same()).isEqualTo(a(answer).was());
        assertThat(a(answer).would().mostSeats()).isEqualTo(1);
        assertThat(answer.leftOut()).anyMatch(words -> words.startsWith("1 changes of channels"));
    }

    @Test
    void limits_that_do_not_fit_are_refused_with_the_rules_words() {
        Reality reality = tenAtOnce("root:*").until(20_000);

        assertThatThrownBy(() -> reality.whatIf(0, 20_000, Optional.empty(), "root.a:1:topic"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("topic");
    }

    @Test
    void a_window_that_ends_before_it_begins_is_refused() {
        assertThatThrownBy(() -> new WhatIf.Window("main", 5, 5)).hasMessageContaining("ends before it begins");
    }
}
