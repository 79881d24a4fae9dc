package io.sluice.testing;

import static io.sluice.sdk.JobOptions.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.type.TypeReference;
import io.sluice.core.JobState;
import io.sluice.sdk.Dedup;
import io.sluice.sdk.JobClient;
import io.sluice.sdk.JobId;
import io.sluice.sdk.JobMethod;
import io.sluice.sdk.JobRequest;
import io.sluice.sdk.JobType;
import io.sluice.sdk.RetryPolicy;
import io.sluice.sdk.RetryableJobException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AssertionsTest {

    record Invoice(long id, String customer) {}

    interface Mails {
        @JobMethod(channel = "root.mail")
        void send(long invoice, String to);
    }

    static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");
    static final JobType<Invoice> SEND = JobType.of("send-invoice", Invoice.class);
    static final JobType<Invoice> REMIND = JobType.of("remind", Invoice.class);

    private final TestSluice sluice = TestSluice.builder().startingAt(NOON).build();
    private final JobClient client = sluice.client();

    private JobId id(int n) {
        return new JobId("main", new UUID(n << 16 | 0x7000, 0x8000000000000000L));
    }

    private String failure(Runnable assertion) {
        try {
            assertion.run();
        } catch (AssertionError e) {
            return e.getMessage();
        }
        throw new IllegalStateException("the assertion held");
    }

    private void threeJobs() {
        client.submit(JobRequest.of(REMIND, new Invoice(42, "Ann"))
                .id(id(1))
                .channel("root.shop")
                .priority(5));
        client.submit(JobRequest.of(SEND, new Invoice(43, "Bob")).id(id(2)));
        client.submit(JobRequest.of(SEND, new Invoice(42, "Ann"))
                .id(id(3))
                .channel("root.shop")
                .eta(Duration.ofHours(6)));
    }

    @Test
    void each_option_can_be_asserted_on() {
        client.submit(JobRequest.of(SEND, new Invoice(42, "Ann"))
                .tree("acme")
                .channel("root.shop")
                .priority(5)
                .eta(Duration.ofHours(6))
                .maxAttempts(3)
                .timeout(Duration.ofSeconds(30))
                .header("user", "eve")
                .description("invoice 42")
                .dedup(Dedup.key("invoice-42")));

        TestJob job = sluice.submitted(SEND)
                .withPayload(new Invoice(42, "Ann"))
                .withPayload(Map.of("customer", "Ann", "id", 42))
                .withPayloadPart(Map.of("customer", "Ann"))
                .withPayload(Invoice.class, "a small number", invoice -> invoice.id() < 100)
                .inTree("acme")
                .inChannel("root.shop")
                .withPriority(5)
                .withDelay(Duration.ofHours(6))
                .withEta(NOON.plus(Duration.ofHours(6)))
                .withMaxAttempts(3)
                .withTimeout(Duration.ofSeconds(30))
                .withHeader("user", "eve")
                .withDescription("invoice 42")
                .withDedupKey("invoice-42")
                .inState(JobState.SCHEDULED)
                .matching("submitted at noon", each -> each.submittedAt().equals(NOON))
                .once();

        assertThat(job.payload(Invoice.class)).isEqualTo(new Invoice(42, "Ann"));
        assertThat(job.dedupKey()).contains("invoice-42");
        sluice.submitted(SEND).withoutEta().never();
    }

    @Test
    void a_request_is_compared_with_all_that_it_says() {
        client.submit(
                JobRequest.of(SEND, new Invoice(42, "Ann")).channel("root.shop").eta(Duration.ofHours(6)));
        sluice.advance(Duration.ofHours(1));

        sluice.assertSubmitted(JobRequest.of(SEND, new Invoice(42, "Ann")));
        sluice.assertSubmitted(JobRequest.of(SEND, new Invoice(42, "Ann")).eta(Duration.ofHours(6)));
        sluice.assertSubmitted(JobRequest.of(SEND, new Invoice(42, "Ann")).eta(NOON.plus(Duration.ofHours(6))));
        sluice.assertNotSubmitted(JobRequest.of(SEND, new Invoice(42, "Ann")).eta(Duration.ofHours(4)));
        sluice.assertNotSubmitted(JobRequest.of(SEND, new Invoice(42, "Ann")).priority(5));
        sluice.assertNotSubmitted(JobRequest.of(SEND, new Invoice(42, "Bob")));
    }

    @Test
    void a_delayed_call_is_compared_with_a_call() {
        client.delay(Mails.class, options().priority(5)).send(42, "ann@example.org");

        sluice.submitted(Mails.class, mails -> mails.send(42, "ann@example.org"))
                .withPriority(5)
                .inChannel("root.mail")
                .once();
        sluice.submitted(Mails.class, mails -> mails.send(43, "ann@example.org"))
                .never();
    }

    @Test
    void a_failure_shows_the_nearest_job_first_and_how_it_differs() {
        threeJobs();

        assertThat(failure(() -> sluice.submitted(SEND)
                        .withPayload(new Invoice(42, "Ann"))
                        .inChannel("root.shop")
                        .withDelay(Duration.ofHours(5))
                        .once()))
                .isEqualTo("""
                        expected exactly 1 submitted job with
                          type     send-invoice
                          payload  {"id":42,"customer":"Ann"}
                          channel  root.shop
                          delay    5h
                        but there is none. 3 other jobs were submitted, the nearest first:
                          send-invoice {"id":42,"customer":"Ann"}, SCHEDULED, channel root.shop, ETA 2026-03-02T18:00:00Z  [%s]
                              delay is 6h
                          send-invoice {"id":43,"customer":"Bob"}, READY, channel root  [%s]
                              payload is {"id":43,"customer":"Bob"}; channel is root; delay is none
                          remind {"id":42,"customer":"Ann"}, READY, channel root.shop, priority 5  [%s]
                              type is remind; delay is none""".formatted(id(3), id(2), id(1)));
    }

    @Test
    void a_wrong_count_shows_those_that_are_there() {
        threeJobs();

        assertThat(failure(() -> sluice.submitted(SEND).once())).startsWith("""
                        expected exactly 1 submitted job with
                          type  send-invoice
                        but there are 2:
                          send-invoice {"id":43,"customer":"Bob"}, READY, channel root  [""").endsWith("""
                        1 other job was submitted:
                          remind {"id":42,"customer":"Ann"}, READY, channel root.shop, priority 5  [%s]
                              type is remind""".formatted(id(1)));
        assertThat(failure(() -> sluice.assertNotSubmitted(REMIND)))
                .startsWith("expected no submitted jobs with\n  type  remind\nbut there is 1:\n  remind {");
        assertThat(failure(sluice::assertNothingSubmitted))
                .startsWith("expected no submitted jobs\nbut there are 3:\n");
    }

    @Test
    void nothing_at_all_is_said_so() {
        assertThat(failure(() -> sluice.assertSubmitted(SEND))).isEqualTo("""
                        expected at least 1 submitted job with
                          type  send-invoice
                        but there is none; nothing was submitted""");
        sluice.assertNothingSubmitted();
    }

    @Test
    void what_was_not_stored_is_named_with_the_reason() {
        client.submit(JobRequest.of(SEND, new Invoice(1, "Ann")).id(id(1)).dedup(Dedup.key("k")));
        client.submit(JobRequest.of(SEND, new Invoice(2, "Bob")).id(id(2)).dedup(Dedup.key("k")));

        assertThat(failure(() -> sluice.submitted(SEND).times(2)))
                .endsWith("not stored:\n  " + id(2) + ": it is a duplicate of " + id(1));
    }

    @Test
    void a_job_that_is_not_there_is_answered_with_those_that_are() {
        threeJobs();

        assertThat(failure(() -> sluice.job(id(9))))
                .startsWith("there is no job " + id(9) + "; there are 3 jobs:\n  remind {");
    }

    @Test
    void a_job_that_failed_shows_its_error_and_its_log() {
        sluice.handler(SEND, (invoice, job) -> {
            job.log("connecting");
            throw new IllegalStateException("no such mailbox");
        });
        client.submit(JobRequest.of(SEND, new Invoice(42, "Ann")).id(id(1)));
        sluice.runAll();

        assertThat(failure(() -> sluice.assertDone(id(1))))
                .startsWith("expected job " + id(1) + " (send-invoice {\"id\":42,\"customer\":\"Ann\"}) to be DONE,"
                        + " but it is FAILED after 1 attempt\n"
                        + "  last error: java.lang.IllegalStateException: no such mailbox\n"
                        + "    at io.sluice.testing.AssertionsTest")
                .endsWith("  its log:\n    connecting");
        assertThat(failure(() -> sluice.assertFailed(id(1), "disk full")))
                .contains("to have failed with \"disk full\", but it is FAILED after 1 attempt")
                .contains("no such mailbox");
        sluice.assertFailed(id(1), "no such mailbox");
        sluice.assertFailed(id(1), "IllegalStateException");
    }

    @Test
    void a_job_without_a_handler_is_said_to_have_none() {
        client.submit(JobRequest.of(SEND, new Invoice(42, "Ann")).id(id(1)));
        sluice.runAll();
        assertThat(failure(() -> sluice.assertDone(id(1))))
                .contains("but it is READY; no handler was given for its type send-invoice, nor for any other; ");

        sluice.handler(REMIND, (invoice, job) -> null);
        sluice.runAll();
        assertThat(failure(sluice::assertAllDone))
                .startsWith("expected all jobs to be DONE, but of 1 one is not:\n  job " + id(1))
                .contains("no handler was given for its type send-invoice, only for remind; ");
    }

    @Test
    void a_job_that_will_be_tried_again_says_when_and_why() {
        sluice.handler(SEND, (invoice, job) -> {
            throw new RetryableJobException("no answer").after(Duration.ofMinutes(5));
        });
        client.submit(JobRequest.of(SEND, new Invoice(42, "Ann")).id(id(1)));
        sluice.runReady();

        assertThat(failure(() -> sluice.assertDone(id(1))))
                .contains("but it is SCHEDULED; ")
                .contains("waits until 2026-03-02T12:05:00Z (in 5 min")
                .contains("it is tried again after attempt 1 of 5");
        assertThat(failure(() -> sluice.assertScheduled(id(1), NOON.plusSeconds(60))))
                .contains("to be SCHEDULED for 2026-03-02T12:01:00Z, but it is SCHEDULED; ");
    }

    @Test
    void a_cancelled_job_has_its_reason() {
        client.submit(JobRequest.of(SEND, new Invoice(42, "Ann")).id(id(1)));
        client.cancel(id(1), "not wanted");

        sluice.assertCancelled(id(1), "not wanted");
        assertThat(failure(() -> sluice.assertCancelled(id(1), "too late")))
                .endsWith("to be cancelled because of \"too late\", but it is CANCELLED: not wanted");
    }

    @Test
    void what_was_forgotten_is_not_counted() {
        threeJobs();
        sluice.forgetSubmitted();
        client.submit(JobRequest.of(SEND, new Invoice(44, "Eve")));

        sluice.submitted().once();
        assertThat(sluice.job(id(1)).type()).isEqualTo("remind");
    }

    @Test
    void bytes_are_compared_as_they_are() {
        JobType<byte[]> raw = JobType.of("raw", byte[].class);
        client.submit(JobRequest.of(raw, new byte[] {1, 2, 3}));

        sluice.submitted(raw).withPayload(new byte[] {1, 2, 3}).once();
        sluice.submitted(raw).withPayload(new byte[] {1, 2}).never();
        assertThat(sluice.submitted(raw).once().payload(byte[].class)).containsExactly(1, 2, 3);
        assertThat(failure(() -> sluice.submitted(raw).never())).contains("raw 3 bytes of application/octet-stream");
    }

    @Test
    void a_payload_that_is_read_as_something_else_says_so() {
        client.submit(JobRequest.of(JobType.of("word", String.class), "hello"));

        assertThatThrownBy(() -> sluice.submitted().once().payload(Invoice.class))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("the payload \"hello\" cannot be read as");
    }

    @Test
    void many_jobs_are_not_all_shown() {
        for (int n = 0; n < 50; n++) {
            client.submit(JobRequest.of(SEND, new Invoice(n, "Ann")));
        }

        assertThat(failure(() -> sluice.submitted(REMIND).once())).endsWith("… and 40 more");
        assertThat(failure(sluice::assertNothingSubmitted)).endsWith("… and 30 more");
        assertThat(sluice.submitted(SEND)
                        .withPayload(Optional.of(new Invoice(7, "Ann")))
                        .count())
                .isEqualTo(1);
    }

    @Test
    void a_request_is_compared_with_its_expiry_its_retries_and_how_it_holds_its_key() {
        JobRequest<Invoice> said = JobRequest.of(SEND, new Invoice(42, "Ann"))
                .expires(Duration.ofHours(2))
                .retry(RetryPolicy.fixed(Duration.ofMinutes(1)))
                .dedup(Dedup.key("k").untilFinished().window(Duration.ofHours(1)));
        client.submit(said);
        client.submit(JobRequest.of(REMIND, new Invoice(42, "Ann")).dedup(Dedup.key("r")));
        sluice.advance(Duration.ofMinutes(5));

        sluice.assertSubmitted(said);
        sluice.assertSubmitted(JobRequest.of(SEND, new Invoice(42, "Ann")));
        assertThat(failure(() -> sluice.assertSubmitted(JobRequest.of(REMIND, new Invoice(42, "Ann"))
                        .expires(Duration.ofHours(2))
                        .retry(RetryPolicy.fixed(Duration.ofMinutes(1)))
                        .dedup(Dedup.key("r").replace()))))
                .contains("expires    2026-03-02T14:05:00Z, or 2h after it was submitted")
                .contains("expires is not said; dedup is not so; retry is not said");
        assertThat(sluice.submitted(SEND).once().toString()).contains(", expires 2026-03-02T14:00:00Z, ");
    }

    @Test
    void payloads_that_are_too_long_to_be_shown_are_told_by_their_first_difference() {
        JobType<Map<String, Object>> order = JobType.of("order", new TypeReference<>() {});
        List<Map<String, Object>> lines = IntStream.range(0, 30)
                .<Map<String, Object>>mapToObj(n -> Map.of("article", "number " + n))
                .toList();
        client.submit(JobRequest.of(order, Map.of("lines", lines)));

        assertThat(failure(() -> sluice.submitted(order)
                        .withPayload(Map.of("lines", lines.subList(0, 29)))
                        .once()))
                .endsWith("… where /lines/29 is {\"article\":\"number 29\"}, expected nothing");
        assertThat(failure(() -> sluice.submitted(order)
                        .withPayloadPart(Map.of("customer", "Ann"))
                        .once()))
                .endsWith("… where /customer is not there, expected \"Ann\"");
    }

    @Test
    void an_error_shows_its_cause_and_no_frames_of_ours() {
        sluice.handler(SEND, (invoice, job) -> {
            throw new RetryableJobException("the mail server does not answer", new SocketTimeoutException("no answer"));
        });
        client.submit(JobRequest.of(SEND, new Invoice(42, "Ann")).id(id(1)).maxAttempts(1));
        sluice.runAll();

        assertThat(failure(() -> sluice.assertDone(id(1))))
                .contains(
                        "\n    at io.sluice.testing.AssertionsTest",
                        "\n    Caused by: java.net.SocketTimeoutException: no answer")
                .doesNotContain("at io.sluice.sdk.", "at io.sluice.testing.Course");
    }

    @Test
    void a_list_of_jobs_says_why_one_failed() {
        sluice.handler(SEND, (invoice, job) -> {
            throw new IllegalStateException("no such mailbox");
        });
        client.submit(JobRequest.of(SEND, new Invoice(42, "Ann")));
        sluice.runAll();

        assertThat(sluice.toString())
                .contains("FAILED (java.lang.IllegalStateException: no such mailbox), channel root");
    }

    @Test
    void what_was_forgotten_purged_and_submitted_again_counts_again() {
        TestSluice forgetful =
                TestSluice.builder().channels("root:4:retention=1h").build();
        forgetful.handler(SEND, (invoice, job) -> null);
        forgetful.client().submit(JobRequest.of(SEND, new Invoice(1, "Ann")).id(id(1)));
        forgetful.client().submit(JobRequest.of(SEND, new Invoice(2, "Bob")).id(id(2)));
        forgetful.runAll();
        forgetful.advance(Duration.ofDays(2));
        forgetful.forgetSubmitted();

        forgetful.client().submit(JobRequest.of(SEND, new Invoice(1, "Ann")).id(id(1)));

        assertThat(forgetful.submitted(SEND).once().id()).isEqualTo(id(1));
    }

    @Test
    void that_all_are_done_is_not_true_of_none() {
        assertThatThrownBy(sluice::assertAllDone)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("there is none");
    }
}
