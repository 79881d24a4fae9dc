package io.sluice.examples.readme;

import static io.sluice.sdk.JobOptions.options;

import io.sluice.sdk.JobClient;
import io.sluice.sdk.JobMethod;
import io.sluice.sdk.Worker;
import java.time.Duration;
import java.util.List;

/** A method, a worker and delayed calls. The README shows the lines between the markers. */
final class FirstJob {

    private FirstJob() {}

    // snippet job-method
    interface Invoices {
        @JobMethod(channel = "root.mail", maxAttempts = 3)
        void send(long invoice);
    }
    // /snippet

    /** Whoever calls closes both. */
    static List<AutoCloseable> run(String kafka, Invoices invoices) {
        // snippet first-job
        Worker worker = Worker.builder()
                .bootstrapServers(kafka)
                .handlers(Invoices.class, invoices)
                .build()
                .start();

        JobClient client = JobClient.builder().bootstrapServers(kafka).build();
        invoices.send(42); // runs now
        client.delay(Invoices.class).send(42); // a job: soon, on any worker
        client.delay(Invoices.class, options().priority(5).eta(Duration.ofHours(6)))
                .send(42);
        // /snippet
        return List.of(worker, client);
    }
}
