package io.sluice.examples.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SelfCheckTest {

    private final SelfCheck check = new SelfCheck(10, 8, 3);

    @Test
    void rows_and_failed_lines_that_add_up_are_well() {
        assertThat(problems(line(8, 2, 0, 0), shop(3))).isEmpty();
    }

    @Test
    void a_line_that_is_nowhere_is_told() {
        assertThat(problems(line(8, 1, 0, 0), shop(3)))
                .containsExactly("8 rows in the database and 1 failed lines are 9, but the file has 10 lines");
    }

    @Test
    void a_done_job_without_a_row_is_told() {
        assertThat(problems(line(9, 2, 0, 0), shop(3))).containsExactly("9 jobs are done, but the database has 8 rows");
    }

    @Test
    void waiting_jobs_and_seats_in_use_are_told() {
        assertThat(problems(line(8, 2, 4, 1), shop(3)))
                .containsExactly("root.line has 4 waiting jobs and 1 seats in use; at the end there must be none");
    }

    @Test
    void a_shop_job_that_is_missing_is_told() {
        assertThat(problems(line(8, 2, 0, 0), shop(2))).containsExactly("3 shop jobs were submitted, but 2 ended");
    }

    @Test
    void a_failed_import_and_a_refused_command_are_told() {
        FailedJob failed = new FailedJob("main:1", "root.import", 0, "no such file");

        assertThat(check.problems(List.of(line(8, 2, 0, 0), shop(3)), List.of(failed), List.of("STALE_RUN")))
                .containsExactly("job main:1 in root.import failed: no such file", "a command was refused: STALE_RUN");
    }

    private List<String> problems(ChannelReport... channels) {
        return check.problems(List.of(channels), List.of(), List.of());
    }

    private static ChannelReport line(long done, long failed, long waiting, long seats) {
        return new ChannelReport("root.line", done, failed, 0, waiting, seats, 1, 2, 100);
    }

    private static ChannelReport shop(long done) {
        return new ChannelReport("root.shop", done, 0, 0, 0, 0, 1, 2, 100);
    }
}
