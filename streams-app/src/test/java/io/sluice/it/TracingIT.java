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
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
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
    private String worker;

    private OpenTelemetry sdk(Sampler sampler) {
        return OpenTelemetrySdk.builder()
                .setTracerProvider(SdkTracerProvider.builder()
                        .setSampler(sampler)
                        .addSpanProcessor(SimpleSpanProcessor.create(exporter))
                        .build())
                .build();
    }

    @BeforeEach
    void start() throws InterruptedException {
        AppConfig config = AppConfig.of(Map.of(
                "bootstrap.servers", BROKER.broker().bootstrapServers(),
                "state.dir", stage.file("state").toString(),
                "http.port", "0",
                "create.topics", "true",
                "partitions", Integer.toString(SchedulerProcess.PARTITIONS),
                "channels", "root:64",
                "lease", "10s"));
        SchedulerApp scheduler = opened(SchedulerApp.start(config, openTelemetry, line -> {}));
        Worker running = opened(Worker.builder()
                .bootstrapServers(BROKER.broker().bootstrapServers())
                .tracing(OpenTelemetryTracing.of(openTelemetry))
                .handler(ORDER, this::order)
                .handler(MAIL, (to, job) -> headers.put(job.id(), job.headers()))
                .build());
        worker = running.id();
        running.start();
        assertThat(scheduler.awaitReady(PATIENCE)).isTrue();
        assertThat(running.awaitReady(PATIENCE)).isTrue();
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
                .bootstrapServers(BROKER.broker().bootstrapServers())
                .tracing(OpenTelemetryTracing.of(telemetry))
                .build());
    }

    @Test
    void a_job_is_one_trace_with_its_retry_and_what_it_submits() throws Exception {
        JobClient client = client(openTelemetry);
        Span post = span("POST /orders");
        JobRequest<String> request =
                JobRequest.of(ORDER, "book").channel("root.shop").retry(RetryPolicy.fixed(Duration.ofMillis(50)));
        JobId job = Context.root()
                .with(post)
                .wrap(() -> client.submit(request).id())
                .call();
        post.end();

        await("the last span")
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(named("release traced-mail")).hasSize(1));
        List<SpanData> spans = exporter.getFinishedSpanItems();
        assertThat(spans)
                .extracting(SpanData::getName)
                .containsExactlyInAnyOrder(
                        "POST /orders",
                        "submit traced-order",
                        "wait traced-order",
                        "release traced-order",
                        "run traced-order",
                        "wait traced-order",
                        "release traced-order",
                        "run traced-order",
                        "charge card",
                        "wait traced-mail",
                        "release traced-mail",
                        "run traced-mail");
        assertThat(spans)
                .extracting(SpanData::getTraceId)
                .containsOnly(post.getSpanContext().getTraceId());

        SpanData submit = named("submit traced-order").getFirst();
        List<SpanData> waits = named("wait traced-order");
        List<SpanData> releases = named("release traced-order");
        List<SpanData> runs = named("run traced-order");
        assertIsChild(submit, named("POST /orders").getFirst());
        waits.forEach(wait -> assertIsChild(wait, submit));
        releases.forEach(release -> assertIsChild(release, submit));
        runs.forEach(run -> assertIsChild(run, submit));
        assertIsChild(named("charge card").getFirst(), runs.get(1));
        for (String ofMail : List.of("wait traced-mail", "release traced-mail", "run traced-mail")) {
            assertIsChild(named(ofMail).getFirst(), runs.get(1));
        }

        assertThat(submit.getKind()).isEqualTo(SpanKind.PRODUCER);
        assertThat(runs).extracting(SpanData::getKind).containsOnly(SpanKind.CONSUMER);
        assertThat(waits).extracting(SpanData::getKind).containsOnly(SpanKind.INTERNAL);
        assertOutcomes(waits, "RELEASED", "RELEASED");
        assertOutcomes(releases, "RETRIED", "DONE");
        assertOutcomes(runs, "RETRY", "DONE");
        for (SpanData ofJob : List.of(submit, waits.get(1), releases.get(1), runs.get(1))) {
            assertThat(ofJob.getAttributes().asMap())
                    .containsEntry(stringKey("messaging.system"), "sluice")
                    .containsEntry(stringKey("messaging.message.id"), job.toString())
                    .containsEntry(stringKey("messaging.destination.name"), "root.shop")
                    .containsEntry(stringKey("sluice.tree"), "main")
                    .containsEntry(stringKey("sluice.type"), "traced-order");
        }
        for (SpanData ofWorker : List.of(releases.get(1), runs.get(1))) {
            assertThat(ofWorker.getAttributes().get(stringKey("sluice.worker"))).isEqualTo(worker);
        }
        assertFailed(releases.getFirst());
        assertFailed(runs.getFirst());
        assertThat(runs.getFirst().getEvents())
                .extracting(event -> event.getName())
                .containsExactly("exception");

        // By the partition's time alone, so to the millisecond.
        assertThat(releases.getFirst().getStartEpochNanos())
                .isEqualTo(waits.getFirst().getEndEpochNanos());
        assertThat(waits.get(1).getStartEpochNanos())
                .isEqualTo(releases.getFirst().getEndEpochNanos());
        assertThat(releases.get(1).getStartEpochNanos()).isEqualTo(waits.get(1).getEndEpochNanos());
        assertThat(waits.get(1).getEvents())
                .extracting(event -> event.getName())
                .containsExactly("due");
    }

    @Test
    void jobs_that_nobody_traces_carry_nothing_and_make_no_spans() {
        JobClient plain = stage.client();
        JobClient never = client(sdk(Sampler.alwaysOff()));
        JobId without = plain.submit(JobRequest.of(MAIL, "a")).id();
        JobId unsampled = never.submit(JobRequest.of(MAIL, "b")).id();
        JobId traced = client(openTelemetry).submit(JobRequest.of(MAIL, "c")).id();

        await("all of them")
                .atMost(PATIENCE)
                .until(() -> headers.keySet().containsAll(List.of(without, unsampled, traced)));
        await("the last span of the last one")
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(of(traced)).hasSize(4));
        assertThat(headers.get(without)).isEmpty();
        assertThat(headers.get(unsampled)).containsOnlyKeys("traceparent");
        assertThat(of(unsampled)).isEmpty();
        // Its worker traces, and so its run begins a trace of its own.
        assertThat(of(without)).extracting(SpanData::getName).containsExactly("run traced-mail");
        assertThat(of(without).getFirst().getParentSpanContext().isValid()).isFalse();
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
                .sorted(Comparator.comparing(span -> span.getAttributes()
                        .asMap()
                        .getOrDefault(longKey("sluice.run"), 0L)
                        .toString()))
                .toList();
    }

    private static void assertIsChild(SpanData span, SpanData of) {
        assertThat(span.getParentSpanId()).as("parent of %s", span.getName()).isEqualTo(of.getSpanId());
    }

    private static void assertOutcomes(List<SpanData> spans, String... outcomes) {
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
