package io.sluice.examples.registry;

import io.sluice.sdk.JobClient;
import io.sluice.sdk.JobHandler;
import io.sluice.sdk.JobType;
import io.sluice.sdk.Worker;
import java.util.List;
import java.util.Map;

/** A client and a worker whose records have the ids of a schema registry. */
final class RegisteredService {

    private static final JobType<Long> SEND_INVOICE = JobType.of("send-invoice", Long.class);

    private RegisteredService() {}

    /** Whoever calls closes both. */
    static List<AutoCloseable> start(String kafka, String password, JobHandler<Long> sendInvoice) {
        // snippet registered
        Map<String, Object> registry = Map.of(
                "schema.registry.url",
                "https://registry-1:8081,https://registry-2:8081",
                "basic.auth.user.info",
                "shop:" + password,
                "auto.register.schemas",
                false);

        JobClient client =
                JobClient.builder().bootstrapServers(kafka).properties(registry).build();
        Worker worker = Worker.builder()
                .bootstrapServers(kafka)
                .properties(registry)
                .handler(SEND_INVOICE, sendInvoice)
                .build();
        // /snippet
        return List.of(worker.start(), client);
    }
}
