package io.sluice.examples.readme;

import io.sluice.sdk.JobClient;
import io.sluice.sdk.JobRequest;
import io.sluice.sdk.JobType;
import io.sluice.sdk.Worker;
import java.util.List;

/** A type, a worker and a submission. The README shows the lines between the markers. */
final class FirstJob {

    private FirstJob() {}

    record Invoice(long number) {}

    interface Mail {
        String send(Invoice invoice);
    }

    /** Whoever calls closes both. */
    static List<AutoCloseable> run(String kafka, Mail mail) {
        // snippet first-job
        JobType<Invoice> sendInvoice = JobType.of("send-invoice", Invoice.class);

        Worker worker = Worker.builder()
                .bootstrapServers(kafka)
                .handler(sendInvoice, (invoice, job) -> mail.send(invoice))
                .build()
                .start();

        JobClient client = JobClient.builder().bootstrapServers(kafka).build();
        client.submit(
                JobRequest.of(sendInvoice, new Invoice(42)).channel("root.mail").priority(5));
        // /snippet
        return List.of(worker, client);
    }
}
