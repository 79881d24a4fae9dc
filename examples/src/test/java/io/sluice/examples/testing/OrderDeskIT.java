package io.sluice.examples.testing;

import static io.sluice.examples.testing.OrderDesk.SEND_INVOICE;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.examples.testing.OrderDesk.InvoiceId;
import io.sluice.sdk.JobClient;
import io.sluice.sdk.JobHandle;
import io.sluice.sdk.JobRequest;
import io.sluice.testing.SluiceExtension;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

// snippet integration-test
class OrderDeskIT {

    @RegisterExtension
    final SluiceExtension sluice = SluiceExtension.withChannels("root:4,root.mail:1");

    @Test
    void an_invoice_is_sent(JobClient client) throws Exception {
        sluice.worker(worker -> worker.handler(SEND_INVOICE, (invoice, job) -> "receipt of " + invoice.id()));

        JobHandle handle = client.submit(JobRequest.of(SEND_INVOICE, new InvoiceId(42)));

        assertThat(handle.result(String.class).get(30, TimeUnit.SECONDS)).isEqualTo("receipt of 42");
    }
}
// /snippet
