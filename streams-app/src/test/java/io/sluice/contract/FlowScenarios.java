package io.sluice.contract;

import static io.sluice.contract.Ends.broken;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.core.Command;
import io.sluice.core.Event;
import io.sluice.core.JobState;
import io.sluice.core.RejectionCode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Jobs that wait for jobs. What a handler submits: {@link OriginScenarios}. */
interface FlowScenarios extends Scenarios {

    @Test
    default void a_job_waits_for_its_parents() {
        Tale tale = tale().worker(8);
        tale.submit("", "read", "price");
        tale.submit("send", asked -> asked.after(List.of(tale.after("read"), tale.after("price"))));

        assertThat(tale.next(2)).containsExactlyInAnyOrder("read", "price");
        tale.done("read").nothingIsReleased().done("price");

        assertThat(tale.run(1)).containsExactly("send");
    }

    @Test
    default void a_group_that_follows_a_group_starts_when_all_of_the_first_is_done() {
        Tale tale = tale().worker(8);
        tale.flow(
                tale.job("read"),
                tale.job("price", "read"),
                tale.job("tax", "read"),
                tale.join("both", "price", "tax"),
                tale.job("send", "both"),
                tale.job("archive", "both"));

        assertThat(tale.run(1)).containsExactly("read");
        assertThat(tale.next(2)).containsExactly("price", "tax");
        tale.done("tax").nothingIsReleased().done("price");

        assertThat(tale.run(2)).containsExactly("send", "archive");
        tale.await(Event.JobDone.class, 6);
    }

    @Test
    default void a_handler_gets_the_results_of_the_jobs_that_it_waited_for_also_from_behind_a_join() {
        Tale tale = tale().worker(8);
        tale.flow(
                tale.job("price"),
                tale.job("tax"),
                tale.join("both", "price", "tax"),
                tale.job("send", "both"),
                tale.job("archive", "both"));
        tale.next(2);
        tale.end("price", Ends.done("100")).end("tax", Ends.done("19"));

        assertThat(tale.next()).isEqualTo("send");

        assertThat(tale.held("send").parentResults())
                .isEqualTo(Map.of(
                        tale.id("price").uuid().toString(),
                        "100",
                        tale.id("tax").uuid().toString(),
                        "19"));
    }

    @Test
    default void what_waits_for_a_failure_runs_after_one() {
        Tale tale = tale().worker(8);
        tale.flow(tale.job("pay"), tale.job("ship", "pay"), tale.onFailure("apologize", "pay"));
        assertThat(tale.next()).isEqualTo("pay");

        tale.end("pay", broken("card refused"));

        assertThat(tale.run(1)).containsExactly("apologize");
        tale.nothingIsReleased();
        assertThat(tale.seen("ship").state()).isEqualTo(JobState.WAITING);
    }

    @Test
    default void what_waits_for_a_failure_is_not_needed_after_a_success() {
        Tale tale = tale().worker(8);
        tale.flow(tale.job("pay"), tale.job("ship", "pay"), tale.onFailure("apologize", "pay"));

        assertThat(tale.run(2)).containsExactly("pay", "ship");

        Event.JobCancelled cancelled = tale.await(Event.JobCancelled.class, 1).getFirst();
        assertThat(cancelled.job()).isEqualTo(tale.id("apologize"));
        assertThat(cancelled.reason()).isEqualTo("NOT_NEEDED");
    }

    @Test
    default void a_flow_is_cancelled_as_a_whole_and_what_runs_is_asked_to_stop() {
        Tale tale = tale().worker(8);
        tale.flow(tale.job("read"), tale.job("price", "read"), tale.job("send", "price"));
        assertThat(tale.run(1)).containsExactly("read");
        assertThat(tale.next()).isEqualTo("price");

        tale.command(new Command.CancelFlow(tale.flow(), "the customer left"));
        tale.await(Event.CancelAsked.class, 1);
        tale.end("price", broken("interrupted"));

        tale.await(Event.JobCancelled.class, 2);
        tale.nothingIsReleased();
        assertThat(tale.seen("read").state()).isEqualTo(JobState.DONE);
        assertThat(tale.seen("price").state()).isEqualTo(JobState.CANCELLED);
        assertThat(tale.seen("send").state()).isEqualTo(JobState.CANCELLED);
    }

    @Test
    default void requeue_of_a_flow_lets_run_again_what_failed_or_was_cancelled_and_nothing_else() {
        Tale tale = tale().worker(8);
        tale.flow(tale.job("read"), tale.job("price", "read"), tale.job("send", "price"), tale.job("log", "read"));
        assertThat(tale.run(1)).containsExactly("read");
        assertThat(tale.next(2)).containsExactly("price", "log");
        tale.end("price", broken("no price list")).end("log", Ends.done()).await(Event.JobFailed.class, 1);
        tale.await(Event.JobDone.class, 2);
        tale.cancel("send").await(Event.JobCancelled.class, 1);

        tale.command(new Command.RequeueFlow(tale.flow()));

        assertThat(tale.run(2)).containsExactly("price", "send");
        tale.await(Event.JobDone.class, 4);
        tale.nothingIsReleased();
    }

    @Test
    default void a_flow_that_goes_round_in_a_circle_is_refused_and_nothing_of_it_is_stored() {
        Tale tale = tale().worker(8);
        tale.flow(tale.job("free"), tale.job("hen", "egg"), tale.job("egg", "hen"));

        Event.CommandRejected refusal = tale.refused(1).getFirst();

        assertThat(refusal.code()).isEqualTo(RejectionCode.BAD_FLOW);
        assertThat(refusal.reason())
                .contains(
                        "circle",
                        tale.id("hen").uuid().toString(),
                        tale.id("egg").uuid().toString());
        assertThat(tale.isKept("free")).isFalse();
        tale.nothingIsReleased();
    }
}
