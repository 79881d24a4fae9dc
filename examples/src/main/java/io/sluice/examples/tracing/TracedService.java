package io.sluice.examples.tracing;

import io.opentelemetry.api.OpenTelemetry;
import io.sluice.sdk.JobClient;
import io.sluice.sdk.JobHandler;
import io.sluice.sdk.JobType;
import io.sluice.sdk.OpenTelemetryTracing;
import io.sluice.sdk.Tracing;
import io.sluice.sdk.Worker;
import java.util.List;

/** A client and a worker that trace. */
final class TracedService {

    private static final JobType<Long> SEND_INVOICE = JobType.of("send-invoice", Long.class);

    private TracedService() {}

    /** Whoever calls closes both. */
    static List<AutoCloseable> start(String kafka, OpenTelemetry openTelemetry, JobHandler<Long> sendInvoice) {
        // snippet traced
        Tracing tracing = OpenTelemetryTracing.of(openTelemetry);

        JobClient client =
                JobClient.builder().bootstrapServers(kafka).tracing(tracing).build();
        Worker worker = Worker.builder()
                .bootstrapServers(kafka)
                .tracing(tracing)
                .handler(SEND_INVOICE, sendInvoice)
                .build()
                .start();
        // /snippet
        return List.of(worker, client);
    }
}
