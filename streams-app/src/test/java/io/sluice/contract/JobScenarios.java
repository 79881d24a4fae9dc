package io.sluice.contract;

import static io.sluice.contract.Ends.broken;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.core.Event;
import io.sluice.core.JobAction;
import io.sluice.core.JobState;
import io.sluice.core.Submission.Options;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is done to a job that is there, and how long it is kept. */
interface JobScenarios extends Scenarios {

    @Test
    default void an_id_that_was_submitted_before_is_not_stored_again() {
        Tale tale = tale().worker(2).submit("", "once", "once");
        tale.await(Event.JobDuplicate.class, 1);
        assertThat(tale.run(1)).containsExactly("once");
        tale.nothingIsReleased();
    }

    @Test
    default void what_is_cancelled_before_its_start_never_runs() {
        Tale tale = tale().submit("", "unwanted", "wanted").cancel("unwanted");
        tale.await(Event.JobCancelled.class, 1);

        tale.worker(2);

        assertThat(tale.run(1)).containsExactly("wanted");
        tale.nothingIsReleased();
    }

    @Test
    default void a_job_that_did_not_start_in_time_is_cancelled_as_expired() {
        Tale tale = tale();
        tale.submit("offer", Options.NONE.withExpires(tale.now() + 200)).submit("", "order");

        assertThat(tale.await(Event.JobCancelled.class, 1).getFirst().reason()).isEqualTo("EXPIRED");

        tale.worker(2);
        assertThat(tale.run(1)).containsExactly("order");
        tale.nothingIsReleased();
    }

    @Test
    default void another_priority_puts_a_waiting_job_in_its_new_place_at_once() {
        Tale tale = tale().submit("", "1", "2", "3").on("3", new JobAction.Reprioritize(1));
        tale.channels("root:1").await(Event.JobReprioritized.class, 1);

        tale.worker(1);

        assertThat(tale.run(3)).containsExactly("3", "1", "2");
    }

    @Test
    default void another_ETA_starts_a_job_now_that_was_for_later() {
        Tale tale = tale().worker(1);
        tale.submit("tomorrow", Options.NONE.withEta(tale.now() + 86_400_000))
                .nothingIsReleased()
                .on("tomorrow", new JobAction.Reschedule(0));

        assertThat(tale.run(1)).containsExactly("tomorrow");
    }

    @Test
    default void a_job_that_is_moved_waits_for_its_new_channel_and_no_more_for_the_old() {
        Tale tale = tale().channels("root:*,shut:0,open:1").worker(2).submit("shut", "job");
        tale.nothingIsReleased().on("job", new JobAction.Move("open"));

        assertThat(tale.run(1)).containsExactly("job");
    }

    @Test
    default void another_bound_on_the_attempts_lets_a_job_be_tried_once_more() {
        Tale tale = tale().worker(1).submit("call", Options.NONE.withMaxAttempts(1));
        tale.next();
        tale.on("call", new JobAction.SetMaxAttempts(2)).await(Event.MaxAttemptsSet.class, 1);

        tale.end("call", Ends.retryable("no answer", 20));

        assertThat(tale.run(1)).containsExactly("call");
    }

    @Test
    default void a_failed_job_that_is_set_DONE_by_hand_lets_go_on_what_waits_for_it() {
        Tale tale = tale().worker(1).submit("", "pay");
        tale.submit("ship", asked -> tale.job("ship", "pay"));
        assertThat(tale.next()).isEqualTo("pay");
        tale.end("pay", broken("card refused")).await(Event.JobFailed.class, 1);
        tale.nothingIsReleased();

        tale.on("pay", new JobAction.SetDone(Optional.of("paid in cash")));

        assertThat(tale.next()).isEqualTo("ship");
        assertThat(tale.held("ship").parentResults()).containsValue("paid in cash");
        assertThat(tale.seen("pay").state()).isEqualTo(JobState.DONE);
        tale.done("ship");
    }

    // ---- kept, and forgotten

    @Test
    default void a_closed_job_is_forgotten_after_its_channels_retention_and_a_FAILED_one_stays() {
        Tale tale = tale().channels("root:*,shop:*:retention=100ms").worker(1).submit("shop", "bad", "good");
        assertThat(tale.next()).isEqualTo("bad");
        tale.end("bad", broken("out of stock"));
        assertThat(tale.run(1)).containsExactly("good");

        assertThat(tale.await(Event.JobPurged.class, 1).getFirst().job()).isEqualTo(tale.id("good"));

        assertThat(tale.isKept("good")).isFalse();
        assertThat(tale.seen("bad").state()).isEqualTo(JobState.FAILED);
    }

    @Test
    default void the_id_of_a_deleted_job_may_come_again_as_a_new_job() {
        Tale tale = tale().worker(1).submit("", "job");
        assertThat(tale.run(1)).containsExactly("job");
        tale.await(Event.JobDone.class, 1);

        tale.on("job", new JobAction.Delete()).await(Event.JobPurged.class, 1);
        assertThat(tale.isKept("job")).isFalse();

        tale.submit("", "job");
        assertThat(tale.next()).isEqualTo("job");
        assertThat(tale.held("job").attempt()).isEqualTo(1);
        tale.done("job");
    }
}
