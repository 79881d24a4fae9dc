package io.sluice.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BatchTest {

    private final Batch batch = new Batch(3, 1);

    @Test
    void jobs_that_are_done_once_each_are_no_problem() {
        for (int number = 0; number < 3; number++) {
            submit(number);
            done(number, 100 + number);
        }

        assertThat(batch.hasEnded()).isTrue();
        assertThat(batch.problems()).isEmpty();
        assertThat(batch.lastEnd()).isEqualTo(102);
    }

    @Test
    void a_job_that_never_ended_is_named() {
        submit(0);
        submit(1);
        done(0, 100);

        assertThat(batch.hasEnded()).isFalse();
        assertThat(batch.problems())
                .containsExactly(
                        "1 of 3 jobs are not accepted, such as number [2]",
                        "2 of 3 jobs are not DONE, such as number [1, 2]");
    }

    @Test
    void a_job_that_is_done_twice_is_named() {
        for (int number = 0; number < 3; number++) {
            submit(number);
            done(number, 100);
        }
        done(1, 101);

        assertThat(batch.problems()).containsExactly("job 1 ended twice");
    }

    @Test
    void a_job_that_has_to_fail_must_do_so() {
        batch.fails(2);
        for (int number = 0; number < 3; number++) {
            submit(number);
            done(number, 100);
        }

        assertThat(batch.problems())
                .containsExactly("1 of 3 jobs are not FAILED, as they should be, such as number [2]");
    }

    @Test
    void it_knows_when_so_many_were_done() {
        done(0, 100);
        done(1, 100);
        done(2, 130);

        assertThat(batch.whenDone(1)).hasValue(100);
        assertThat(batch.whenDone(3)).hasValue(130);
        assertThat(batch.whenDone(4)).isEmpty();
    }

    @Test
    void what_handlers_say_about_their_start_is_kept() {
        batch.done(batch.id("bench", 0).uuid(), 100, "1500");

        assertThat(batch.started().getMaxValue()).isEqualTo(1500);
    }

    @Test
    void the_ids_of_two_batches_differ() {
        assertThat(new Batch(1, 1).id("bench", 0)).isNotEqualTo(new Batch(1, 2).id("bench", 0));
    }

    private void submit(int number) {
        batch.submitted(batch.id("bench", number).uuid(), 50);
    }

    private void done(int number, long at) {
        batch.done(batch.id("bench", number).uuid(), at, null);
    }
}
