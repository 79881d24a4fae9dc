package io.sluice.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.core.JobState;
import io.sluice.sdk.JobClient;
import io.sluice.sdk.JobHandle;
import io.sluice.sdk.JobRequest;
import io.sluice.sdk.JobType;
import io.sluice.sdk.RetryableJobException;
import io.sluice.sdk.Snooze;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class InlineTest {

    static final JobType<String> SAY = JobType.of("say", String.class);
    static final JobType<String> FAIL = JobType.of("fail", String.class);
    static final JobType<String> OUTER = JobType.of("outer", String.class);

    private final List<String> said = new ArrayList<>();
    private final TestSluice sluice = TestSluice.builder()
            .channels("root:*,root.one:1")
            .inline()
            .handlers(
                    worker -> worker.handler(SAY, (text, job) -> said.add(text)).handler(FAIL, (text, job) -> {
                        throw new IOException(text);
                    }))
            .build();
    private final JobClient client = sluice.client();

    @Test
    void a_job_has_run_when_submit_returns() {
        JobHandle handle = client.submit(JobRequest.of(SAY, "hello"));

        assertThat(said).containsExactly("hello");
        assertThat(handle.result()).isCompleted();
        sluice.assertDone(handle.id());
    }

    @Test
    void an_eta_is_left_out_and_still_asserted_on() {
        client.submit(JobRequest.of(SAY, "tomorrow").eta(Duration.ofDays(1)));

        assertThat(said).containsExactly("tomorrow");
        sluice.submitted(SAY).withDelay(Duration.ofDays(1)).once();
    }

    @Test
    void what_a_handler_throws_reaches_the_submitter() {
        assertThatThrownBy(() -> client.submit(JobRequest.of(FAIL, "disk full")))
                .isInstanceOf(InlineJobException.class)
                .hasMessageContaining("(fail), which ran inline, failed: java.io.IOException: disk full")
                .cause()
                .isInstanceOf(IOException.class)
                .hasMessage("disk full");
        sluice.assertFailed(sluice.submitted(FAIL).once().id(), "disk full");
    }

    @Test
    void an_error_that_may_heal_reaches_it_too_and_the_job_is_tried_again_when_the_clock_is_turned() {
        boolean[] healed = new boolean[1];
        JobType<Void> flaky = JobType.of("flaky", Void.class);
        sluice.handler(flaky, (none, job) -> {
            if (!healed[0]) {
                throw new RetryableJobException("no answer");
            }
            return null;
        });

        assertThatThrownBy(() -> client.submit(JobRequest.of(flaky, (Void) null)))
                .isInstanceOf(InlineJobException.class)
                .hasMessageContaining("failed and will be tried again: ");

        healed[0] = true;
        sluice.runAll();
        sluice.assertAllDone();
    }

    @Test
    void a_snooze_is_no_failure() {
        JobType<Void> patient = JobType.of("patient", Void.class);
        sluice.handler(patient, (none, job) -> {
            throw new Snooze(Duration.ofHours(1));
        });

        JobHandle handle = client.submit(JobRequest.of(patient, (Void) null));

        sluice.assertState(handle.id(), JobState.SCHEDULED);
    }

    @Test
    void a_handler_that_uses_the_client_has_its_job_run_at_once() {
        sluice.handler(OUTER, (text, job) -> {
            said.add("before");
            client.submit(JobRequest.of(SAY, text));
            said.add("after");
            return null;
        });

        client.submit(JobRequest.of(OUTER, "inner"));

        assertThat(said).containsExactly("before", "inner", "after");
    }

    @Test
    void a_failure_inside_a_handler_fails_both_jobs() {
        sluice.handler(
                OUTER,
                (text, job) -> client.submit(JobRequest.of(FAIL, text)).id().toString());

        assertThatThrownBy(() -> client.submit(JobRequest.of(OUTER, "disk full")))
                .isInstanceOf(InlineJobException.class)
                .hasMessageContaining("(outer)")
                .rootCause()
                .isInstanceOf(IOException.class);
        assertThat(sluice.jobs()).extracting(TestJob::state).containsExactly(JobState.FAILED, JobState.FAILED);
    }

    @Test
    void a_channel_with_one_seat_runs_the_inner_job_behind_the_outer_one() {
        sluice.handler(OUTER, (text, job) -> {
            client.submit(JobRequest.of(SAY, text).channel("root.one"));
            said.add("outer is done");
            return null;
        });

        client.submit(JobRequest.of(OUTER, "inner").channel("root.one"));

        assertThat(said).containsExactly("outer is done", "inner");
    }

    @Test
    void jobs_of_the_context_run_when_their_maker_is_done() {
        sluice.handler(OUTER, (text, job) -> {
            job.submit(JobRequest.of(SAY, text).eta(Duration.ofHours(1)));
            said.add("outer is done");
            return null;
        });

        client.submit(JobRequest.of(OUTER, "inner"));

        assertThat(said).containsExactly("outer is done", "inner");
        sluice.submitted(SAY).withDelay(Duration.ofHours(1)).once();
    }

    @Test
    void a_job_without_a_handler_stays_ready() {
        JobHandle handle = client.submit(JobRequest.of(OUTER, "nobody"));

        sluice.assertState(handle.id(), JobState.READY);
        assertThat(sluice.job(handle).why()).contains("no handler was given for its type outer, only for fail, say");
    }

    @Test
    void an_assertion_that_fails_in_a_handler_fails_the_test() {
        sluice.handler(OUTER, (text, job) -> {
            assertThat(text).isEqualTo("right");
            return null;
        });

        assertThatThrownBy(() -> client.submit(JobRequest.of(OUTER, "wrong"))).isInstanceOf(AssertionError.class);
        client.submit(JobRequest.of(OUTER, "right"));
    }

    @Test
    void a_worker_with_one_slot_runs_the_inner_job_behind_the_outer_one() {
        sluice.handlers(worker -> worker.slots(1)).handler(OUTER, (text, job) -> {
            client.submit(JobRequest.of(SAY, text));
            said.add("outer is done");
            return null;
        });

        client.submit(JobRequest.of(OUTER, "inner"));

        assertThat(said).containsExactly("outer is done", "inner");
    }

    @Test
    void handlers_within_handlers_run_at_once_on_a_machine_with_few_processors_too() {
        sluice.handler(OUTER, (text, job) -> {
            if (text.length() < 20) {
                client.submit(JobRequest.of(OUTER, text + "+"));
            }
            said.add(text);
            return null;
        });

        client.submit(JobRequest.of(OUTER, "+"));

        assertThat(said).hasSize(20).first().isEqualTo("+".repeat(20));
    }
}
