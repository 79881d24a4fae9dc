package io.sluice.contract;

import static io.sluice.contract.Ends.broken;
import static io.sluice.contract.Ends.retryable;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.core.Command;
import io.sluice.core.Event;
import io.sluice.core.JobAction;
import io.sluice.core.JobState;
import io.sluice.core.RejectionCode;
import io.sluice.core.Submission.Options;
import org.junit.jupiter.api.Test;

/** What becomes of a run, however it ends. Lost ones: {@link OriginScenarios}. */
interface RunScenarios extends Scenarios {

    @Test
    default void a_snooze_comes_back_without_using_an_attempt() {
        Tale tale = tale().worker(1).submit("", "nap");
        tale.next();
        tale.end("nap", new Command.Snoozed(50));
        assertThat(tale.next()).isEqualTo("nap");
        assertThat(tale.held("nap").attempt()).isEqualTo(1);
        assertThat(tale.held("nap").run()).isEqualTo(2);
        tale.done("nap").await(Event.JobDone.class, 1);
    }

    @Test
    default void a_channel_says_how_often_and_when_its_jobs_are_tried_again_unless_they_say_themselves() {
        Tale tale =
                tale().channels("root:*,api:*:max-attempts=2:retry=fixed(50ms)").worker(1);
        tale.submit("api", "call");
        for (int attempt = 1; attempt <= 2; attempt++) {
            assertThat(tale.next()).isEqualTo("call");
            tale.end("call", retryable("no answer"));
        }

        assertThat(tale.await(Event.JobFailed.class, 1).getFirst().error().message())
                .contains("attempt 2 of 2");
    }

    @Test
    default void what_is_handed_back_runs_again_and_has_used_no_attempt() {
        Tale tale = tale().worker(1).submit("", "job");
        tale.next();
        tale.handBack("job");
        assertThat(tale.next()).isEqualTo("job");
        assertThat(tale.held("job").attempt()).isEqualTo(1);
        assertThat(tale.held("job").run()).isEqualTo(2);
        tale.done("job").await(Event.JobDone.class, 1);
    }

    @Test
    default void a_result_of_an_old_run_changes_nothing() {
        Tale tale = tale().worker(1).submit("", "job");
        tale.next();
        Engine.Release old = tale.held("job");
        tale.handBack("job");
        tale.next();

        tale.repeat(old, Ends.done());

        assertThat(tale.refused(1).getFirst().code()).isEqualTo(RejectionCode.STALE_RUN);
        tale.done("job").await(Event.JobDone.class, 1);
        tale.done("job");
        tale.refused(2);
        assertThat(tale.events(Event.JobDone.class)).hasSize(1);
    }

    @Test
    default void a_worker_is_told_the_timeout_of_the_job_or_else_of_its_channel_and_a_timeout_is_tried_again() {
        Tale tale = tale().channels("root:1,slow:*:timeout=700ms").worker(1);
        tale.submit("own", asked -> asked.withChannel("slow").with(Options.NONE.withTimeout(300)));
        assertThat(tale.next()).isEqualTo("own");
        assertThat(tale.held("own").timeoutMs()).isEqualTo(300);
        tale.end("own", Ends.timedOut(50));

        assertThat(tale.next()).isEqualTo("own");
        assertThat(tale.held("own").attempt()).isEqualTo(2);
        tale.done("own").submit("slow", "the channel's");
        assertThat(tale.next()).isEqualTo("the channel's");
        assertThat(tale.held("the channel's").timeoutMs()).isEqualTo(700);
    }

    @Test
    default void very_short_jobs_of_a_channel_go_to_a_worker_together_and_run_in_their_order_on_one_seat() {
        Tale tale = tale().channels("root:*,ticks:1").worker(4).submit("ticks", "how long one takes");
        tale.next();
        tale.submit("ticks", "1", "2", "3").submit("", "elsewhere");
        assertThat(tale.run(1)).containsExactly("elsewhere");
        tale.await(Event.JobSubmitted.class, 5);

        tale.quicklyDone("how long one takes");

        assertThat(tale.next(3)).containsExactly("1", "2", "3");
        assertThat(tale.held("1").bundle())
                .isEqualTo(tale.held("2").bundle())
                .isEqualTo(tale.held("3").bundle());
        tale.submit("ticks", "4").quicklyDone("1").quicklyDone("2").nothingIsReleased();
        tale.quicklyDone("3");
        assertThat(tale.next()).isEqualTo("4");
        tale.quicklyDone("4").await(Event.JobDone.class, 6);
        assertThat(tale.events(Event.JobStarted.class))
                .extracting(Event.JobStarted::job)
                .endsWith(tale.id("1"), tale.id("2"), tale.id("3"), tale.id("4"));
    }

    // ---- cancel

    @Test
    default void a_running_job_that_is_to_be_cancelled_ends_when_its_worker_says_so() {
        Tale tale = tale().channels("root:1").worker(1).submit("", "long", "next");
        tale.next();
        tale.await(Event.JobStarted.class, 1);
        tale.cancel("long").await(Event.CancelAsked.class, 1);
        tale.nothingIsReleased();

        tale.end("long", broken("interrupted"));

        Event.JobCancelled cancelled = tale.await(Event.JobCancelled.class, 1).getFirst();
        assertThat(cancelled.reason()).isEqualTo("ordered twice");
        assertThat(tale.run(1)).containsExactly("next");
    }

    @Test
    default void a_running_job_that_was_to_be_cancelled_but_is_DONE_stays_DONE() {
        Tale tale = tale().worker(1).submit("", "quick");
        tale.next();
        tale.cancel("quick").await(Event.CancelAsked.class, 1);

        tale.done("quick").await(Event.JobDone.class, 1);

        assertThat(tale.seen("quick").state()).isEqualTo(JobState.DONE);
    }

    @Test
    default void a_cancel_by_force_frees_the_seat_at_once_and_what_the_worker_says_later_is_stale() {
        Tale tale = tale().channels("root:1").worker(2).submit("", "stuck", "next");
        tale.next();
        tale.await(Event.JobStarted.class, 1);

        tale.on("stuck", new JobAction.Cancel("it hangs", true)).await(Event.JobCancelled.class, 1);

        assertThat(tale.run(1)).containsExactly("next");
        tale.done("stuck");
        assertThat(tale.refused(1).getFirst().code()).isEqualTo(RejectionCode.STALE_RUN);
        assertThat(tale.seen("stuck").state()).isEqualTo(JobState.CANCELLED);
    }
}
