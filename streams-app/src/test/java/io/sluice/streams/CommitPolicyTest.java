package io.sluice.streams;

import static io.sluice.streams.CommitPolicy.Sent.FOR_OTHERS;
import static io.sluice.streams.CommitPolicy.Sent.FOR_WORKERS;
import static io.sluice.streams.CommitPolicy.Sent.NOTHING;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CommitPolicyTest {

    private final ShellCounts counts = new ShellCounts();
    private final CommitPolicy policy = new CommitPolicy(counts);

    @Test
    void what_workers_wait_for_is_committed_when_the_input_is_drained() {
        warm();
        policy.polled(3, ms(0));

        assertThat(policy.processed(FOR_WORKERS, ms(1))).isFalse();
        assertThat(policy.processed(NOTHING, ms(2))).isFalse();
        assertThat(policy.wakeup(ms(2))).as("the next record is at hand").isEmpty();
        assertThat(policy.processed(NOTHING, ms(3))).isTrue();
        assertThat(policy.processed(NOTHING, ms(4)))
                .as("nothing is left to commit")
                .isFalse();
        assertThat(policy.wakeup(ms(4))).isEmpty();
    }

    @Test
    void a_drained_input_of_which_much_came_lately_is_load() {
        warm();
        policy.polled(100, ms(0));
        for (int n = 1; n < 100; n++) {
            assertThat(policy.processed(FOR_WORKERS, ms(1))).isFalse();
        }

        assertThat(policy.processed(FOR_WORKERS, ms(2))).isFalse();
        assertThat(policy.wakeup(ms(2))).hasValue(9);
        policy.polled(1, ms(0));
        assertThat(policy.processed(NOTHING, ms(11))).as("10 ms have passed").isTrue();
        assertThat(counts.snapshot().busyCommits()).isEqualTo(1);
    }

    @Test
    void who_waited_for_its_input_is_not_loaded() {
        warm();
        policy.polled(100, ms(1));
        for (int n = 1; n <= 100; n++) {
            assertThat(policy.processed(FOR_WORKERS, ms(1))).isFalse();
        }

        policy.polled(1, ms(2));
        assertThat(policy.processed(FOR_WORKERS, ms(2))).isTrue();
    }

    @Test
    void what_others_wait_for_is_committed_soon_and_asked_for_if_nothing_else_comes() {
        warm();
        policy.polled(1, ms(0));

        assertThat(policy.processed(FOR_OTHERS, ms(10))).isFalse();
        assertThat(policy.wakeup(ms(10))).hasValue(41);
        policy.polled(1, ms(0));
        assertThat(policy.processed(NOTHING, ms(51))).isTrue();
    }

    @Test
    void what_others_wait_for_is_committed_at_once_after_a_calm() {
        warm();
        policy.polled(1, ms(0));

        assertThat(policy.processed(FOR_OTHERS, ms(500))).isTrue();
    }

    @Test
    void what_nobody_waits_for_is_left_to_the_interval() {
        warm();
        policy.polled(1, ms(0));

        assertThat(policy.processed(NOTHING, ms(500))).isFalse();
        assertThat(policy.wakeup(ms(500))).isEmpty();
    }

    @Test
    void under_load_commits_move_apart() {
        policy.polled(1_000_000, ms(0));
        int commits = 0;
        int inTheFirstSecond = 0;
        for (int at = 0; at < 10_000; at++) {
            commits += policy.processed(FOR_WORKERS, ms(at)) ? 1 : 0;
            inTheFirstSecond = at == 1000 ? commits : inTheFirstSecond;
        }

        assertThat(inTheFirstSecond).isBetween(20, 40);
        assertThat(commits / 10).isBetween(18, 30);
    }

    private void warm() {
        policy.polled(1, ms(0));
        assertThat(policy.processed(FOR_WORKERS, 0)).isTrue();
    }

    private static long ms(int at) {
        return TimeUnit.MILLISECONDS.toNanos(at);
    }
}
