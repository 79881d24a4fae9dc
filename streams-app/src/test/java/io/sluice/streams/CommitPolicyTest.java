package io.sluice.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CommitPolicyTest {

    private static final boolean FOR_WORKERS = true;
    private static final boolean NOTHING = false;

    private final ShellCounts counts = new ShellCounts();
    private final CommitPolicy policy = new CommitPolicy(counts);

    @Test
    void what_workers_wait_for_is_committed_when_the_input_is_drained() {
        warm();
        policy.polled(3, false);

        assertThat(policy.processed(FOR_WORKERS, ms(1))).isFalse();
        assertThat(policy.processed(NOTHING, ms(2))).isFalse();
        assertThat(policy.processed(NOTHING, ms(3))).isTrue();
        assertThat(policy.processed(NOTHING, ms(4)))
                .as("nothing is left to commit")
                .isFalse();
    }

    @Test
    void a_full_poll_is_not_drained() {
        warm();
        policy.polled(1, true);

        assertThat(policy.processed(FOR_WORKERS, ms(1))).isFalse();
        assertThat(policy.processed(FOR_WORKERS, ms(11)))
                .as("but 10 ms have passed")
                .isTrue();
        assertThat(counts.snapshot().busyCommits()).isEqualTo(1);
    }

    @Test
    void what_no_worker_waits_for_is_left_to_the_interval() {
        policy.polled(1, false);

        assertThat(policy.processed(NOTHING, ms(500))).isFalse();
    }

    @Test
    void under_load_commits_move_apart() {
        policy.polled(1_000_000, true);
        int commits = 0;
        int inTheFirstSecond = 0;
        for (int at = 0; at < 10_000; at++) {
            commits += policy.processed(FOR_WORKERS, ms(at)) ? 1 : 0;
            inTheFirstSecond = at == 1000 ? commits : inTheFirstSecond;
        }

        assertThat(inTheFirstSecond).isBetween(28, 50);
        assertThat(commits / 10).isBetween(25, 40);
    }

    private void warm() {
        policy.polled(1, false);
        assertThat(policy.processed(FOR_WORKERS, 0)).isTrue();
    }

    private static long ms(int at) {
        return TimeUnit.MILLISECONDS.toNanos(at);
    }
}
