package io.sluice.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.type.TypeReference;
import io.sluice.schemas.Command;
import io.sluice.schemas.ExponentialRetry;
import io.sluice.schemas.FixedRetry;
import io.sluice.schemas.JobSpec;
import io.sluice.schemas.RecordFormats;
import io.sluice.schemas.RetryStep;
import io.sluice.schemas.StepsRetry;
import io.sluice.schemas.Submit;
import io.sluice.schemas.UuidFormat;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JobRequestTest {

    record Invoice(long number, LocalDate due) {}

    private static final Instant NOW = Instant.parse("2026-03-04T05:06:07.089Z");
    private static final JobType<Invoice> SEND = JobType.of("send-invoice", Invoice.class);
    private static final Invoice INVOICE = new Invoice(42, LocalDate.of(2026, 4, 1));
    private final JobId id = new JobIds().next("main");
    private final CommandRecords records = new CommandRecords("shop", Json.standard());

    private Command command(JobRequest<?> request) {
        byte[] bytes = RecordFormats.bundled().command().encode(records.submit(request, id, NOW));
        return RecordFormats.bundled().command().decode(bytes);
    }

    private JobSpec spec(JobRequest<?> request) {
        return ((Submit) command(request).getBody()).getJob();
    }

    @Test
    void a_job_that_runs_another_again_says_so_and_carries_its_bytes_as_they_are() {
        JobId old = new JobIds().next("main");
        JobSpec job = spec(JobRequest.of(JobType.of("send-invoice", byte[].class), new byte[] {1, 2})
                .contentType("text/csv")
                .replayOf(old));

        assertThat(UuidFormat.decode(job.getReplayOf())).isEqualTo(old.uuid());
        assertThat(job.getContentType()).isEqualTo("text/csv");
        assertThat(job.getPayload().remaining()).isEqualTo(2);
        JobRequest<Invoice> elsewhere = JobRequest.of(SEND, INVOICE).replayOf(new JobIds().next("acme"));
        assertThatThrownBy(() -> spec(elsewhere)).hasMessageContaining("submit it into tree acme");
    }

    @Test
    void a_plain_request_leaves_everything_else_to_the_scheduler() {
        Command command = command(JobRequest.of(SEND, INVOICE));
        assertThat(command.getId()).isNull();
        assertThat(command.getBy()).isEqualTo("shop");
        JobSpec job = ((Submit) command.getBody()).getJob();
        assertThat(UuidFormat.decode(job.getId())).isEqualTo(id.uuid());
        assertThat(job.getType()).isEqualTo("send-invoice");
        assertThat(job.getChannel()).isEmpty();
        assertThat(text(job)).isEqualTo("{\"number\":42,\"due\":\"2026-04-01\"}");
        assertThat(job.getContentType()).isEqualTo("application/json");
        assertThat(job.getPriority()).isEqualTo(10);
        assertThat(job.getEta()).isNull();
        assertThat(job.getMaxAttempts()).isNull();
        assertThat(job.getRetry()).isNull();
        assertThat(job.getSubmittedAt()).isEqualTo(NOW.toEpochMilli());
    }

    @Test
    void every_option_arrives() {
        JobSpec job = spec(JobRequest.of(SEND, INVOICE)
                .channel("root.shop.mail")
                .priority(-5)
                .eta(Duration.ofMinutes(5))
                .maxAttempts(3)
                .retry(RetryPolicy.exponential(Duration.ofSeconds(1), 3, Duration.ofMinutes(1), 0.5))
                .description("Invoice 42")
                .header("user", "ann")
                .header("tenant", "acme"));
        assertThat(job.getChannel()).isEqualTo("root.shop.mail");
        assertThat(job.getPriority()).isEqualTo(-5);
        assertThat(job.getEta()).isEqualTo(NOW.plusSeconds(300).toEpochMilli());
        assertThat(job.getMaxAttempts()).isEqualTo(3);
        assertThat(job.getRetry()).isEqualTo(new ExponentialRetry(1000L, 3.0, 60_000L, 0.5));
        assertThat(job.getDescription()).isEqualTo("Invoice 42");
        assertThat(job.getHeaders()).isEqualTo(Map.of("user", "ann", "tenant", "acme"));
    }

    @Test
    void an_option_does_not_change_the_request_that_it_was_asked_of() {
        JobRequest<Invoice> plain = JobRequest.of(SEND, INVOICE);
        plain.priority(1).header("a", "b");
        assertThat(spec(plain).getPriority()).isEqualTo(10);
        assertThat(spec(plain).getHeaders()).isEmpty();
    }

    @Test
    void an_eta_is_never_rounded_to_an_earlier_time() {
        assertThat(spec(JobRequest.of(SEND, INVOICE).eta(NOW.plusNanos(1))).getEta())
                .isEqualTo(NOW.toEpochMilli() + 1);
    }

    @Test
    void bytes_and_generic_payloads_and_nothing_are_written_as_they_are() {
        byte[] bytes = {1, 2, 3};
        JobSpec raw = spec(JobRequest.of(JobType.of("raw", byte[].class), bytes));
        assertThat(raw.getPayload().array()).isEqualTo(bytes);
        assertThat(raw.getContentType()).isEqualTo("application/octet-stream");
        JobType<List<Invoice>> many = JobType.of("many", new TypeReference<List<Invoice>>() {});
        assertThat(text(spec(JobRequest.of(many, List.of(INVOICE))))).startsWith("[{\"number\":42");
        assertThat(text(spec(JobRequest.of(SEND, null)))).isEqualTo("null");
    }

    @Test
    void a_fixed_policy_arrives() {
        JobSpec job = spec(JobRequest.of(SEND, INVOICE).retry(RetryPolicy.fixed(Duration.ofSeconds(7))));
        assertThat(job.getRetry()).isEqualTo(new FixedRetry(7000L));
    }

    @Test
    void steps_arrive_with_their_ranges() {
        JobSpec job = spec(JobRequest.of(SEND, INVOICE)
                .retry(RetryPolicy.steps(1, Duration.ofSeconds(10))
                        .then(5, Duration.ofMinutes(1), Duration.ofMinutes(2))));
        assertThat(job.getRetry())
                .isEqualTo(new StepsRetry(
                        List.of(new RetryStep(1, 10_000L, 10_000L), new RetryStep(5, 60_000L, 120_000L))));
        refused(() -> RetryPolicy.steps(0, Duration.ZERO), "must be 1 or more");
        refused(() -> RetryPolicy.steps(1, Duration.ofSeconds(2), Duration.ofSeconds(1)), "must not be the shorter");
    }

    @Test
    void timeout_expiry_and_dedup_arrive() {
        JobSpec job = spec(JobRequest.of(SEND, INVOICE)
                .timeout(Duration.ofMinutes(3))
                .expires(Duration.ofHours(1))
                .dedup(Dedup.key("invoice-42").replace().untilFinished().window(Duration.ofMinutes(10))));
        assertThat(job.getTimeoutMs()).isEqualTo(180_000);
        assertThat(job.getExpires()).isEqualTo(NOW.plusSeconds(3600).toEpochMilli());
        assertThat(job.getDedup()).isEqualTo(new io.sluice.schemas.Dedup("invoice-42", "replace", true, 600_000L));
        JobSpec plain = spec(JobRequest.of(SEND, INVOICE));
        assertThat(plain.getTimeoutMs()).isNull();
        assertThat(plain.getExpires()).isNull();
        assertThat(plain.getDedup()).isNull();
        refused(() -> Dedup.key(""), "0 characters; 1 to 512");
        refused(() -> Dedup.key("x".repeat(513)), "513 characters");
    }

    @Test
    void a_key_by_arguments_is_the_same_for_the_same_type_and_payload_whatever_the_order_of_fields() {
        JobType<Map<String, Object>> type = JobType.of("m", new TypeReference<Map<String, Object>>() {});
        Map<String, Object> one = new java.util.LinkedHashMap<>();
        one.put("b", List.of(1, Map.of("x", 1)));
        one.put("a", "2");
        Map<String, Object> other = new java.util.LinkedHashMap<>();
        other.put("a", "2");
        other.put("b", List.of(1, Map.of("x", 1)));

        assertThat(key(type, one)).isEqualTo(key(type, other)).hasSize(64);
        other.put("a", "3");
        assertThat(key(type, one)).isNotEqualTo(key(type, other));
        other.put("a", "2");
        assertThat(key(type, one))
                .isNotEqualTo(key(JobType.of("n", new TypeReference<Map<String, Object>>() {}), other));
    }

    private String key(JobType<Map<String, Object>> type, Map<String, Object> payload) {
        return spec(JobRequest.of(type, payload).dedup(Dedup.byArguments()))
                .getDedup()
                .getKey();
    }

    @Test
    void an_id_brings_its_tree() {
        assertThat(JobRequest.of(SEND, INVOICE)
                        .id(new JobIds().next("acme"))
                        .values()
                        .tree())
                .isEqualTo("acme");
        assertThatThrownBy(() -> JobRequest.of(SEND, INVOICE).id(id).tree("other"))
                .hasMessageContaining("its tree cannot be other");
    }

    @Test
    void what_is_over_a_limit_is_refused_where_it_is_asked() {
        JobRequest<Invoice> request = JobRequest.of(SEND, INVOICE);
        refused(() -> JobType.of("send invoice", Invoice.class), "job type \"send invoice\" is no name");
        refused(() -> request.tree(""), "tree \"\" is no name");
        refused(() -> request.channel("shop"), "write root.shop");
        refused(() -> request.channel("root..a"), "has the segment \"\"");
        refused(() -> request.channel("root.2.3.4.5.6.7.8.9"), "has 9 segments");
        refused(() -> request.maxAttempts(-1), "maxAttempts is -1");
        refused(() -> request.eta(Duration.ofSeconds(-1)), "an ETA from now is PT-1S");
        refused(() -> request.header("big", "x".repeat(17_000)), "16 KiB");
        refused(() -> request.header("none", null), "neither its name nor its value can be null");
        refused(() -> RetryPolicy.exponential(Duration.ZERO, 0.5, Duration.ZERO, 0), "factor");
        refused(() -> RetryPolicy.exponential(Duration.ZERO, 2, Duration.ZERO, 1.5), "jitter");
        refused(() -> spec(request.eta(NOW.plus(Duration.ofDays(3660)))), "more than 10 years ahead");
        refused(() -> spec(JobRequest.of(JobType.of("raw", byte[].class), new byte[524_289])), "524289 bytes");
        assertThatCode(() -> request.channel("root.2.3.4.5.6.7.8")).doesNotThrowAnyException();
        assertThatCode(() -> spec(JobRequest.of(JobType.of("raw", byte[].class), new byte[524_288])))
                .doesNotThrowAnyException();
    }

    private static void refused(org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String why) {
        assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessageContaining(why);
    }

    private static String text(JobSpec job) {
        return StandardCharsets.UTF_8.decode(job.getPayload().duplicate()).toString();
    }
}
