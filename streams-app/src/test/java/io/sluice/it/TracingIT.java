package io.sluice.it;

import static io.opentelemetry.api.common.AttributeKey.longKey;
import static io.opentelemetry.api.common.AttributeKey.stringKey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.sluice.app.AppConfig;
import io.sluice.app.SchedulerApp;
import io.sluice.sdk.JobClient;
import io.sluice.sdk.JobContext;
import io.sluice.sdk.JobId;
import io.sluice.sdk.JobRequest;
import io.sluice.sdk.JobType;
import io.sluice.sdk.OpenTelemetryTracing;
import io.sluice.sdk.RetryPolicy;
import io.sluice.sdk.RetryableJobException;
import io.sluice.sdk.Worker;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** One trace from the submission to the outcome, through client, scheduler and worker, and none where nobody wants one. */
class TracingIT {

    @RegisterExtension
    static final SharedBroker BROKER = new SharedBroker();

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final JobType<String> ORDER = JobType.of("traced-order", String.class);
    private static final JobType<String> MAIL = JobType.of("traced-mail", String.class);

    @RegisterExtension
    final Stage stage = Stage.around(BROKER);

    private final InMemorySpanExporter exporter = InMemorySpanExporter.create();
    private final OpenTelemetry openTelemetry = sdk(Sampler.parentBased(Sampler.alwaysOn()));
    private final Map<JobId, Map<String, String>> headers = new ConcurrentHashMap<>();
    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    private OpenTelemetry sdk(Sampler sampler) {
        return OpenTelemetrySdk.builder()
                .setTracerProvider(SdkTracerProvider.builder()
                        .setSampler(sampler)
                        .addSpanProcessor(SimpleSpanProcessor.create(exporter))
                        .build())
                .build();
    }

    private String start() throws InterruptedException {
        AppConfig config = AppConfig.of(Map.of(
                "bootstrap.servers", BROKER.bootstrapServers(),
                "state.dir", stage.file("state").toString(),
                "http.port", "0",
                "create.topics", "true",
                "partitions", Integer.toString(SchedulerProcess.PARTITIONS),
                "channels", "root:64",
                "lease", "60s"));
        SchedulerApp scheduler = opened(SchedulerApp.start(config, openTelemetry, line -> {}));
        Worker running = opened(Worker.builder()
                .bootstrapServers(BROKER.bootstrapServers())
                .tracing(OpenTelemetryTracing.of(openTelemetry))
                .handler(ORDER, this::order)
                .handler(MAIL, (to, job) -> headers.put(job.id(), job.headers()))
                .build());
        running.start();
        assertThat(scheduler.awaitReady(PATIENCE)).isTrue();
        assertThat(running.awaitReady(PATIENCE)).isTrue();
        return running.id();
    }

    private <T extends AutoCloseable> T opened(T resource) {
        open.push(resource);
        return resource;
    }

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
    }

    private Object order(String what, JobContext job) {
        if (job.attempt() == 1) {
            throw new RetryableJobException("the bank is away");
        }
        span("charge card").end();
        job.submit(JobRequest.of(MAIL, "ann"));
        return null;
    }

    private Span span(String name) {
        return openTelemetry.getTracer("shop").spanBuilder(name).startSpan();
    }

    private JobClient client(OpenTelemetry telemetry) {
        return opened(JobClient.builder()
                .bootstrapServers(BROKER.bootstrapServers())
                .tracing(OpenTelemetryTracing.of(telemetry))
                .build());
    }

    /** All in one, because each start costs seconds. */
    @Test
    void a_job_is_one_trace_with_its_retry_and_what_it_submits_and_others_leave_nothing() throws Exception {
        String worker = start();
        JobId untraced = stage.client().submit(JobRequest.of(MAIL, "a")).id();
        JobId unsampled = client(sdk(Sampler.alwaysOff()))
                .submit(JobRequest.of(MAIL, "b"))
                .id();
        await("mails").atMost(PATIENCE).untilAsserted(() -> assertThat(headers).containsKeys(untraced, unsampled));
        Span post = span("POST /orders");
        JobId job = ordered(post);
        post.end();
        await("the last span")
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(named("release traced-mail")).hasSize(1));

        assertIsOneTrace(post, "submit traced-order", "charge card");
        assertIsFamily();
        assertSaysWhatHappened(job, worker);
        assertFollowEachOther();

        assertThat(headers.get(untraced)).isEmpty();
        // Its worker traces, and so its run begins a trace of its own.
        assertThat(of(untraced)).extracting(SpanData::getName).containsExactly("run traced-mail");
        assertThat(of(untraced).getFirst().getParentSpanContext().isValid()).isFalse();
        assertThat(headers.get(unsampled)).containsOnlyKeys("traceparent");
        assertThat(of(unsampled)).isEmpty();
    }

    private JobId ordered(Span during) throws Exception {
        JobClient client = client(openTelemetry);
        JobRequest<String> request =
                JobRequest.of(ORDER, "book").channel("root.shop").retry(RetryPolicy.fixed(Duration.ofMillis(50)));
        return Context.root()
                .with(during)
                .wrap(() -> client.submit(request).id())
                .call();
    }

    private void assertIsOneTrace(Span post, String... once) {
        List<String> expected = new ArrayList<>(List.of(once));
        expected.add("POST /orders");
        for (String place : List.of("wait ", "release ", "run ")) {
            expected.addAll(List.of(place + "traced-order", place + "traced-order", place + "traced-mail"));
        }
        assertThat(exporter.getFinishedSpanItems().stream()
                        .filter(span ->
                                span.getTraceId().equals(post.getSpanContext().getTraceId())))
                .extracting(SpanData::getName)
                .containsExactlyInAnyOrderElementsOf(expected);
    }

    private void assertIsFamily() {
        SpanData submit = named("submit traced-order").getFirst();
        SpanData secondRun = named("run traced-order").get(1);
        assertIsChild(submit, named("POST /orders").getFirst());
        assertIsChild(named("charge card").getFirst(), secondRun);
        for (String place : List.of("wait ", "release ", "run ")) {
            named(place + "traced-order").forEach(span -> assertIsChild(span, submit));
        }
        for (String place : List.of("wait ", "release ")) {
            assertIsChild(named(place + "traced-mail").getFirst(), secondRun);
        }
        assertThat(named("run traced-mail")).anySatisfy(run -> assertIsChild(run, secondRun));
    }

    private void assertSaysWhatHappened(JobId job, String worker) {
        assertThat(of(job))
                .hasSize(7)
                .allSatisfy(span -> assertThat(span.getAttributes().asMap())
                        .containsEntry(stringKey("messaging.system"), "sluice")
                        .containsEntry(stringKey("messaging.destination.name"), "root.shop")
                        .containsEntry(stringKey("sluice.tree"), "main")
                        .containsEntry(stringKey("sluice.type"), "traced-order"));
        List<SpanData> waits = named("wait traced-order");
        List<SpanData> releases = named("release traced-order");
        List<SpanData> runs = named("run traced-order");
        assertOutcomes(waits, SpanKind.INTERNAL, "RELEASED", "RELEASED");
        assertOutcomes(releases, SpanKind.INTERNAL, "RETRIED", "DONE");
        assertOutcomes(runs, SpanKind.CONSUMER, "RETRY", "DONE");
        for (List<SpanData> ofWorker : List.of(releases, runs)) {
            assertThat(ofWorker)
                    .extracting(span -> span.getAttributes().get(stringKey("sluice.worker")))
                    .containsOnly(worker);
            assertFailed(ofWorker.getFirst());
        }
        assertThat(runs.getFirst().getEvents()).extracting(EventData::getName).containsExactly("exception");
        assertThat(waits.get(1).getEvents()).extracting(EventData::getName).containsExactly("due");
    }

    /** By the partition's time alone, so to the millisecond. */
    private void assertFollowEachOther() {
        List<SpanData> waits = named("wait traced-order");
        List<SpanData> releases = named("release traced-order");
        assertThat(releases.getFirst().getStartEpochNanos())
                .isEqualTo(waits.getFirst().getEndEpochNanos());
        assertThat(waits.get(1).getStartEpochNanos())
                .isEqualTo(releases.getFirst().getEndEpochNanos());
        assertThat(releases.get(1).getStartEpochNanos()).isEqualTo(waits.get(1).getEndEpochNanos());
    }

    private List<SpanData> of(JobId job) {
        return exporter.getFinishedSpanItems().stream()
                .filter(span -> job.toString().equals(span.getAttributes().get(stringKey("messaging.message.id"))))
                .toList();
    }

    /** In the order of their runs. */
    private List<SpanData> named(String name) {
        return exporter.getFinishedSpanItems().stream()
                .filter(span -> span.getName().equals(name))
                .sorted(Comparator.comparing(
                        span -> String.valueOf(span.getAttributes().get(longKey("sluice.run")))))
                .toList();
    }

    private static void assertIsChild(SpanData span, SpanData of) {
        assertThat(span.getParentSpanId()).as("parent of %s", span.getName()).isEqualTo(of.getSpanId());
    }

    private static void assertOutcomes(List<SpanData> spans, SpanKind kind, String... outcomes) {
        assertThat(spans).extracting(SpanData::getKind).containsOnly(kind);
        assertThat(spans)
                .extracting(span -> span.getAttributes().get(stringKey("sluice.outcome")))
                .containsExactly(outcomes);
        assertThat(spans)
                .extracting(span -> span.getAttributes().get(longKey("sluice.run")))
                .containsExactly(1L, 2L);
    }

    private static void assertFailed(SpanData span) {
        assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
        assertThat(span.getStatus().getDescription()).isEqualTo("the bank is away");
        assertThat(span.getAttributes().get(stringKey("error.type"))).isEqualTo(RetryableJobException.class.getName());
    }
}
