package io.sluice.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.core.Dedup;
import io.sluice.core.Dedup.Mode;
import io.sluice.core.Event;
import io.sluice.core.Submission.Options;
import org.junit.jupiter.api.Test;

/** Of several jobs with one key, which are stored. */
interface DedupScenarios extends Scenarios {

    private static Options key(Mode mode, boolean untilFinished, long windowMs) {
        return Options.NONE.withDedup(new Dedup("customer-42", mode, untilFinished, windowMs));
    }

    private static void isDuplicate(Tale tale, int which, String job, String existing) {
        assertThat(tale.await(Event.JobDuplicate.class, which).getLast())
                .isEqualTo(new Event.JobDuplicate(tale.id(job), tale.id(existing)));
    }

    @Test
    default void while_a_job_with_its_key_waits_another_is_not_stored_but_one_may_wait_while_it_runs() {
        Options keep = key(Mode.KEEP, false, 0);
        Tale tale = tale().submit("first", keep).submit("twin", keep);
        isDuplicate(tale, 1, "twin", "first");

        tale.worker(2);
        assertThat(tale.next()).isEqualTo("first");
        tale.await(Event.JobStarted.class, 1);
        tale.submit("follower", keep);

        assertThat(tale.next()).isEqualTo("follower");
        tale.done("first", "follower").await(Event.JobDone.class, 2);
        tale.nothingIsReleased();
    }

    @Test
    default void a_key_that_is_held_until_finished_is_held_while_the_job_runs_and_not_afterwards() {
        Options untilFinished = key(Mode.KEEP, true, 0);
        Tale tale = tale().worker(2).submit("first", untilFinished);
        assertThat(tale.next()).isEqualTo("first");
        tale.await(Event.JobStarted.class, 1);
        tale.submit("twin", untilFinished);
        isDuplicate(tale, 1, "twin", "first");

        tale.done("first").await(Event.JobDone.class, 1);
        tale.submit("next", untilFinished);

        assertThat(tale.run(1)).containsExactly("next");
    }

    @Test
    default void a_window_holds_the_key_from_the_submission_on_also_when_the_job_is_done() {
        Tale tale = tale().worker(2).submit("first", key(Mode.KEEP, false, 600_000));
        assertThat(tale.run(1)).containsExactly("first");
        tale.await(Event.JobDone.class, 1);
        tale.submit("twin", key(Mode.KEEP, false, 0));
        isDuplicate(tale, 1, "twin", "first");
    }

    @Test
    default void when_the_window_is_over_the_key_is_free_again() {
        Options briefly = key(Mode.KEEP, false, 100);
        Tale tale = tale().worker(2).submit("first", briefly);
        assertThat(tale.run(1)).containsExactly("first");
        tale.await(Event.JobDone.class, 1);

        tale.passes(150).submit("next", briefly);

        assertThat(tale.run(1)).containsExactly("next");
    }

    @Test
    default void in_the_mode_replace_the_job_that_waits_takes_over_what_is_new_and_only_it_runs() {
        Tale tale = tale().worker(1);
        Options later = key(Mode.REPLACE, false, 0).withEta(tale.now() + 60_000);
        tale.submit("save", asked -> asked.with(later).withPayload(Tale.payload("{\"draft\":1}")));
        tale.submit(
                "save again",
                asked -> asked.with(key(Mode.REPLACE, false, 0)).withPayload(Tale.payload("{\"draft\":2}")));

        assertThat(tale.next()).isEqualTo("save");
        assertThat(tale.held("save").payload()).isEqualTo("{\"draft\":2}");
        tale.done("save").nothingIsReleased();
        assertThat(tale.isKept("save again")).isFalse();
    }
}
