package io.sluice.sdk;

import static io.sluice.sdk.JobOptions.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.schemas.JobSpec;
import io.sluice.schemas.RecordFormats;
import io.sluice.schemas.Submit;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Options at their edges, and where an annotation and options meet. */
class OptionTrapsTest {

    private static final JobType<String> GREET = JobType.of("greet", String.class);
    private static final JobRequest<String> ANN = JobRequest.of(GREET, "ann");

    private final List<JobSpec> submitted = new ArrayList<>();
    private final JobClient client = LocalClient.of(
                    JobClient.builder(), Clock.systemUTC(), (tree, command) -> take(command))
            .client();
    private final JobIds ids = new JobIds();

    private void take(byte[] command) {
        submitted.add(
                ((Submit) RecordFormats.bundled().command().decode(command).getBody()).getJob());
    }

    interface Mail {
        @JobMethod(priority = 7, maxAttempts = 3, timeoutSeconds = 30, description = "mail {0}{0}{0}{0}{0}{0}")
        void send(String to);
    }

    @Test
    void an_option_that_says_the_default_wins_over_the_annotation() {
        client.delay(Mail.class, options().priority(10).maxAttempts(0).timeout(Duration.ZERO))
                .send("ann");
        assertThat(submitted.get(0).getPriority()).isEqualTo(10);
        assertThat(submitted.get(0).getMaxAttempts()).isZero();
        assertThat(submitted.get(0).getTimeoutMs()).isZero();
    }

    @Test
    void a_very_short_timeout_is_not_none() {
        client.submit(ANN.timeout(Duration.ofNanos(5)));
        assertThat(submitted.get(0).getTimeoutMs()).isEqualTo(1);
    }

    @Test
    void an_instant_that_has_no_milliseconds_is_past_or_refused() {
        client.submit(ANN.eta(Instant.MIN));
        assertThat(submitted.get(0).getEta()).isZero();
        assertThatThrownBy(() -> client.submit(ANN.expires(Instant.MAX)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("leave it out if the job shall never expire");
    }

    @Test
    void a_job_does_not_wait_for_one_of_another_tree() {
        assertThatThrownBy(() -> client.submit(ANN.after(ids.next("acme"))))
                .hasMessageContaining("cannot wait for a job or join a flow of tree acme");
        client.submit(ANN.tree("acme").after(ids.next("acme")));
        assertThat(submitted).hasSize(1);
    }

    @Test
    void jobs_of_a_type_have_no_id_in_common() {
        assertThatThrownBy(() -> GREET.defaults(options().id(ids.next("main"))))
                .hasMessageContaining("only the first would be stored");
    }

    @Test
    void a_description_that_the_scheduler_would_reject_is_refused_here() {
        assertThatThrownBy(() -> ANN.description("x".repeat(1025))).hasMessageContaining("1025 characters");
        client.delay(Mail.class).send("x".repeat(100_000));
        assertThat(submitted.get(0).getDescription()).hasSize(1024).endsWith("…");
    }

    @Test
    void what_was_delayed_does_not_run_its_own_jobs() {
        Mail delayed = client.delay(Mail.class);
        assertThatThrownBy(() -> Worker.builder().handlers(Mail.class, delayed))
                .hasMessageContaining("it would submit each of them again");
        assertThatThrownBy(() -> client.tryOrDelay(Mail.class, delayed, mail -> mail.send("ann")))
                .hasMessageContaining("the object that does the work");
    }
}
