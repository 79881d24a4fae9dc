package io.sluice.examples.patterns;

import static io.sluice.examples.patterns.ShopJobs.IMPORT_CHUNK;
import static io.sluice.examples.patterns.ShopJobs.IMPORT_FILE;
import static io.sluice.examples.patterns.ShopJobs.IMPORT_LARGE_FILE;
import static io.sluice.examples.patterns.ShopJobs.NUMBER_INVOICE;
import static io.sluice.examples.patterns.ShopJobs.REMIND;
import static io.sluice.examples.patterns.ShopJobs.SEND_INVOICE;
import static io.sluice.sdk.JobOptions.options;

import io.sluice.examples.patterns.Shop.Invoice;
import io.sluice.examples.patterns.ShopJobs.Chunk;
import io.sluice.examples.patterns.ShopJobs.CsvFile;
import io.sluice.examples.patterns.ShopJobs.InvoiceId;
import io.sluice.sdk.JobClient;
import io.sluice.sdk.JobHandle;
import io.sluice.sdk.JobRequest;
import io.sluice.sdk.Tried;
import java.io.IOException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;

/** The side that a user waits for. */
final class ShopService {

    private final JobClient client;
    private final Invoices invoices;

    ShopService(JobClient client, Invoices invoices) {
        this.client = client;
        this.invoices = invoices;
    }

    void delayIt() throws IOException {
        // snippet delay-it
        invoices.send(42); // called directly: runs now, whoever asked waits for the mail server

        client.delay(Invoices.class).send(42); // a job: whoever asked goes on

        client.delay(Invoices.class, options().priority(5).eta(Duration.ofHours(6)))
                .send(42); // with options, that go before what the annotation says
        // /snippet
    }

    JobHandle queueIt() {
        // snippet queue-it
        return client.submit(JobRequest.of(SEND_INVOICE, new InvoiceId(42)));
        // /snippet
    }

    List<JobHandle> inChannels(String path) {
        // snippet channels
        JobHandle longOne = client.submit(
                JobRequest.of(IMPORT_LARGE_FILE, new CsvFile(path)).channel("root.import"));
        JobHandle shortOne =
                client.submit(JobRequest.of(SEND_INVOICE, new InvoiceId(42)).channel("root.shop"));
        // /snippet
        return List.of(longOne, shortOne);
    }

    List<JobHandle> withPriorities(InvoiceId invoice) {
        // snippet priority
        JobHandle soon = client.submit(JobRequest.of(SEND_INVOICE, invoice)); // 10
        JobHandle then = client.submit(JobRequest.of(REMIND, invoice).priority(50));
        JobHandle last = client.submit(JobRequest.of(NUMBER_INVOICE, invoice).priority(999));
        // /snippet
        return List.of(soon, then, last);
    }

    List<JobHandle> later(ZoneId zone) {
        // snippet eta
        JobRequest<InvoiceId> remind = JobRequest.of(REMIND, new InvoiceId(42));
        JobHandle now = client.submit(remind);
        JobHandle inSixHours = client.submit(remind.eta(Duration.ofHours(6)));
        ZonedDateTime tomorrow = LocalDate.now(zone).plusDays(1).atTime(8, 0).atZone(zone);
        JobHandle atEight = client.submit(remind.eta(tomorrow.toInstant()));
        // /snippet
        return List.of(now, inSixHours, atEight);
    }

    JobHandle atMostThreeTimes() {
        // snippet max-attempts
        return client.submit(JobRequest.of(SEND_INVOICE, new InvoiceId(42)).maxAttempts(3));
        // /snippet
    }

    // snippet ids-not-values
    JobHandle remindOf(Invoice invoice) { // whose address may be another one when the job runs
        return client.submit(JobRequest.of(REMIND, new InvoiceId(invoice.id())));
    }
    // /snippet

    // snippet try-or-delay
    String sendNowOrLater(long invoice) throws Exception {
        Tried<Object> mail = client.tryOrDelay(Invoices.class, invoices, now -> now.send(invoice));
        return mail.wasDelayed() ? "the mail server is slow; it will be sent in ten minutes" : "sent: " + mail.value();
    }
    // /snippet

    JobHandle importFile(String path) {
        // snippet fan-out-priority
        return client.submit(JobRequest.of(IMPORT_FILE, new CsvFile(path)).priority(5)); // its lines have 10
        // /snippet
    }

    JobHandle importChunkByChunk(String path) {
        return client.submit(JobRequest.of(IMPORT_CHUNK, new Chunk(path, 0)).channel("root.import"));
    }

    JobHandle numberOneByOne(long invoice) {
        // snippet one-by-one
        return client.submit(
                JobRequest.of(NUMBER_INVOICE, new InvoiceId(invoice)).channel("root.sequence"));
        // /snippet
    }
}
