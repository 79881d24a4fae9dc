package io.sluice.contract;

import static io.sluice.contract.Ends.broken;
import static io.sluice.contract.Ends.retryable;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.core.Command;
import io.sluice.core.Event;
import io.sluice.core.JobFilter;
import io.sluice.core.JobState;
import io.sluice.core.RejectionCode;
import io.sluice.core.Submission.Options;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Why there is a job queue at all: each is a pattern of docs/patterns.md. */
interface OriginScenarios extends Scenarios {

    // ---- queue it, dequeue it

    @Test
    default void a_job_is_taken_at_once_and_runs_as_soon_as_there_is_a_worker() {
        Tale tale = tale().submit("", "invoice");
        tale.await(Event.JobSubmitted.class, 1);
        assertThat(tale.seen("invoice").state()).isEqualTo(JobState.READY);

        tale.worker(1);

        assertThat(tale.run(1)).containsExactly("invoice");
        tale.await(Event.JobDone.class, 1);
        assertThat(tale.seen("invoice").state()).isEqualTo(JobState.DONE);
    }

    @Test
    default void with_four_seats_four_jobs_run_at_once_and_the_fifth_waits() {
        Tale tale = tale().channels("root:4").worker(8).submit("", "1", "2", "3", "4", "5");
        assertThat(tale.next(4)).containsExactly("1", "2", "3", "4");

        tale.nothingIsReleased().done("3");

        assertThat(tale.next()).isEqualTo("5");
    }

    // ---- channels

    @Test
    default void imports_that_run_one_at_a_time_do_not_block_the_shop_on_three_shared_seats() {
        Tale tale = tale().channels("root:3,root.import:1,root.shop").worker(8);
        tale.submit("root.import", "file-1", "file-2");
        tale.submit("root.shop", "sync-1", "sync-2", "sync-3");
        tale.submit("root", "mail-1", "mail-2");

        // A channel without a capacity has one seat, so the third is left to whatever else there is.
        assertThat(tale.next(3)).containsExactlyInAnyOrder("file-1", "sync-1", "mail-1");

        tale.nothingIsReleased().done("sync-1");
        assertThat(tale.next()).isEqualTo("sync-2");
        tale.done("sync-2");
        assertThat(tale.next()).isEqualTo("sync-3");
        tale.nothingIsReleased().done("file-1");
        assertThat(tale.next()).isEqualTo("file-2");
    }

    @Test
    default void many_short_jobs_use_all_shared_seats_but_the_one_of_the_import() {
        Tale tale = tale().channels("root:3,import:1,shop:*").worker(8);
        tale.submit("import", "file-1", "file-2", "file-3").submit("shop", "sync-1", "sync-2", "sync-3");

        assertThat(tale.next(3)).containsExactlyInAnyOrder("file-1", "sync-1", "sync-2");

        tale.nothingIsReleased().done("sync-1");
        assertThat(tale.next()).isEqualTo("sync-3");
        tale.done("sync-2", "sync-3").nothingIsReleased().done("file-1");
        assertThat(tale.run(2)).containsExactly("file-2", "file-3");
    }

    // ---- priority, ETA

    @Test
    default void of_waiting_jobs_10_goes_first_which_is_the_default_then_50_then_999() {
        Tale tale = tale().channels("root:1").worker(1).submit("", "blocker");
        assertThat(tale.next()).isEqualTo("blocker");
        tale.submit("at 999", Options.NONE.withPriority(999));
        tale.submit("at 50", Options.NONE.withPriority(50));
        tale.submit("", "without one");
        tale.submit("at 10", Options.NONE.withPriority(10));
        tale.await(Event.JobSubmitted.class, 5);

        tale.done("blocker");

        assertThat(tale.run(4)).containsExactly("without one", "at 10", "at 50", "at 999");
    }

    @Test
    default void without_an_ETA_a_job_starts_at_once_else_not_before_that_while_or_that_instant() {
        Tale tale = tale().channels("root:1").worker(1);
        long inAWhile = tale.now() + Duration.ofMillis(300).toMillis();
        long atAnInstant = Instant.ofEpochMilli(tale.now()).plusMillis(500).toEpochMilli();
        tale.submit("at an instant", Options.NONE.withEta(atAnInstant));
        tale.submit("in a while", Options.NONE.withEta(inAWhile));
        tale.submit("", "at once");

        assertThat(tale.run(3)).containsExactly("at once", "in a while", "at an instant");

        assertThat(tale.releasedAt("in a while")).isGreaterThanOrEqualTo(inAWhile);
        assertThat(tale.releasedAt("at an instant")).isGreaterThanOrEqualTo(atAnInstant);
    }

    // ---- retries

    @Test
    default void an_error_that_may_heal_comes_back_later_until_the_attempts_are_used_up() {
        Tale tale = tale().worker(1).submit("call", Options.NONE.withMaxAttempts(3));
        for (int attempt = 1; attempt <= 3; attempt++) {
            assertThat(tale.next()).isEqualTo("call");
            assertThat(tale.held("call").attempt()).isEqualTo(attempt);
            tale.end("call", retryable("no answer", 50));
        }

        Event.JobFailed failed = tale.await(Event.JobFailed.class, 1).getFirst();

        assertThat(failed.error().message()).contains("no answer", "attempt 3 of 3");
        List<Event.JobRetried> retried = tale.events(Event.JobRetried.class);
        assertThat(retried)
                .hasSize(2)
                .allSatisfy(one -> assertThat(one.error().message()).contains("no answer"));
        assertThat(tale.times(Event.JobReady.class).getFirst())
                .isGreaterThanOrEqualTo(retried.getFirst().notBefore());
        tale.requeue("call");
        assertThat(tale.next()).isEqualTo("call");
        assertThat(tale.held("call").attempt()).isEqualTo(1);
        assertThat(tale.held("call").run()).isEqualTo(4);
        tale.done("call").await(Event.JobDone.class, 1);
    }

    @Test
    default void any_other_error_fails_the_job_at_once_and_it_stays_visible_until_it_is_let_run_again() {
        Tale tale = tale().worker(1).submit("", "bad");
        tale.next();
        tale.end("bad", broken("no such customer")).await(Event.JobFailed.class, 1);

        assertThat(tale.events(Event.JobRetried.class)).isEmpty();
        tale.nothingIsReleased();
        assertThat(tale.seen("bad").state()).isEqualTo(JobState.FAILED);
        assertThat(tale.seen("bad").error()).hasValueSatisfying(error -> {
            assertThat(error.message()).isEqualTo("no such customer");
            assertThat(error.stackTrace()).isEqualTo("at line 1");
        });
        assertThat(tale.count(JobFilter.ALL.in(Set.of(JobState.FAILED)))).isEqualTo(1);

        tale.requeue("bad");
        assertThat(tale.run(1)).containsExactly("bad");
        tale.await(Event.JobDone.class, 1);
        assertThat(tale.count(JobFilter.ALL.in(Set.of(JobState.FAILED)))).isZero();
    }

    // ---- existence, idempotence

    @Test
    default void a_job_whose_record_is_gone_ends_early_as_DONE_with_a_result_that_says_so() {
        Tale tale = tale().worker(1).submit("", "remind");
        tale.next();
        tale.end("remind", Ends.done("invoice 42 is gone")).await(Event.JobDone.class, 1);

        assertThat(tale.seen("remind").state()).isEqualTo(JobState.DONE);
        assertThat(tale.seen("remind").result()).contains("invoice 42 is gone");
    }

    @Test
    default void a_job_whose_worker_was_lost_runs_a_second_time_and_the_run_tells_which_is_which() {
        Tale tale = tale().worker(1).submit("", "pay");
        tale.next();
        Engine.Release first = tale.held("pay");
        tale.workerDies();
        Event.JobLost lost = tale.await(Event.JobLost.class, 1).getFirst();
        assertThat(lost.reason()).isEqualTo(Event.LostReason.WORKER_LOST);

        tale.worker(1);
        assertThat(tale.next()).isEqualTo("pay");
        Engine.Release second = tale.held("pay");
        assertThat(second.job()).isEqualTo(first.job());
        assertThat(List.of(first.run(), second.run())).containsExactly(1, 2);
        assertThat(second.attempt()).isEqualTo(2);

        tale.repeat(first, Ends.done("paid by the dead"));
        assertThat(tale.refused(1).getFirst().code()).isEqualTo(RejectionCode.STALE_RUN);
        tale.done("pay").await(Event.JobDone.class, 1);
        assertThat(tale.events(Event.JobDone.class)).hasSize(1);
    }

    // ---- fan-out

    @Test
    default void a_job_with_a_better_priority_than_what_it_makes_submits_all_of_it_first() {
        Tale tale = tale().channels("root:1").worker(1);
        tale.submit("file-1", Options.NONE.withPriority(5)).submit("file-2", Options.NONE.withPriority(5));
        assertThat(tale.next()).isEqualTo("file-1");
        tale.end("file-1", tale.doneSubmitting("1, line 1", "1, line 2"));
        assertThat(tale.next()).isEqualTo("file-2");
        tale.end("file-2", tale.doneSubmitting("2, line 1"));

        assertThat(tale.run(3)).containsExactly("1, line 1", "1, line 2", "2, line 1");
    }

    @Test
    default void what_a_run_submits_exists_exactly_if_that_run_ends_DONE() {
        Tale tale = tale().worker(1).submit("", "file");
        tale.next();
        Engine.Release first = tale.held("file");
        tale.handBack("file");
        tale.next();

        tale.repeat(first, tale.doneSubmitting("line of the first run"));
        assertThat(tale.refused(1).getFirst().code()).isEqualTo(RejectionCode.STALE_RUN);
        assertThat(tale.isKept("line of the first run")).isFalse();
        tale.end("file", tale.doneSubmitting("line of the second run"));

        assertThat(tale.run(1)).containsExactly("line of the second run");
        tale.nothingIsReleased();
    }

    @Test
    default void a_file_that_is_imported_a_second_time_submits_its_lines_once() {
        Tale tale = tale().worker(1).submit("", "file");
        tale.next();
        tale.end("file", tale.doneSubmitting("line"));
        assertThat(tale.run(1)).containsExactly("line");
        tale.await(Event.JobDone.class, 2);

        tale.requeue("file");
        assertThat(tale.next()).isEqualTo("file");
        tale.end("file", tale.doneSubmitting("line"));

        assertThat(tale.await(Event.JobDuplicate.class, 1).getFirst().job()).isEqualTo(tale.id("line"));
        tale.nothingIsReleased();
    }

    @Test
    default void a_file_is_imported_chunk_by_chunk_and_each_chunk_submits_the_next() {
        Tale tale = tale().channels("root:*,import:1").worker(4).submit("import", "chunk 1");
        for (int chunk = 1; chunk < 4; chunk++) {
            assertThat(tale.next()).isEqualTo("chunk " + chunk);
            tale.end("chunk " + chunk, tale.doneSubmitting("chunk " + (chunk + 1)));
        }
        assertThat(tale.run(1)).containsExactly("chunk 4");
        tale.await(Event.JobDone.class, 4);
    }

    // ---- extract what collides

    @Test
    default void in_a_one_by_one_channel_one_job_runs_after_the_other_in_their_order() {
        Tale tale = tale().channels("root:*,sequence:1:sequential").worker(8).submit("sequence", "1", "2", "3");
        for (String job : List.of("1", "2", "3")) {
            assertThat(tale.next()).isEqualTo(job);
            tale.nothingIsReleased().done(job);
        }
        tale.await(Event.JobDone.class, 3);
    }

    @Test
    default void in_a_one_by_one_channel_nothing_overtakes_a_job_that_will_be_tried_again() {
        Tale tale = tale().channels("root:*,sequence:1:sequential").worker(8).submit("sequence", "1", "2");
        assertThat(tale.next()).isEqualTo("1");
        tale.await(Event.JobSubmitted.class, 2);

        tale.end("1", retryable("locked", 200));

        assertThat(tale.next()).isEqualTo("1");
        tale.end("1", new Command.Snoozed(200));
        assertThat(tale.run(2)).containsExactly("1", "2");
    }

    @Test
    default void in_a_one_by_one_channel_a_failure_holds_the_rest_until_somebody_handles_it() {
        Tale tale = tale().channels("root:*,sequence:1:sequential").worker(8).submit("sequence", "1", "2", "3");
        assertThat(tale.run(1)).containsExactly("1");
        assertThat(tale.next()).isEqualTo("2");
        tale.end("2", broken("no number left")).await(Event.JobFailed.class, 1);
        tale.nothingIsReleased().submit("", "elsewhere");
        assertThat(tale.run(1)).containsExactly("elsewhere");

        tale.requeue("2");

        assertThat(tale.run(2)).containsExactly("2", "3");
    }
}
