package io.sluice.sdk;

import static io.sluice.sdk.JobOptions.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.schemas.JobSpec;
import io.sluice.schemas.RecordFormats;
import io.sluice.schemas.Submit;
import java.net.SocketTimeoutException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TryOrDelayTest {

    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
    private static final JobType<Long> SEND = JobType.of("send", Long.class);

    interface Mail {
        @JobMethod(retryOn = SocketTimeoutException.class)
        String send(long invoice) throws Exception;
    }

    private final List<JobSpec> submitted = new ArrayList<>();
    private final JobClient client = LocalClient.of(
                    JobClient.builder(),
                    Clock.fixed(NOW, ZoneOffset.UTC),
                    (tree, command) -> submitted.add(((Submit) RecordFormats.bundled()
                                    .command()
                                    .decode(command)
                                    .getBody())
                            .getJob()))
            .client();

    private static String fails(Exception error) throws Exception {
        throw error;
    }

    private Duration delay() {
        return Duration.between(NOW, Instant.ofEpochMilli(submitted.get(0).getEta()));
    }

    @Test
    void what_works_now_is_no_job() throws Exception {
        Tried<String> tried = client.tryOrDelay(() -> "sent", JobRequest.of(SEND, 42L));
        assertThat(tried.wasDelayed()).isFalse();
        assertThat(tried.value()).isEqualTo("sent");
        assertThat(tried.job()).isEmpty();
        assertThat(submitted).isEmpty();
    }

    @Test
    void an_error_that_may_heal_postpones_it_by_ten_minutes() throws Exception {
        SocketTimeoutException slow = new SocketTimeoutException("slow");
        Tried<String> tried =
                client.tryOrDelay(() -> fails(slow), JobRequest.of(SEND, 42L), SocketTimeoutException.class);
        assertThat(tried.wasDelayed()).isTrue();
        assertThat(tried.value()).isNull();
        assertThat(tried.error()).contains(slow);
        assertThat(tried.job()).isPresent();
        assertThat(delay()).isEqualTo(Duration.ofMinutes(10));
    }

    @Test
    void the_requests_eta_goes_before_the_errors_delay_and_that_before_ten_minutes() throws Exception {
        JobRequest<Long> later = JobRequest.of(SEND, 42L);
        client.tryOrDelay(
                () -> fails(new RetryableJobException("busy").after(Duration.ofSeconds(9))),
                later.eta(Duration.ofHours(1)));
        assertThat(delay()).isEqualTo(Duration.ofHours(1));
        submitted.clear();
        client.tryOrDelay(() -> fails(new RetryableJobException("busy").after(Duration.ofSeconds(9))), later);
        assertThat(delay()).isEqualTo(Duration.ofSeconds(9));
        submitted.clear();
        client.tryOrDelay(() -> fails(new Snooze(Duration.ofSeconds(5))), later);
        assertThat(delay()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void what_has_no_result_is_tried_as_well() throws Exception {
        StringBuilder sent = new StringBuilder();
        assertThat(client.tryOrDelay(
                                () -> {
                                    sent.append("sent");
                                },
                                JobRequest.of(SEND, 42L))
                        .wasDelayed())
                .isFalse();
        assertThat(sent).hasToString("sent");
        Tried.Attempt slow = () -> fails(new SocketTimeoutException("slow"));
        assertThat(client.tryOrDelay(slow, JobRequest.of(SEND, 42L), SocketTimeoutException.class)
                        .wasDelayed())
                .isTrue();
    }

    @Test
    void any_other_error_is_the_callers() {
        assertThatThrownBy(() -> client.tryOrDelay(
                        () -> fails(new IllegalStateException("wrong")),
                        JobRequest.of(SEND, 42L),
                        SocketTimeoutException.class))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("wrong");
        assertThatThrownBy(() -> client.tryOrDelay(
                        () -> fails(new InterruptedException()), JobRequest.of(SEND, 42L), Exception.class))
                .isInstanceOf(InterruptedException.class);
        assertThat(submitted).isEmpty();
    }

    @Test
    void a_call_is_made_now_or_becomes_a_job() throws Exception {
        Mail works = invoice -> "sent " + invoice;
        assertThat(client.tryOrDelay(Mail.class, works, mail -> mail.send(42L)).value())
                .isEqualTo("sent 42");
        Mail slow = invoice -> fails(new SocketTimeoutException("slow"));
        Tried<Object> tried = client.tryOrDelay(
                Mail.class, slow, options().priority(3).eta(Duration.ofMinutes(2)), mail -> mail.send(42L));
        assertThat(tried.wasDelayed()).isTrue();
        assertThat(submitted.get(0).getType()).isEqualTo("Mail-send");
        assertThat(submitted.get(0).getPriority()).isEqualTo(3);
        assertThat(delay()).isEqualTo(Duration.ofMinutes(2));
        Mail wrong = invoice -> fails(new IllegalStateException("wrong"));
        assertThatThrownBy(() -> client.tryOrDelay(Mail.class, wrong, mail -> mail.send(42L)))
                .hasMessage("wrong");
    }

    @Test
    void both_errors_are_told_when_it_can_neither_be_done_nor_submitted() {
        client.close();
        assertThatThrownBy(() ->
                        client.tryOrDelay(() -> fails(new RetryableJobException("busy")), JobRequest.of(SEND, 42L)))
                .isInstanceOf(IllegalStateException.class)
                .satisfies(error -> assertThat(error.getSuppressed()[0]).hasMessage("busy"));
    }
}
