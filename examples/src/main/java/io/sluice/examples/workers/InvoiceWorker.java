package io.sluice.examples.workers;

import io.sluice.sdk.HandlerOptions;
import io.sluice.sdk.JobContext;
import io.sluice.sdk.JobInterceptor;
import io.sluice.sdk.JobType;
import io.sluice.sdk.LoggingContext;
import io.sluice.sdk.RetryPolicy;
import io.sluice.sdk.Stuck;
import io.sluice.sdk.Worker;
import io.sluice.sdk.WorkerBuilder;
import io.sluice.sdk.WorkerListener;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/** A worker that sends invoices and keeps a report, with all that can be set. */
final class InvoiceWorker {

    record InvoiceId(long id) {}

    static final JobType<InvoiceId> SEND_INVOICE = JobType.of("send-invoice", InvoiceId.class);
    static final JobType<InvoiceId> ASK_CREDIT = JobType.of("ask-credit", InvoiceId.class);
    static final JobType<Integer> REPORT = JobType.of("report", Integer.class);

    /** What the service has anyway. */
    interface Mail {
        String send(long invoice) throws IOException;
    }

    private final Mail mail;

    InvoiceWorker(Mail mail) {
        this.mail = mail;
    }

    WorkerBuilder worker(String kafka) {
        // snippet builder
        WorkerBuilder builder = Worker.builder()
                .bootstrapServers(kafka)
                .properties(Map.of("security.protocol", "PLAINTEXT")) // any of Kafka's clients
                .name("invoices") // its id begins with that
                .channelTopics("root", "root.import") // default: root
                .slots(16) // jobs at once; default: the processors
                .grace(Duration.ofSeconds(20)) // default 10 s
                .stuck(Stuck.EXIT) // a handler that ignores its interrupt ends the process
                .handler(SEND_INVOICE, this::send, sending())
                .runs(REPORT, this::report);
        // /snippet
        return builder;
    }

    // snippet options
    private static HandlerOptions sending() {
        return HandlerOptions.defaults()
                .retryOn(IOException.class)
                .failOn(IllegalArgumentException.class)
                .retry(RetryPolicy.fixed(Duration.ofMinutes(1)));
    }
    // /snippet

    // snippet output
    String send(InvoiceId invoice, JobContext job) throws IOException {
        String receipt = mail.send(invoice.id());
        StringSerializer text = new StringSerializer();
        job.output(new ProducerRecord<>("invoices-sent", Long.toString(invoice.id()), receipt), text, text);
        return receipt;
    }
    // /snippet

    // snippet cancelled
    void report(int months, JobContext job) throws InterruptedException {
        for (int month = 1; month <= months; month++) {
            job.progress(100 * month / months, "month " + month);
            Thread.sleep(10); // waits end at once with an InterruptedException when the job is to end
            if (job.cancelled()) { // for code that does not wait
                throw new InterruptedException("asked to end in month " + month);
            }
        }
        job.log(months + " months are in the report");
    }
    // /snippet

    WorkerBuilder asking(String kafka) {
        // snippet virtual
        WorkerBuilder builder = Worker.builder()
                .bootstrapServers(kafka)
                .virtualThreads() // Java 21 or newer
                .slots(5_000)
                .handler(ASK_CREDIT, (invoice, job) -> "asked for " + invoice.id());
        // /snippet
        return builder;
    }

    static void around(WorkerBuilder builder, ThreadLocal<String> tenant, WorkerListener listener) {
        // snippet around
        JobInterceptor tenants = (job, run) -> {
            tenant.set(job.headers().get("tenant"));
            try {
                return run.proceed();
            } finally {
                tenant.remove();
            }
        };
        builder.interceptor(new LoggingContext()).interceptor(tenants).listener(listener);
        // /snippet
    }

    /** What stands for the whole service: it ends when its process is told to. */
    static List<String> run(Worker worker) throws InterruptedException {
        // snippet lifecycle
        worker.start();
        Runtime.getRuntime().addShutdownHook(new Thread(worker::close));
        if (!worker.awaitReady(Duration.ofMinutes(1))) {
            System.err.println(worker.health());
        }
        // /snippet
        return worker.health().words();
    }
}
