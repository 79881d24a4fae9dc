package io.sluice.examples.workers;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.sluice.schemas.Bundle;
import io.sluice.schemas.BundledJob;
import io.sluice.schemas.RecordFormats;
import io.sluice.schemas.UuidFormat;
import io.sluice.sdk.JobIds;
import io.sluice.sdk.LocalWorker;
import io.sluice.sdk.RunEnd;
import io.sluice.sdk.Worker;
import io.sluice.sdk.WorkerBuilder;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

/** The code of docs/workers.md does what the page says. */
class WorkersTest {

    private final RunTimes times = new RunTimes();
    private final ThreadLocal<String> tenant = new ThreadLocal<>();
    private final List<ProducerRecord<byte[], byte[]>> written = new ArrayList<>();

    private void run(InvoiceWorker.Mail mail, String type, String payload) {
        WorkerBuilder builder = new InvoiceWorker(mail).worker("localhost:1");
        InvoiceWorker.around(builder, tenant, times.listener());
        LocalWorker worker = LocalWorker.of(builder, Clock.systemUTC());
        worker.run(RecordFormats.bundled().bundle().encode(bundle(type, payload)), (tree, report) -> {}, written::add);
    }

    private static Bundle bundle(String type, String payload) {
        BundledJob job = BundledJob.newBuilder()
                .setId(UuidFormat.encode(new JobIds().next("main").uuid()))
                .setRun(1)
                .setAttempt(1)
                .setPayload(ByteBuffer.wrap(payload.getBytes(StandardCharsets.UTF_8)))
                .build();
        return Bundle.newBuilder()
                .setTree("main")
                .setPartition(0)
                .setNumber(1)
                .setChannel("root")
                .setType(type)
                .setReleasedAt(1)
                .setLeaseMs(15_000)
                .setJobs(List.of(job))
                .build();
    }

    @Test
    void an_invoice_that_was_sent_is_written_to_a_topic() {
        run(invoice -> "receipt " + invoice, "send-invoice", "{\"id\":42}");
        assertThat(times.count(RunEnd.How.DONE)).isEqualTo(1);
        assertThat(written).singleElement().satisfies(record -> {
            assertThat(record.topic()).isEqualTo("invoices-sent");
            assertThat(record.key()).asString().isEqualTo("42");
            assertThat(record.value()).asString().isEqualTo("receipt 42");
        });
    }

    @Test
    void one_that_could_not_be_sent_is_tried_again_and_nothing_is_written() {
        run(
                invoice -> {
                    throw new IOException("mail server away");
                },
                "send-invoice",
                "{\"id\":42}");
        assertThat(times.count(RunEnd.How.RETRY)).isEqualTo(1);
        assertThat(written).isEmpty();
    }

    @Test
    void a_report_has_no_result_and_leaves_no_tenant_behind() {
        run(invoice -> "", "report", "3");
        assertThat(times.count(RunEnd.How.DONE)).isEqualTo(1);
        assertThat(tenant.get()).isNull();
    }

    @Test
    void a_worker_on_virtual_threads_may_have_many_slots() {
        Worker worker = new InvoiceWorker(invoice -> "").asking("localhost:1").build();
        assertThat(worker.isReady()).isFalse();
    }

    @Test
    void probes_say_in_words_how_a_worker_is() throws Exception {
        Worker worker = new InvoiceWorker(invoice -> "").worker("localhost:1").build();
        HttpServer probes = Probes.start(worker, 0);
        try {
            assertThat(get(probes, "/live").statusCode()).isEqualTo(200);
            assertThat(get(probes, "/ready").statusCode()).isEqualTo(503);
            assertThat(get(probes, "/ready").body()).isEqualTo("alive, not ready: it was not started");
        } finally {
            probes.stop(0);
        }
    }

    private static HttpResponse<String> get(HttpServer probes, String path) throws Exception {
        URI uri = URI.create("http://localhost:" + probes.getAddress().getPort() + path);
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }
}
