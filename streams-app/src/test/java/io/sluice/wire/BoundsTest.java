package io.sluice.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.core.Command;
import io.sluice.core.FlowId;
import io.sluice.core.JobId;
import io.sluice.schemas.Cancel;
import io.sluice.schemas.Claimed;
import io.sluice.schemas.Dedup;
import io.sluice.schemas.Done;
import io.sluice.schemas.ExponentialRetry;
import io.sluice.schemas.Heartbeat;
import io.sluice.schemas.JobAction;
import io.sluice.schemas.JobError;
import io.sluice.schemas.JobFilter;
import io.sluice.schemas.JobSpec;
import io.sluice.schemas.Outcome;
import io.sluice.schemas.Outcomes;
import io.sluice.schemas.Parent;
import io.sluice.schemas.Progress;
import io.sluice.schemas.PutSchedule;
import io.sluice.schemas.RecordFormats;
import io.sluice.schemas.Report;
import io.sluice.schemas.Retry;
import io.sluice.schemas.Schedule;
import io.sluice.schemas.Submit;
import io.sluice.schemas.SubmitFlow;
import io.sluice.schemas.SubmittedJob;
import io.sluice.schemas.Sweep;
import io.sluice.schemas.UuidFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Semantics §2 and §14: no client makes a record that no topic takes. */
class BoundsTest {

    private static final String HUGE = "x".repeat(3 * 1024 * 1024);
    private static final Optional<byte[]> KEY = Optional.of("main".getBytes(UTF_8));
    private static final UUID JOB = new UUID(1, 2);

    @Test
    void what_is_for_people_is_cut() {
        assertThat(command(new Cancel(UuidFormat.encode(JOB), HUGE, false)))
                .isInstanceOfSatisfying(
                        Command.OnJob.class,
                        c -> assertThat(((io.sluice.core.JobAction.Cancel) c.action()).reason())
                                .hasSize(1_000));
        assertThat(end(new Done(HUGE, List.of())))
                .isInstanceOfSatisfying(
                        Command.Done.class,
                        done -> assertThat(bytes(done.result().orElseThrow())).isEqualTo(64 * 1024));
        Retry retry = new Retry(new JobError(HUGE, HUGE, HUGE), null, null);
        assertThat(end(retry)).isInstanceOfSatisfying(Command.Retry.class, c -> {
            assertThat(bytes(c.error().stackTrace())).isEqualTo(32 * 1024);
            assertThat(bytes(c.error().message())).isEqualTo(8 * 1024);
            assertThat(bytes(c.error().type())).isEqualTo(256);
        });
    }

    @Test
    void what_a_run_says_of_itself_is_cut_by_bytes_and_between_characters() {
        String euros = "€".repeat(64 * 1024);
        String keys = "🔑".repeat(64 * 1024);
        for (String text : List.of(euros, keys, "é".repeat(64 * 1024), "x" + euros, "xx" + keys, "€".repeat(21_846))) {
            Command.Done done = (Command.Done) end(new Done(text, List.of()));

            assertThat(bytes(done.result().orElseThrow())).isBetween(64 * 1024 - 3, 64 * 1024);
            assertThat(text).startsWith(done.result().orElseThrow().replace("…", ""));
            assertThat(bytes(log(text))).isBetween(32 * 1024 - 3, 32 * 1024);
            assertThat(text).endsWith(log(text).replace("…", ""));
        }
        String fits = "€".repeat(21_845);
        assertThat(end(new Done(fits, List.of()))).isEqualTo(new Command.Done(Optional.of(fits)));
    }

    private static int bytes(String text) {
        return text.getBytes(UTF_8).length;
    }

    @Test
    void a_sweep_that_does_not_read_is_refused_and_no_dead_letter() {
        JobFilter badChannel = new JobFilter("root.a b", "", List.of(), "", 0L);
        JobFilter badState = new JobFilter("", "", List.of("GONE"), "", 0L);
        JobFilter badType = new JobFilter("", "no name", List.of(), "", 0L);
        JobAction cancel = new JobAction("Cancel", "", 0L, false);
        assertThat(unfit(new Sweep(badChannel, cancel))).contains("\"a b\"");
        assertThat(unfit(new Sweep(badState, cancel))).contains("\"GONE\"", "FAILED");
        assertThat(unfit(new Sweep(badType, cancel))).contains("\"no name\"");
        JobFilter all = new JobFilter("", "", List.of(), "", 0L);
        assertThat(unfit(new Sweep(all, new JobAction("Explode", "", 0L, false))))
                .contains("\"Explode\"");
        assertThat(unfit(new Sweep(all, new JobAction("Drop", "", 0L, false)))).contains("DropTree");
    }

    private static String unfit(Sweep sweep) {
        return ((Command.UnfitSweep) command(sweep)).why();
    }

    @Test
    void of_a_log_the_end_is_kept() {
        String lines = IntStream.range(0, 300).mapToObj(Integer::toString).collect(Collectors.joining("\n"));
        assertThat(log(lines).lines()).hasSize(100).startsWith("200").endsWith("299");
        assertThat(log("a\n\nb")).isEqualTo("a\n\nb");
        assertThat(log("")).isEmpty();
        assertThat(log(HUGE)).hasSize(32 * 1024 - 2).startsWith("…x");
    }

    @Test
    void progress_is_cut() {
        Progress far = new Progress(7L, UuidFormat.encode(JOB), 1, 4_000, HUGE);
        assertThat(report(new Report("w", 1L, far))).isInstanceOfSatisfying(Command.Progressed.class, c -> {
            assertThat(c.progress().percent()).isEqualTo(100);
            assertThat(bytes(c.progress().message())).isEqualTo(1024);
        });
    }

    @Test
    void what_means_something_is_refused() {
        assertThatThrownBy(() -> report(new Report(HUGE, 1L, new Claimed(List.of()))))
                .isInstanceOf(BadRecordException.class)
                .hasMessageContaining("worker's id");
        Heartbeat beat = new Heartbeat(1, 1, List.of(), List.of(HUGE), List.of(), false);
        assertThatThrownBy(() -> report(new Report("w", 1L, beat)))
                .isInstanceOf(BadRecordException.class)
                .hasMessageContaining("a job type");
    }

    @Test
    void an_outcome_counts_whatever_its_handlers_retry_policy_looks_like() {
        Retry retry = new Retry(new JobError("E", "busy", ""), null, new ExponentialRetry(5L, 0.5, 10L, 0.1));

        assertThat(end(retry))
                .isInstanceOfSatisfying(
                        Command.Retry.class, c -> assertThat(c.policy()).isEmpty());
    }

    @Test
    void a_submission_that_cannot_be_a_job_is_refused_by_name() {
        JobSpec spec = JobSpec.newBuilder()
                .setId(UuidFormat.encode(JOB))
                .setType("t")
                .setParents(List.of())
                .setRetry(new ExponentialRetry(5L, 0.5, 10L, 0.1))
                .build();

        assertThat(command(new Submit(spec))).isInstanceOfSatisfying(Command.Unfit.class, unfit -> {
            assertThat(unfit.job()).isEqualTo(new JobId("main", JOB));
            assertThat(unfit.why()).contains("the factor is 0.5");
        });
    }

    @Test
    void a_run_that_submits_what_does_not_read_fails_alone_and_the_other_outcomes_of_its_report_count() {
        Outcome good = outcomeOf(new Done("fine", List.of()));
        for (JobSpec bad : unfit()) {
            Outcome failed = outcomeOf(new Done("fine too", List.of(new SubmittedJob(bad, false))));

            Command.Outcomes read = (Command.Outcomes) report(new Report("w", 1L, new Outcomes(List.of(good, failed))));

            assertThat(read.outcomes().getFirst().end()).isEqualTo(new Command.Done(Optional.of("fine")));
            assertThat(read.outcomes().getLast().end()).isInstanceOfSatisfying(Command.Failed.class, end -> {
                assertThat(end.error().type()).isEqualTo("SubmissionRefused");
                assertThat(end.error().message()).contains("the run of job main:", "succeeded", "allowed");
            });
        }
    }

    @Test
    void a_flow_with_a_job_that_does_not_read_is_refused_and_no_dead_letter() {
        for (JobSpec bad : unfit()) {
            SubmitFlow flow = new SubmitFlow(UuidFormat.encode(new UUID(3, 4)), "", List.of(bad));

            Decoded read = decoded(flow);

            assertThat(read.command()).isInstanceOfSatisfying(Command.UnfitFlow.class, unfit -> {
                assertThat(unfit.flow()).isEqualTo(new FlowId("main", new UUID(3, 4)));
                assertThat(unfit.why()).contains("job main:" + JOB, "allowed");
            });
            assertThat(read.cause().command()).contains(new UUID(3, 4));
        }
    }

    @Test
    void a_schedule_that_does_not_read_is_refused_and_no_dead_letter() {
        Schedule.Builder schedule = Schedule.newBuilder().setId("nightly").setCron("@daily");
        JobSpec fit = spec().build();

        assertThat(unfit(schedule.setJob(fit).setOverlap("never").build())).contains("\"never\"", "allow and skip");
        schedule.setOverlap("skip");
        assertThat(unfit(schedule.setMisfire("twice").build())).contains("\"twice\"", "once and skip");
        schedule.setMisfire("once");
        for (JobSpec bad : unfit()) {
            assertThat(unfit(schedule.setJob(bad).build())).contains("allowed");
        }
    }

    private static String unfit(Schedule schedule) {
        Command.UnfitSchedule unfit = (Command.UnfitSchedule) command(new PutSchedule(schedule));
        assertThat(unfit.id()).isEqualTo("nightly");
        return unfit.why();
    }

    /** Each with one part that does not read. */
    private static List<JobSpec> unfit() {
        return List.of(
                spec().setDedup(new Dedup("k".repeat(600), "keep", false, 0L)).build(),
                spec().setDedup(new Dedup("k", "sometimes", false, 0L)).build(),
                spec().setParents(List.of(new Parent(UuidFormat.encode(new UUID(5, 6)), "whenever")))
                        .build(),
                spec().setRetry(new ExponentialRetry(5L, 0.5, 10L, 0.1)).build());
    }

    private static JobSpec.Builder spec() {
        return JobSpec.newBuilder().setId(UuidFormat.encode(JOB)).setType("t").setParents(List.of());
    }

    private static Outcome outcomeOf(Object end) {
        return new Outcome(7L, UuidFormat.encode(JOB), 1, 1L, 2L, end, "");
    }

    private static Decoded decoded(Object body) {
        return Wire.bundled()
                .command(
                        KEY,
                        RecordFormats.bundled()
                                .command()
                                .encode(new io.sluice.schemas.Command(null, "somebody", 1L, body)));
    }

    private static Command command(Object body) {
        byte[] value =
                RecordFormats.bundled().command().encode(new io.sluice.schemas.Command(null, "somebody", 1L, body));
        return Wire.bundled().command(KEY, value).command();
    }

    private static Command report(Report report) {
        return Wire.bundled()
                .report(KEY, RecordFormats.bundled().report().encode(report))
                .command();
    }

    private static Command.End end(Object end) {
        return outcome(new Outcome(7L, UuidFormat.encode(JOB), 1, 1L, 2L, end, ""))
                .end();
    }

    private static String log(String lines) {
        Done done = new Done(null, List.of());
        return outcome(new Outcome(7L, UuidFormat.encode(JOB), 1, 1L, 2L, done, lines))
                .log();
    }

    private static Command.Outcome outcome(Outcome outcome) {
        Command.Outcomes read = (Command.Outcomes) report(new Report("w", 1L, new Outcomes(List.of(outcome))));
        return read.outcomes().getFirst();
    }
}
