package io.sluice.it;

import static io.sluice.sdk.JobOptions.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.sluice.app.AppConfig;
import io.sluice.app.SchedulerApp;
import io.sluice.sdk.Dedup;
import io.sluice.sdk.JobClient;
import io.sluice.sdk.JobContext;
import io.sluice.sdk.JobDefault;
import io.sluice.sdk.JobFlow;
import io.sluice.sdk.JobHandle;
import io.sluice.sdk.JobMethod;
import io.sluice.sdk.JobNotDoneException;
import io.sluice.sdk.JobRequest;
import io.sluice.sdk.JobResult;
import io.sluice.sdk.JobType;
import io.sluice.sdk.LoggingContext;
import io.sluice.sdk.RetryPolicy;
import io.sluice.sdk.Verdict;
import io.sluice.sdk.Worker;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.MDC;

/** What services and workers write, with a real broker and scheduler in between. */
class SdkIT {

    @RegisterExtension
    static final SharedBroker BROKER = new SharedBroker();

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final JobType<String> ECHO = JobType.of("sdk-echo", String.class);

    private static final Deque<AutoCloseable> OPEN = new ArrayDeque<>();
    private static final Queue<String> CALLS = new ConcurrentLinkedQueue<>();
    private static final Path FOLDER = Folders.fresh("sdk");
    private static JobClient client;

    private final String tree =
            "sdk-" + HexFormat.of().toHexDigits(RandomGenerator.getDefault().nextInt());

    interface Invoices {

        @JobMethod(channel = "root.mail", maxAttempts = 2, retryOn = IOException.class, description = "send {0}")
        String send(long invoice, @JobDefault("EUR") String currency) throws IOException;

        @JobMethod
        void count(List<Long> invoices);
    }

    private static final class Mailed implements Invoices {

        @Override
        public String send(long invoice, String currency) throws IOException {
            JobContext job = JobContext.current().orElseThrow();
            CALLS.add("send " + invoice + " in " + currency + ", attempt " + job.attempt() + ", " + MDC.get("jobType"));
            if (invoice == 13 && job.attempt() == 1) {
                throw new IOException("no route to the mail server");
            }
            if (invoice < 0) {
                throw new IllegalArgumentException("no invoice " + invoice);
            }
            job.delay(Invoices.class).count(List.of(invoice));
            return "receipt " + invoice;
        }

        @Override
        public void count(List<Long> invoices) {
            CALLS.add("count " + invoices);
        }
    }

    /** Once for all tests, because each start costs seconds. */
    @BeforeAll
    static void start() throws InterruptedException {
        AppConfig config = AppConfig.of(Map.of(
                "bootstrap.servers", BROKER.bootstrapServers(),
                "state.dir", FOLDER.resolve("state").toString(),
                "http.port", "0",
                "create.topics", "true",
                "partitions", Integer.toString(SchedulerProcess.PARTITIONS),
                "channels", "root:64",
                "lease", "60s"));
        SchedulerApp scheduler = opened(SchedulerApp.start(config, line -> {}));
        client = opened(JobClient.builder()
                .bootstrapServers(BROKER.bootstrapServers())
                .verdicts(true)
                .build());
        Worker worker = opened(Worker.builder()
                .bootstrapServers(BROKER.bootstrapServers())
                .slots(16)
                .interceptor(new LoggingContext())
                .handlers(Invoices.class, new Mailed())
                .handler(ECHO, (text, job) -> text)
                .build());
        worker.start();
        assertThat(scheduler.awaitReady(PATIENCE)).isTrue();
        assertThat(worker.awaitReady(PATIENCE)).isTrue();
    }

    private static <T extends AutoCloseable> T opened(T resource) {
        OPEN.push(resource);
        return resource;
    }

    @AfterAll
    static void stop() throws Exception {
        for (AutoCloseable each : OPEN) {
            each.close();
        }
        Verified.mustBe(BROKER.bootstrapServers(), FOLDER.resolve("verify"));
    }

    private static <R> R soon(Future<R> future) throws Exception {
        return future.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    @Test
    void a_delayed_call_runs_its_method_and_its_result_comes_back() throws Exception {
        JobHandle sent = client.delay(Invoices.class, options().tree(tree), invoices -> invoices.send(42, "USD"));
        JobHandle retried = client.delay(
                Invoices.class,
                options().tree(tree).retry(RetryPolicy.fixed(Duration.ofMillis(10))),
                invoices -> invoices.send(13, "EUR"));
        JobHandle failed = client.delay(Invoices.class, options().tree(tree), invoices -> invoices.send(-1, "EUR"));

        assertThat(soon(sent.admitted())).isEqualTo(new Verdict.Accepted());
        assertThat(soon(sent.result(String.class))).isEqualTo("receipt 42");
        assertThat(soon(retried.result(String.class))).isEqualTo("receipt 13");
        assertThat(soon(failed.result()))
                .isInstanceOfSatisfying(
                        JobResult.Failed.class, end -> assertThat(end.message()).isEqualTo("no invoice -1"));
        assertThatThrownBy(() -> soon(failed.result(String.class))).hasCauseInstanceOf(JobNotDoneException.class);
        await("the jobs that the calls submitted")
                .atMost(PATIENCE)
                .until(() -> CALLS.contains("count [42]") && CALLS.contains("count [13]"));
        assertThat(CALLS)
                .contains(
                        "send 42 in USD, attempt 1, Invoices-send",
                        "send 13 in EUR, attempt 1, Invoices-send",
                        "send 13 in EUR, attempt 2, Invoices-send");
    }

    @Test
    void a_job_that_was_written_by_an_older_service_gets_the_default() throws Exception {
        JobType<List<Long>> written =
                JobType.of("Invoices-send", new com.fasterxml.jackson.core.type.TypeReference<>() {});
        JobHandle old = client.submit(JobRequest.of(written, List.of(7L)).tree(tree));
        assertThat(soon(old.result(String.class))).isEqualTo("receipt 7");
        assertThat(CALLS).contains("send 7 in EUR, attempt 1, Invoices-send");
    }

    @Test
    void a_collection_is_split_into_batches_that_end_in_one_job() throws Exception {
        List<Long> invoices = IntStream.range(100, 125).mapToObj(Long::valueOf).toList();
        JobHandle end = client.submit(JobFlow.chain(
                        JobFlow.groupOf(
                                invoices,
                                10,
                                batch -> JobRequest.call(Invoices.class, jobs -> jobs.count(batch))
                                        .tree(tree)),
                        JobRequest.of(ECHO, "all counted").tree(tree)))
                .handles()
                .get(3);
        assertThat(soon(end.result(String.class))).isEqualTo("all counted");
        assertThat(CALLS)
                .contains(
                        "count " + invoices.subList(0, 10),
                        "count " + invoices.subList(10, 20),
                        "count " + invoices.subList(20, 25));
    }

    @Test
    void the_same_call_twice_is_one_job() throws Exception {
        var once = options().tree(tree).dedup(Dedup.byArguments()).eta(Duration.ofSeconds(2));
        JobHandle first = client.delay(Invoices.class, once, invoices -> invoices.send(1, "EUR"));
        JobHandle second = client.delay(Invoices.class, once, invoices -> invoices.send(1, "EUR"));
        assertThat(soon(second.admitted())).isEqualTo(new Verdict.Duplicate(first.id()));
        assertThatThrownBy(() -> soon(second.result())).hasMessageContaining("was not stored");
        assertThat(soon(first.result(String.class))).isEqualTo("receipt 1");
    }

    @Test
    void jobs_in_a_transaction_of_the_callers_exist_when_it_commits_and_never_if_it_aborts() throws Exception {
        try (Producer<byte[], byte[]> producer = transactional()) {
            producer.initTransactions();
            producer.beginTransaction();
            JobHandle aborted = soon(client.in(producer)
                    .submitAsync(JobRequest.of(ECHO, "aborted").tree(tree)));
            producer.abortTransaction();

            producer.beginTransaction();
            JobHandle committed = soon(client.in(producer)
                    .submitAsync(JobRequest.of(ECHO, "committed").tree(tree)));
            assertThat(committed.result()).isNotDone();
            producer.commitTransaction();

            JobHandle after = client.submit(JobRequest.of(ECHO, "after").tree(tree));
            assertThat(soon(committed.result(String.class))).isEqualTo("committed");
            assertThat(soon(after.result(String.class))).isEqualTo("after");
            assertThat(aborted.result()).isNotDone();
        }
    }

    private Producer<byte[], byte[]> transactional() {
        ByteArraySerializer bytes = new ByteArraySerializer();
        return new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        BROKER.bootstrapServers(),
                        ProducerConfig.TRANSACTIONAL_ID_CONFIG,
                        "shop-" + tree,
                        ProducerConfig.LINGER_MS_CONFIG,
                        0),
                bytes,
                bytes);
    }

    @Test
    void a_client_that_is_flushed_or_closed_has_sent_all_that_it_was_given() {
        JobClient own = JobClient.builder()
                .bootstrapServers(BROKER.bootstrapServers())
                .property("linger.ms", 500)
                .build();
        List<CompletableFuture<JobHandle>> flushed = own.submitEach(
                Collections.nCopies(1_000, JobRequest.of(ECHO, "flushed").tree(tree)));
        own.flush();
        assertThat(flushed).allMatch(sent -> sent.isDone() && !sent.isCompletedExceptionally());

        List<CompletableFuture<JobHandle>> closed = own.submitEach(
                Collections.nCopies(1_000, JobRequest.of(ECHO, "closed").tree(tree)));
        own.close();
        assertThat(closed).allMatch(sent -> sent.isDone() && !sent.isCompletedExceptionally());
    }

    @Test
    void one_client_serves_thousands_of_virtual_threads() throws Exception {
        int threads = 3_000;
        List<Future<String>> results = new ArrayList<>();
        try (ExecutorService each = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int n = 0; n < threads; n++) {
                String text = "job " + n;
                results.add(each.submit(() -> {
                    JobHandle handle = client.submit(JobRequest.of(ECHO, text).tree(tree));
                    return soon(handle.result(String.class));
                }));
            }
            for (int n = 0; n < threads; n++) {
                assertThat(soon(results.get(n))).isEqualTo("job " + n);
            }
        }
    }
}
