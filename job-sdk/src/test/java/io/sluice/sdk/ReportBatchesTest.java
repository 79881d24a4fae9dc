package io.sluice.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.schemas.BundledRun;
import io.sluice.schemas.Done;
import io.sluice.schemas.Failed;
import io.sluice.schemas.HandedBack;
import io.sluice.schemas.Outcome;
import io.sluice.schemas.Outcomes;
import io.sluice.schemas.UuidFormat;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class ReportBatchesTest {

    private final List<String> sent = new ArrayList<>();
    private final List<Consumer<Exception>> answers = new ArrayList<>();
    private final Deque<Runnable> due = new ArrayDeque<>();
    private final List<String> confirmed = new ArrayList<>();
    private boolean broken;
    private boolean brokenOnce;

    private final ReportBatches.Sink sink = new ReportBatches.Sink() {
        @Override
        public void send(String tree, Object body, Consumer<Exception> answer) {
            if (broken) {
                broken = !brokenOnce;
                throw new IllegalStateException("buffer full");
            }
            sent.add(tree + ": " + words(body));
            answers.add(answer);
        }

        @Override
        public boolean mayHeal(String tree, Exception error) {
            return !error.getMessage().equals("too large");
        }
    };
    private final ReportBatches batches = new ReportBatches(sink, (millis, what) -> {
        due.add(what);
        return () -> due.remove(what);
    });

    private static String words(Object body) {
        if (body instanceof HandedBack back) {
            List<Long> jobs = back.getJobs().stream().map(BundledRun::getBundle).toList();
            return jobs.isEmpty() ? "handed back " + back.getBundles() : "jobs handed back " + jobs;
        }
        return "outcomes "
                + ((Outcomes) body)
                        .getOutcomes().stream().map(ReportBatchesTest::words).toList();
    }

    private static String words(Outcome outcome) {
        return outcome.getBundle()
                + (outcome.getEnd() instanceof Failed failed ? failed.getError().getType() : "");
    }

    private void handBackJob(String tree, long bundle) {
        BundledRun run = new BundledRun(bundle, UuidFormat.encode(new UUID(0, 0)), 1);
        batches.handBackJobs(new Claim.Key(tree, bundle), List.of(run), "long", () -> confirmed.add("job " + bundle));
    }

    private void outcome(String tree, long bundle) {
        Outcome outcome =
                new Outcome(bundle, UuidFormat.encode(new UUID(0, 0)), 1, 0L, 0L, new Done(null, List.of()), "");
        batches.outcome(tree, outcome, () -> confirmed.add(tree + bundle));
    }

    private void handBack(String tree, long bundle, String reason) {
        batches.handBack(new Claim.Key(tree, bundle), reason, () -> confirmed.add("back " + tree + bundle));
    }

    private void windowOver() {
        due.remove().run();
    }

    private void pauseOver() {
        due.remove().run();
    }

    /** What was planned last; the window that is open may be due before. */
    private void lastPlanned() {
        Runnable last = due.removeLast();
        last.run();
    }

    @Test
    void the_first_goes_at_once_and_the_following_go_together() {
        outcome("main", 1);
        assertThat(sent).containsExactly("main: outcomes [1]");
        outcome("main", 2);
        outcome("main", 3);
        assertThat(sent).hasSize(1);
        windowOver();
        assertThat(sent).containsExactly("main: outcomes [1]", "main: outcomes [2, 3]");
        windowOver();
        assertThat(due).isEmpty();
        outcome("main", 4);
        assertThat(sent).last().isEqualTo("main: outcomes [4]");
    }

    @Test
    void trees_do_not_wait_for_each_other() {
        outcome("main", 1);
        outcome("acme", 1);
        assertThat(sent).containsExactly("main: outcomes [1]", "acme: outcomes [1]");
    }

    @Test
    void a_bundle_is_handed_back_after_its_outcomes() {
        outcome("main", 1);
        outcome("main", 2);
        handBack("main", 2, "stop");
        handBack("main", 3, "stop");
        handBack("main", 4, "busy");
        windowOver();
        assertThat(sent)
                .containsExactly(
                        "main: outcomes [1]",
                        "main: outcomes [2]",
                        "main: handed back [2, 3]",
                        "main: handed back [4]");
    }

    @Test
    void many_do_not_wait_for_the_window() {
        for (int i = 0; i <= ReportBatches.MAX_REPORTS; i++) {
            outcome("main", i);
        }
        assertThat(sent).hasSize(2);
    }

    @Test
    void confirmed_is_what_the_broker_has() {
        outcome("main", 1);
        assertThat(confirmed).isEmpty();
        answers.get(0).accept(null);
        assertThat(confirmed).containsExactly("main1");
    }

    @Test
    void what_failed_is_sent_again_after_a_pause_and_before_what_came_later() {
        outcome("main", 1);
        answers.get(0).accept(new IllegalStateException("broker away"));
        outcome("main", 2);
        windowOver();
        outcome("main", 3);
        assertThat(sent).hasSize(1);
        pauseOver();
        assertThat(sent).last().isEqualTo("main: outcomes [1, 2, 3]");
        assertThat(confirmed).isEmpty();
        answers.get(1).accept(null);
        assertThat(confirmed).containsExactly("main1", "main2", "main3");
    }

    @Test
    void what_waits_after_a_failure_is_sent_by_a_flush() {
        broken = true;
        outcome("main", 1);
        broken = false;
        batches.flush();
        assertThat(sent).containsExactly("main: outcomes [1]");
    }

    @Test
    void single_jobs_go_back_before_the_outcomes_of_those_behind_them() {
        outcome("main", 1);
        outcome("main", 2);
        handBackJob("main", 2);
        outcome("main", 2);
        windowOver();
        assertThat(sent).containsExactly("main: outcomes [1]", "main: jobs handed back [2]", "main: outcomes [2, 2]");
    }

    @Test
    void nothing_overtakes_what_could_not_be_sent() {
        outcome("main", 1);
        broken = true;
        outcome("main", 2);
        handBack("main", 2, "stop");
        brokenOnce = true;
        windowOver();
        assertThat(sent).hasSize(1);
        lastPlanned();
        assertThat(sent).containsExactly("main: outcomes [1]", "main: outcomes [2]", "main: handed back [2]");
    }

    @Test
    void what_came_together_in_an_outage_is_sent_in_parts() {
        broken = true;
        for (int i = 0; i < ReportBatches.MAX_REPORTS + 5; i++) {
            outcome("main", i);
        }
        broken = false;
        batches.flush();
        assertThat(sent).hasSize(2);
        assertThat(sent.get(1)).isEqualTo("main: outcomes [512, 513, 514, 515, 516]");
    }

    @Test
    void outcomes_that_are_too_large_together_are_sent_one_by_one() {
        outcome("main", 1);
        outcome("main", 2);
        outcome("main", 3);
        windowOver();
        answers.get(1).accept(new IllegalStateException("too large"));
        lastPlanned();
        assertThat(sent).last().isEqualTo("main: outcomes [3]");
        assertThat(sent).contains("main: outcomes [2]");
        assertThat(confirmed).isEmpty();
    }

    @Test
    void an_outcome_that_can_never_be_sent_becomes_a_failure_that_says_so_and_then_is_given_up() {
        outcome("main", 1);
        answers.get(0).accept(new IllegalStateException("too large"));
        lastPlanned();
        assertThat(sent).last().isEqualTo("main: outcomes [1OutcomeTooLarge]");
        assertThat(confirmed).isEmpty();
        answers.get(1).accept(new IllegalStateException("too large"));
        lastPlanned();
        assertThat(confirmed).containsExactly("main1");
    }
}
