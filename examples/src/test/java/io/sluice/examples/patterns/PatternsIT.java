package io.sluice.examples.patterns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.examples.JobApi;
import io.sluice.examples.VerifiedState;
import io.sluice.examples.embedded.EmbeddedSettings;
import io.sluice.examples.embedded.EmbeddedSluice;
import io.sluice.examples.patterns.ShopJobs.CsvFile;
import io.sluice.examples.patterns.ShopJobs.InvoiceId;
import io.sluice.sdk.JobClient;
import io.sluice.sdk.JobHandle;
import io.sluice.sdk.JobId;
import io.sluice.sdk.JobRequest;
import io.sluice.sdk.Worker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The code of docs/patterns.md at work: broker, scheduler and worker are real, the shop is not. */
class PatternsIT {

    private static final String CHANNELS =
            "root:4:retry=fixed(100ms), root.import:1, root.shop:*, root.sequence:1:sequential";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private static Path folder;

    private static final ShopInMemory SHOP = new ShopInMemory();
    private static EmbeddedSluice sluice;
    private static Connection db;
    private static JobClient client;
    private static Worker worker;
    private static JobApi api;
    private static ShopService service;

    @BeforeAll
    static void start() throws SQLException, InterruptedException {
        sluice = EmbeddedSluice.start(EmbeddedSettings.in(folder.resolve("sluice"), CHANNELS));
        db = DriverManager.getConnection("jdbc:h2:mem:patterns");
        try (Statement create = db.createStatement()) {
            create.execute("CREATE TABLE payment (job VARCHAR PRIMARY KEY, run INT, invoice BIGINT)");
        }
        client = JobClient.builder().bootstrapServers(sluice.bootstrapServers()).build();
        worker = new ShopWorker(SHOP, db, new CsvImport(client, SHOP)).start(sluice.bootstrapServers());
        api = new JobApi(sluice.url());
        service = new ShopService(client, new ShopInvoices(SHOP));
        assertThat(sluice.awaitReady(PATIENCE)).isTrue();
    }

    @AfterAll
    static void stop() throws SQLException {
        worker.close();
        client.close();
        VerifiedState.mustBe(sluice.url().toString());
        sluice.close();
        db.close();
    }

    @BeforeEach
    void newShop() {
        SHOP.mailServerIsSlow(0);
        SHOP.mailServerIsBroken(false);
        SHOP.mailed.clear();
        SHOP.stored.clear();
    }

    @Test
    void a_direct_call_works_now_a_delayed_one_soon_and_one_with_an_eta_later() throws IOException {
        service.delayIt();

        await().atMost(PATIENCE).until(() -> SHOP.mailed.size() == 2);
        assertThat(SHOP.mailed).containsExactly(42L, 42L);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(scheduled("Invoices-send"))
                        .singleElement()
                        .satisfies(job -> {
                            assertThat(job.path("priority").asInt()).isEqualTo(5);
                            assertThat(job.path("channel").asText()).isEqualTo("root.shop");
                        }));
        client.cancel(JobId.parse(scheduled("Invoices-send").get(0).path("id").asText()), "seen");
        await().atMost(PATIENCE).until(() -> scheduled("Invoices-send").isEmpty());
    }

    @Test
    void a_job_can_be_a_name_and_a_payload_too() {
        assertThat(done(service.queueIt())).isEqualTo("receipt of 42");
        assertThat(SHOP.mailed).containsExactly(42L);
    }

    @Test
    void long_and_short_jobs_have_channels_of_their_own() throws IOException {
        List<JobHandle> jobs = service.inChannels(file(1));

        jobs.forEach(PatternsIT::done);
        assertThat(jobs)
                .extracting(job -> api.job(job.id()).path("channel").asText())
                .containsExactly("root.import", "root.shop");
    }

    @Test
    void a_job_says_how_urgent_it_is() {
        SHOP.has(new Shop.Invoice(42, "ann@example.com", 100));

        List<JobHandle> jobs = service.withPriorities(new InvoiceId(42));

        jobs.forEach(PatternsIT::done);
        assertThat(jobs)
                .extracting(job -> api.job(job.id()).path("priority").asInt())
                .containsExactly(10, 50, 999);
    }

    @Test
    void a_job_waits_for_its_time() {
        Instant before = Instant.now();

        List<JobHandle> jobs = service.later(ZoneId.of("Europe/Brussels"));

        done(jobs.get(0));
        assertThat(notBefore(api.await(jobs.get(1).id(), "SCHEDULED")))
                .isBetween(
                        before.plus(Duration.ofHours(6)).minusMillis(1),
                        Instant.now().plus(Duration.ofHours(6)));
        assertThat(notBefore(api.await(jobs.get(2).id(), "SCHEDULED"))
                        .atZone(ZoneId.of("Europe/Brussels"))
                        .getHour())
                .isEqualTo(8);
    }

    @Test
    void what_may_heal_is_tried_again_three_times_in_all_and_then_stays_visible() {
        SHOP.mailServerIsSlow(2);
        JobHandle heals = service.atMostThreeTimes();
        assertThat(done(heals)).isEqualTo("receipt of 42");
        assertThat(api.job(heals.id()).path("attempt").asInt()).isEqualTo(3);

        SHOP.mailServerIsSlow(3);
        JobHandle fails = service.atMostThreeTimes();
        JsonNode failed = api.await(fails.id(), "FAILED");
        assertThat(failed.path("attempt").asInt()).isEqualTo(3);
        assertThat(failed.path("failure").path("message").asText()).contains("the mail server does not answer");
        assertThat(failed.path("failure").path("stackTrace").asText()).contains("SocketTimeoutException: no answer");

        client.requeue(fails.id());
        assertThat(done(fails)).isEqualTo("receipt of 42");
    }

    @Test
    void any_other_error_fails_the_job_at_once() {
        SHOP.mailServerIsBroken(true);

        JsonNode failed = api.await(service.atMostThreeTimes().id(), "FAILED");

        assertThat(failed.path("attempt").asInt()).isEqualTo(1);
        assertThat(failed.path("failure").path("stackTrace").asText()).contains("no such mailbox", "ShopWorker.send");
    }

    @Test
    void a_job_reads_the_record_when_it_runs() {
        Shop.Invoice invoice = new Shop.Invoice(1, "ann@example.com", 300);
        SHOP.has(invoice);
        client.pauseType("main", ShopJobs.REMIND.name(), "the record changes first");
        JobHandle job = service.remindOf(invoice);

        SHOP.has(new Shop.Invoice(1, "ann@example.org", 200));
        client.resumeType("main", ShopJobs.REMIND.name());

        assertThat(done(job)).isEqualTo("ann@example.org owes 200");
    }

    @Test
    void a_job_whose_record_is_gone_ends_early() {
        assertThat(done(client.submit(JobRequest.of(ShopJobs.REMIND, new InvoiceId(7)))))
                .isEqualTo("invoice 7 is gone; nothing to remind of");
    }

    @Test
    void a_job_that_runs_twice_pays_once() throws SQLException {
        JobHandle job = client.submit(JobRequest.of(ShopJobs.PAY, new InvoiceId(42)));
        assertThat(done(job)).isEqualTo("paid in run 1");

        client.requeue(job.id());

        awaitResult(job.id(), "was paid already; run 2 did nothing");
        try (Statement count = db.createStatement();
                ResultSet payments = count.executeQuery("SELECT job, run FROM payment")) {
            assertThat(payments.next()).isTrue();
            assertThat(payments.getString("job")).isEqualTo(job.id().toString());
            assertThat(payments.getInt("run")).isEqualTo(1);
            assertThat(payments.next()).isFalse();
        }
    }

    @Test
    void a_file_becomes_a_job_a_line() throws IOException {
        JobHandle job = service.importFile(file(5));

        assertThat(done(job)).isEqualTo("5 lines");
        await().atMost(PATIENCE).until(() -> SHOP.stored.size() == 5);
        assertThat(SHOP.stored).containsExactlyInAnyOrderElementsOf(lines(5));
        assertThat(api.job(job.id()).path("priority").asInt()).isEqualTo(5);
    }

    @Test
    void a_large_file_that_is_imported_twice_submits_its_lines_once() throws IOException {
        JobHandle job = client.submit(JobRequest.of(ShopJobs.IMPORT_LARGE_FILE, new CsvFile(file(7))));
        done(job);
        await().atMost(PATIENCE).until(() -> SHOP.stored.size() == 7);

        client.requeue(job.id());

        await().atMost(PATIENCE).until(() -> api.job(job.id()).path("run").asInt() == 2);
        done(job);
        done(client.submit(JobRequest.of(ShopJobs.IMPORT_LINE, new ShopJobs.Line(8, "behind all of them"))));
        assertThat(SHOP.stored).hasSize(8).endsWith("behind all of them");
    }

    @Test
    void a_file_is_imported_chunk_by_chunk() throws IOException {
        service.importChunkByChunk(file(1_201));

        await().atMost(PATIENCE).until(() -> SHOP.stored.size() == 1_201);
        assertThat(SHOP.stored).isEqualTo(lines(1_201));
    }

    @Test
    void what_cannot_be_done_now_is_done_later_instead_of_showing_an_error() throws Exception {
        assertThat(service.sendNowOrLater(42)).isEqualTo("sent: receipt of 42");
        SHOP.mailServerIsSlow(1);

        assertThat(service.sendNowOrLater(43)).contains("in ten minutes");

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(scheduled("Invoices-send"))
                        .singleElement()
                        .satisfies(job -> assertThat(notBefore(job))
                                .isAfter(Instant.now().plus(Duration.ofMinutes(9)))
                                .isBefore(Instant.now().plus(Duration.ofMinutes(11)))));
    }

    @Test
    void what_collides_runs_one_by_one_in_the_order_of_submission() {
        List<JobHandle> jobs =
                LongStream.range(0, 8).mapToObj(service::numberOneByOne).toList();

        List<Long> numbers =
                jobs.stream().map(PatternsIT::done).map(Long::parseLong).toList();
        assertThat(numbers)
                .isEqualTo(LongStream.range(numbers.getFirst(), numbers.getFirst() + 8)
                        .boxed()
                        .toList());
    }

    /** @return its result */
    private static String done(JobHandle job) {
        return api.await(job.id(), "DONE").path("result").asText();
    }

    private static void awaitResult(JobId job, String result) {
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(api.await(job, "DONE").path("result").asText())
                                .isEqualTo(result));
    }

    private static Instant notBefore(JsonNode job) {
        return Instant.parse(job.path("notBefore").asText());
    }

    private static List<JsonNode> scheduled(String type) {
        return StreamSupport.stream(api.jobs("scheduled").spliterator(), false)
                .filter(job -> job.path("type").asText().equals(type))
                .toList();
    }

    private static List<String> lines(int count) {
        return IntStream.rangeClosed(1, count).mapToObj(n -> "line " + n).toList();
    }

    private static String file(int lines) throws IOException {
        return Files.write(folder.resolve(lines + ".csv"), lines(lines)).toString();
    }
}
