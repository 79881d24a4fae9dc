package io.sluice.examples.testing;

import static io.sluice.examples.testing.OrderDesk.SEND_INVOICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.examples.testing.OrderDesk.InvoiceId;
import io.sluice.examples.testing.OrderDesk.Reminders;
import io.sluice.sdk.JobClient;
import io.sluice.sdk.JobHandle;
import io.sluice.sdk.JobRequest;
import io.sluice.sdk.JobSchedule;
import io.sluice.sdk.RetryableJobException;
import io.sluice.testing.InlineJobException;
import io.sluice.testing.TestJob;
import io.sluice.testing.TestSluice;
import io.sluice.testing.TestSluiceExtension;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What docs/testing.md shows. */
// snippet first-test
@ExtendWith(TestSluiceExtension.class)
class OrderDeskTest {

    @Test
    void an_order_sends_an_invoice(TestSluice sluice, JobClient client) {
        new OrderDesk(client).place(42);

        sluice.submitted(SEND_INVOICE)
                .withPayload(new InvoiceId(42))
                .inChannel("root.mail")
                .once();
    }
    // /snippet

    private final List<Long> mailed = new ArrayList<>();

    private String mail(InvoiceId invoice, Object context) {
        mailed.add(invoice.id());
        return "receipt of " + invoice.id();
    }

    @Test
    void run() {
        // snippet run
        TestSluice sluice = TestSluice.builder()
                .channels("root:4,root.mail:1")
                .startingAt(Instant.parse("2026-03-02T12:00:00Z"))
                .handlers(worker -> worker.handler(SEND_INVOICE, this::mail))
                .build();
        JobHandle handle = sluice.client().submit(JobRequest.of(SEND_INVOICE, new InvoiceId(42)));

        sluice.runAll();

        TestJob job = sluice.assertDone(handle.id());
        assertThat(job.result()).contains("receipt of 42");
        // /snippet
        assertThat(mailed).containsExactly(42L);
    }

    @Test
    void oneHandler() {
        TestSluice sluice = TestSluice.create().handler(SEND_INVOICE, this::mail);
        // snippet one-handler
        TestJob job = sluice.run(JobRequest.of(SEND_INVOICE, new InvoiceId(42)));

        assertThat(job.result()).contains("receipt of 42");
        // /snippet
    }

    @Test
    void whatWasSubmitted() {
        TestSluice sluice = TestSluice.create();
        new OrderDesk(sluice.client()).place(42);
        new OrderDesk(sluice.client()).placeForTomorrow(43);
        // snippet assertions
        sluice.assertSubmitted(SEND_INVOICE); // one or more of the type
        sluice.submitted(SEND_INVOICE).times(2);
        sluice.submitted(SEND_INVOICE)
                .withPayloadPart(Map.of("id", 43))
                .withDelay(Duration.ofDays(1))
                .once();
        sluice.submitted(SEND_INVOICE)
                .withPayload(InvoiceId.class, "a small number", invoice -> invoice.id() < 100)
                .atLeast(2);
        // /snippet

        // snippet requests
        // the request as the service makes it: type, payload, and the options that it sets
        sluice.assertSubmitted(JobRequest.of(SEND_INVOICE, new InvoiceId(42)).channel("root.mail"));

        // a delayed call
        sluice.submitted(Reminders.class, reminders -> reminders.remind(42)).once();

        sluice.forgetSubmitted();
        sluice.assertNothingSubmitted();
        // /snippet
    }

    @Test
    void retries() {
        // snippet retries
        TestSluice sluice = TestSluice.create().handler(SEND_INVOICE, (invoice, job) -> {
            throw new RetryableJobException("the mail server does not answer").after(Duration.ofHours(4));
        });
        Instant start = sluice.now();
        JobHandle handle = sluice.client()
                .submit(JobRequest.of(SEND_INVOICE, new InvoiceId(42)).maxAttempts(3));

        sluice.runReady(); // the clock stands still
        sluice.assertScheduled(handle.id(), start.plus(Duration.ofHours(4)));

        sluice.runAll(); // the clock goes on to whatever is due
        sluice.assertFailed(handle.id(), "does not answer");
        assertThat(sluice.now()).isEqualTo(start.plus(Duration.ofHours(8)));
        // /snippet
    }

    @Test
    void schedules() {
        TestSluice sluice = TestSluice.builder()
                .startingAt(Instant.parse("2026-03-02T00:00:00Z"))
                .build();
        // snippet schedule
        sluice.client()
                .putSchedule(
                        JobSchedule.of("reminders", "0 8 * * MON-FRI", JobRequest.of(SEND_INVOICE, new InvoiceId(42))));

        sluice.advance(Duration.ofDays(7));

        sluice.submitted(SEND_INVOICE).times(5);
        // /snippet
    }

    @Test
    void timeouts() {
        // snippet timeout
        TestSluice sluice = TestSluice.create();
        sluice.handler(SEND_INVOICE, (invoice, job) -> {
            sluice.advance(Duration.ofMinutes(10)); // so long it takes
            return job.cancelled() ? "was told to stop" : "in time";
        });
        JobHandle handle = sluice.client()
                .submit(JobRequest.of(SEND_INVOICE, new InvoiceId(42))
                        .timeout(Duration.ofMinutes(5))
                        .maxAttempts(1));

        sluice.runAll();

        sluice.assertFailed(handle.id(), "the job ran longer than its timeout of 300000 ms");
        // /snippet
    }

    @Test
    void inline() {
        // snippet inline
        TestSluice sluice = TestSluice.builder()
                .inline()
                .handlers(worker -> worker.handler(SEND_INVOICE, (invoice, job) -> {
                    throw new IOException("no such mailbox");
                }))
                .build();

        assertThatThrownBy(() -> new OrderDesk(sluice.client()).place(42))
                .isInstanceOf(InlineJobException.class)
                .hasRootCauseMessage("no such mailbox");
        // /snippet
    }
}
