package io.sluice.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.schemas.Done;
import io.sluice.schemas.JobSpec;
import io.sluice.schemas.Outcome;
import io.sluice.schemas.Progress;
import io.sluice.schemas.Snoozed;
import io.sluice.schemas.SubmittedJob;
import io.sluice.schemas.UuidFormat;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a handler can do with its context, and what of it reaches the scheduler. */
class JobContextTest {

    private interface Body {
        Object run(JobContext context) throws Exception;
    }

    private Body body = context -> null;
    private final List<Throwable> wrong = new CopyOnWriteArrayList<>();
    private final Rig rig = new Rig((payload, context) -> checked(context), HandlerOptions.defaults());

    private Object checked(JobContext context) throws Exception {
        try {
            return body.run(context);
        } catch (AssertionError e) {
            wrong.add(e);
            throw e;
        }
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    private Outcome outcomeOf(Body handler) {
        body = handler;
        rig.run(rig.bundle(1, "a"));
        rig.awaitNothingInHand();
        assertThat(wrong).isEmpty();
        return rig.outcomes().get(0);
    }

    private static JobSpec spec(SubmittedJob submitted) {
        return submitted.getJob();
    }

    // ---- log

    @Test
    void the_last_hundred_lines_ride_in_the_outcome() {
        Outcome outcome = outcomeOf(context -> {
            for (int i = 1; i <= 98; i++) {
                context.log("line " + i);
            }
            context.log("one\ntwo\nthree");
            return null;
        });
        assertThat(outcome.getLog().lines()).hasSize(100).startsWith("line 2").endsWith("two", "three");
    }

    @Test
    void a_log_has_at_most_32_KiB_and_is_kept_whatever_the_end() {
        Outcome outcome = outcomeOf(context -> {
            context.log("first");
            context.log("ä".repeat(10_000));
            context.log("ö".repeat(30_000));
            throw new Snooze(Duration.ZERO);
        });
        assertThat(outcome.getEnd()).isInstanceOf(Snoozed.class);
        assertThat(outcome.getLog().getBytes(StandardCharsets.UTF_8).length).isBetween(32 * 1024 - 3, 32 * 1024);
        assertThat(outcome.getLog()).startsWith("ööö").endsWith("(cut)");
    }

    @Test
    void nothing_that_is_logged_is_an_error() {
        Outcome outcome = outcomeOf(context -> {
            context.log(null);
            context.log("");
            context.log("last");
            return null;
        });
        assertThat(outcome.getEnd()).isInstanceOf(Done.class);
        assertThat(outcome.getLog()).isEqualTo("null\n\nlast");
    }

    // ---- progress

    private List<Progress> told() {
        return rig.sent().stream()
                .filter(Progress.class::isInstance)
                .map(Progress.class::cast)
                .toList();
    }

    @Test
    void progress_is_told_at_most_once_a_second_and_the_last_word_before_the_outcome() {
        outcomeOf(context -> {
            for (int i = 0; i <= 100; i++) {
                context.progress(i, "row " + i);
            }
            rig.now.addAndGet(JobProgress.EVERY_MS);
            context.progress(101, null);
            context.progress(-1, "x".repeat(2_000));
            return null;
        });
        assertThat(told()).extracting(Progress::getPercent).containsExactly(0, 100, 0);
        assertThat(told().get(2).getMessage()).hasSize(1022).endsWith("…");
        assertThat(rig.sent()).last().isNotInstanceOf(Progress.class);
    }

    // ---- parents

    @Test
    void the_parents_results_are_there_by_their_ids() {
        UUID parent = rig.ids.next("main").uuid();
        List<Map<JobId, String>> seen = new ArrayList<>();
        body = context -> seen.add(context.parentResults());
        rig.run(rig.builder(1)
                .setJobs(List.of(rig.job("a")
                        .setParentResults(Map.of(parent.toString(), "5"))
                        .build()))
                .build());
        rig.awaitNothingInHand();
        assertThat(seen).containsExactly(Map.of(new JobId("main", parent), "5"));
    }

    // ---- fan-out

    @Test
    void what_a_handler_submits_rides_in_its_outcome_with_ids_derived_from_its_own() {
        List<JobId> told = new ArrayList<>();
        JobId[] self = new JobId[1];
        JobId own = rig.ids.next("main");
        Outcome outcome = outcomeOf(context -> {
            self[0] = context.id();
            told.addAll(context.submit(
                    JobRequest.of(Rig.ECHO, "x").priority(3),
                    JobRequest.of(Rig.ECHO, "y").id(own)));
            told.addAll(context.submitBeforeChildren(JobRequest.of(Rig.ECHO, "z")));
            return "done";
        });
        List<SubmittedJob> submitted = ((Done) outcome.getEnd()).getSubmitted();
        assertThat(told).containsExactly(JobIds.derived(self[0], 0), own, JobIds.derived(self[0], 2));
        assertThat(submitted)
                .extracting(job -> new JobId("main", UuidFormat.decode(spec(job).getId())))
                .isEqualTo(told);
        assertThat(submitted).extracting(SubmittedJob::getHoldsChildren).containsExactly(false, false, true);
        assertThat(spec(submitted.get(0)).getPriority()).isEqualTo(3);
    }

    @Test
    void without_a_done_nothing_is_submitted() {
        Outcome outcome = outcomeOf(context -> {
            context.submit(JobRequest.of(Rig.ECHO, "x"));
            throw new IllegalStateException("no");
        });
        assertThat(outcome.getEnd()).isNotInstanceOf(Done.class);
    }

    @Test
    void another_tree_or_too_much_is_refused_and_says_what_to_do() {
        Outcome outcome = outcomeOf(context -> {
            assertThatThrownBy(() -> context.submit(JobRequest.of(Rig.ECHO, "x").tree("acme")))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("to the tree acme")
                    .hasMessageContaining("JobClient");
            JobRequest<String> large = JobRequest.of(Rig.ECHO, "x".repeat(400 * 1024));
            context.submit(large, large);
            assertThatThrownBy(() -> context.submit(JobRequest.of(Rig.ECHO, "fits"), large))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("submits 4 jobs")
                    .hasMessageContaining("1 MiB");
            return null;
        });
        assertThat(((Done) outcome.getEnd()).getSubmitted()).hasSize(2);
    }

    @Test
    void after_the_end_nothing_can_be_submitted_or_told() {
        JobContext[] leaked = new JobContext[1];
        Outcome outcome = outcomeOf(context -> {
            leaked[0] = context;
            return null;
        });
        assertThatThrownBy(() -> leaked[0].submit(JobRequest.of(Rig.ECHO, "x")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("has ended");
        leaked[0].progress(50, "late");
        assertThat(told()).isEmpty();
        assertThat(outcome.getLog()).isEmpty();
    }

    // ---- ends

    @Test
    void a_rate_limit_says_how_long() {
        Outcome outcome = outcomeOf(context -> {
            throw new RateLimited(Duration.ofSeconds(30));
        });
        assertThat(outcome.getEnd()).isEqualTo(new io.sluice.schemas.RateLimited(30_000L));
    }
}
