package io.sluice.contract;

import static io.sluice.contract.Ends.broken;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.core.ChannelPath;
import io.sluice.core.Command;
import io.sluice.core.Event;
import io.sluice.core.JobAction;
import io.sluice.core.JobFilter;
import io.sluice.core.JobState;
import io.sluice.core.Payload;
import io.sluice.core.RejectionCode;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Commands about many jobs, and commands that are refused. */
interface CommandScenarios extends Scenarios {

    private static Event.SweepAdvanced through(Tale tale) {
        return tale.await(Event.SweepAdvanced.class, 1).getLast();
    }

    // ---- by filter

    @Test
    default void a_cancel_by_filter_ends_exactly_the_jobs_that_its_dry_run_counted() {
        Tale tale =
                tale().submit("shop", "s1", "s2").submit("shop.returns", "s3").submit("import", "i1");
        tale.await(Event.JobSubmitted.class, 4);
        JobFilter shop = new JobFilter(
                Optional.of(ChannelPath.parse("root.shop")), Optional.empty(), Set.of(), Optional.empty(), 0);
        assertThat(tale.count(shop)).isEqualTo(3);
        assertThat(tale.count(JobFilter.ALL)).isEqualTo(4);

        tale.command(new Command.Sweep(shop, new JobAction.Cancel("closed", false)));

        assertThat(through(tale).isLast()).isTrue();
        assertThat(through(tale).changed()).isEqualTo(3);
        assertThat(tale.count(shop.in(Set.of(JobState.CANCELLED)))).isEqualTo(3);
        tale.worker(4);
        assertThat(tale.run(1)).containsExactly("i1");
        tale.nothingIsReleased();
    }

    @Test
    default void a_requeue_by_error_class_lets_run_again_what_failed_with_that_error() {
        Tale tale = tale().worker(1).submit("", "1", "2", "3");
        assertThat(tale.next()).isEqualTo("1");
        tale.end("1", broken("no rates"));
        assertThat(tale.next()).isEqualTo("2");
        tale.end("2", Ends.failed("java.sql.SQLException", "no such table"));
        assertThat(tale.run(1)).containsExactly("3");
        tale.await(Event.JobDone.class, 1);
        JobFilter sql = new JobFilter(
                Optional.empty(), Optional.of(tale.tree()), Set.of(), Optional.of("java.sql.SQLException"), 0);
        assertThat(tale.count(sql)).isEqualTo(1);

        tale.command(new Command.Sweep(sql, new JobAction.Requeue()));

        assertThat(tale.run(1)).containsExactly("2");
        assertThat(through(tale).changed()).isEqualTo(1);
        tale.nothingIsReleased();
    }

    @Test
    default void a_dropped_tree_forgets_its_jobs_and_its_channels_and_new_ones_begin_anew() {
        Tale tale = tale().channels("root:0").submit("", "old");
        tale.await(Event.JobSubmitted.class, 1);

        tale.command(new Command.DropTree("the tenant left"));
        tale.await(Event.TreeDropped.class, 1);
        assertThat(tale.isKept("old")).isFalse();

        tale.submit("", "new").worker(1);
        assertThat(tale.run(1)).containsExactly("new");
    }

    // ---- refused

    @Test
    default void a_command_that_the_state_forbids_is_refused_in_words_that_say_what_is_possible() {
        Tale tale = tale().worker(1).submit("", "job");
        assertThat(tale.run(1)).containsExactly("job");
        tale.await(Event.JobDone.class, 1);

        tale.cancel("job");

        Event.CommandRejected refusal = tale.refused(1).getFirst();
        assertThat(refusal.code()).isEqualTo(RejectionCode.WRONG_STATE);
        assertThat(refusal.reason())
                .isEqualTo("job " + tale.id("job") + " is DONE; only unfinished or FAILED jobs can be cancelled");
    }

    @Test
    default void a_requeue_of_a_running_job_is_refused_for_two_runs_at_once_are_what_nobody_wants() {
        Tale tale = tale().worker(1).submit("", "job");
        tale.next();
        tale.await(Event.JobStarted.class, 1);

        tale.requeue("job");

        Event.CommandRejected refusal = tale.refused(1).getFirst();
        assertThat(refusal.code()).isEqualTo(RejectionCode.WRONG_STATE);
        assertThat(refusal.reason()).contains("is RUNNING", "cancel");
        tale.done("job").await(Event.JobDone.class, 1);
    }

    @Test
    default void a_command_about_a_job_that_is_not_kept_is_refused_and_names_it() {
        Tale tale = tale().requeue("nobody");

        assertThat(tale.refused(1).getFirst().code()).isEqualTo(RejectionCode.UNKNOWN_JOB);
        assertThat(tale.refused(1).getFirst().reason())
                .contains(tale.id("nobody").toString());
    }

    @Test
    default void a_submission_over_a_limit_is_refused_with_the_limit_and_the_next_one_is_taken() {
        Tale tale = tale().worker(1);
        Payload large = new Payload(new byte[512 * 1024 + 1], "application/octet-stream");
        tale.submit("large", asked -> asked.withPayload(large)).submit("", "small");

        assertThat(tale.run(1)).containsExactly("small");

        Event.CommandRejected refusal = tale.refused(1).getFirst();
        assertThat(refusal.code()).isEqualTo(RejectionCode.OVER_LIMIT);
        assertThat(refusal.reason()).contains("payload", "524288");
        assertThat(tale.isKept("large")).isFalse();
    }
}
