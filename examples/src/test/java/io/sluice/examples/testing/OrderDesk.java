package io.sluice.examples.testing;

import io.sluice.sdk.JobClient;
import io.sluice.sdk.JobMethod;
import io.sluice.sdk.JobRequest;
import io.sluice.sdk.JobType;
import java.time.Duration;

/** The code under test: a service that knows nothing of tests. */
final class OrderDesk {

    // snippet service
    record InvoiceId(long id) {}

    static final JobType<InvoiceId> SEND_INVOICE = JobType.of("send-invoice", InvoiceId.class);

    private final JobClient client;

    OrderDesk(JobClient client) {
        this.client = client;
    }

    void place(long order) {
        client.submit(JobRequest.of(SEND_INVOICE, new InvoiceId(order)).channel("root.mail"));
        client.delay(Reminders.class).remind(order);
    }
    // /snippet

    interface Reminders {
        @JobMethod
        void remind(long order);
    }

    void placeForTomorrow(long order) {
        client.submit(JobRequest.of(SEND_INVOICE, new InvoiceId(order)).eta(Duration.ofDays(1)));
    }
}
