package io.sluice.app.meters;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.core.JobId;
import io.sluice.state.TreeLoad;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class IgnoredCancelsTest {

    private static final TreeLoad.Run FIRST = new TreeLoad.Run(new JobId("main", new UUID(1, 1)), 1);
    private static final TreeLoad.Run SECOND = new TreeLoad.Run(FIRST.job(), 2);

    private final IgnoredCancels cancels = new IgnoredCancels();

    private int look(long now, TreeLoad.Run... asked) {
        cancels.begin(now);
        int ignored = cancels.count(List.of(asked));
        cancels.end();
        return ignored;
    }

    @Test
    void who_still_runs_after_the_grace_time_ignores_it() {
        assertThat(look(1_000, FIRST)).isZero();
        assertThat(look(1_000 + IgnoredCancels.GRACE_MS, FIRST)).isZero();
        assertThat(look(1_001 + IgnoredCancels.GRACE_MS, FIRST)).isEqualTo(1);
        assertThat(look(2_000 + IgnoredCancels.GRACE_MS)).isZero();
    }

    @Test
    void another_run_of_the_job_is_another_matter() {
        look(1_000, FIRST);

        assertThat(look(2_000 + IgnoredCancels.GRACE_MS, SECOND)).isZero();
    }
}
