package io.sluice.sdk;

import static io.opentelemetry.api.common.AttributeKey.longKey;
import static io.opentelemetry.api.common.AttributeKey.stringKey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.sluice.schemas.Bundle;
import io.sluice.schemas.Done;
import io.sluice.schemas.JobSpec;
import io.sluice.schemas.RecordFormats;
import io.sluice.schemas.Submit;
import io.sluice.schemas.SubmitFlow;
import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What clients and workers leave in a trace. */
class TracingTest {

    private static final JobType<String> GREET = JobType.of("greet", String.class);
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String PARENT = "b7ad6b7169203331";

    private final InMemorySpanExporter spans = InMemorySpanExporter.create();
    private final OpenTelemetry openTelemetry = sdk(Sampler.parentBased(Sampler.alwaysOn()));
    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer());
    private final List<AutoCloseable> open = new ArrayList<>();

    private OpenTelemetry sdk(Sampler sampler) {
        return OpenTelemetrySdk.builder()
                .setTracerProvider(SdkTracerProvider.builder()
                        .setSampler(sampler)
                        .addSpanProcessor(SimpleSpanProcessor.create(spans))
                        .build())
                .build();
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
    }

    // ---- clients

    private JobClient client(Tracing tracing) {
        CommandSender sender = new CommandSender(
                new ProducerLog(producer), new CommandRecords("shop", Json.standard()), null, Clock.systemUTC());
        return new JobClient(sender.traced(tracing));
    }

    private JobClient traced() {
        return client(OpenTelemetryTracing.of(openTelemetry));
    }

    private Object sent() {
        return RecordFormats.bundled()
                .command()
                .decode(producer.history().get(0).value())
                .getBody();
    }

    private Map<String, String> headersSent() {
        return ((Submit) sent()).getJob().getHeaders();
    }

    private SpanData span(String name) {
        return spans.getFinishedSpanItems().stream()
                .filter(span -> span.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static String traceparent(SpanData span) {
        return "00-" + span.getTraceId() + "-" + span.getSpanId() + "-"
                + span.getSpanContext().getTraceFlags().asHex();
    }

    @Test
    void a_submission_is_a_span_of_the_current_trace_and_the_job_carries_it() {
        Span request = openTelemetry.getTracer("shop").spanBuilder("POST").startSpan();
        JobRequest<String> greet = JobRequest.of(GREET, "ann").channel("root.shop");
        CompletableFuture<JobHandle> submitted = Context.root()
                .with(request)
                .wrapSupplier(() -> traced().submitAsync(greet))
                .get();
        assertThat(spans.getFinishedSpanItems())
                .as("the broker has not said yes")
                .isEmpty();
        producer.completeNext();

        SpanData span = span("submit greet");
        assertThat(span.getKind()).isEqualTo(SpanKind.PRODUCER);
        assertThat(span.getParentSpanId()).isEqualTo(request.getSpanContext().getSpanId());
        assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
        assertThat(span.getAttributes().asMap())
                .containsEntry(stringKey("messaging.system"), "sluice")
                .containsEntry(stringKey("messaging.operation.name"), "submit")
                .containsEntry(stringKey("messaging.operation.type"), "send")
                .containsEntry(stringKey("messaging.destination.name"), "root.shop")
                .containsEntry(stringKey("messaging.client.id"), "shop")
                .containsEntry(
                        stringKey("messaging.message.id"), submitted.join().id().toString())
                .containsEntry(stringKey("sluice.tree"), "main")
                .containsEntry(stringKey("sluice.type"), "greet");
        assertThat(headersSent()).containsOnly(Map.entry("traceparent", traceparent(span)));
    }

    @Test
    void a_submission_that_fails_is_an_error() {
        CompletableFuture<JobHandle> submitted = traced().submitAsync(JobRequest.of(GREET, "ann"));
        producer.errorNext(new TimeoutException("no answer"));

        assertThat(submitted).isCompletedExceptionally();
        SpanData span = span("submit greet");
        assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
        assertThat(span.getAttributes().get(stringKey("error.type"))).isEqualTo(SubmitException.class.getName());
        assertThat(span.getEvents()).hasSize(1);
    }

    @Test
    void a_submission_that_is_refused_is_an_error() {
        String tooLarge = "x".repeat(600_000);
        assertThatThrownBy(() -> traced().submitAsync(JobRequest.of(GREET, tooLarge)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(span("submit greet").getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
    }

    @Test
    void jobs_of_a_trace_that_is_not_sampled_say_so_and_make_no_span() {
        client(OpenTelemetryTracing.of(sdk(Sampler.alwaysOff()))).submitAsync(JobRequest.of(GREET, "ann"));
        producer.completeNext();
        String traceparent = headersSent().get("traceparent");
        assertThat(TraceFlags.fromHex(traceparent, traceparent.length() - 2).isSampled())
                .isFalse();
        assertThat(spans.getFinishedSpanItems()).isEmpty();
    }

    @Test
    void a_trace_replaces_the_one_that_was_there_and_leaves_other_headers() {
        traced().submitAsync(JobRequest.of(GREET, "ann")
                .header("traceparent", "00-" + TRACE + "-" + PARENT + "-01")
                .header("tracestate", "old=1")
                .header("tenant", "acme"));
        producer.completeNext();
        assertThat(headersSent())
                .containsOnly(Map.entry("traceparent", traceparent(span("submit greet"))), Map.entry("tenant", "acme"));
    }

    @Test
    void no_job_is_refused_for_its_trace() {
        String full = "x".repeat(Limits.MAX_HEADER_BYTES - "note".length());
        traced().submitAsync(JobRequest.of(GREET, "ann").header("note", full));
        producer.completeNext();
        assertThat(headersSent()).containsOnlyKeys("note");
    }

    @Test
    void all_jobs_of_a_flow_carry_its_one_span_but_joins_do_not() {
        JobFlow pair = JobFlow.group(JobRequest.of(GREET, "a"), JobRequest.of(GREET, "b"));
        traced().submitAsync(JobFlow.chain(pair, pair));
        producer.completeNext();

        SpanData span = span("submit flow");
        assertThat(spans.getFinishedSpanItems()).hasSize(1);
        assertThat(span.getAttributes().get(longKey("messaging.batch.message_count")))
                .isEqualTo(4);
        List<JobSpec> jobs = ((SubmitFlow) sent()).getJobs();
        assertThat(jobs).hasSize(5);
        for (JobSpec job : jobs) {
            Map<String, String> expected =
                    job.getType().equals("greet") ? Map.of("traceparent", traceparent(span)) : Map.of();
            assertThat(job.getHeaders()).isEqualTo(expected);
        }
    }

    @Test
    void without_tracing_nothing_is_written() {
        client(Tracing.OFF).submitAsync(JobRequest.of(GREET, "ann"));
        producer.completeNext();
        assertThat(headersSent()).isEmpty();
    }

    // ---- workers

    private Rig worker(JobHandler<String> code, Tracing tracing) {
        Rig rig = new Rig(code, tracing);
        open.add(rig);
        return rig;
    }

    private static Bundle carrying(Rig rig, String traceparent) {
        return rig.builder(1)
                .setJobs(List.of(rig.job("a")
                        .setRun(2)
                        .setAttempt(2)
                        .setHeaders(Map.of("traceparent", traceparent))
                        .build()))
                .build();
    }

    @Test
    void a_run_is_a_child_of_its_submission_and_the_parent_of_what_the_handler_does() {
        Rig rig = worker(
                (payload, job) -> {
                    openTelemetry
                            .getTracer("shop")
                            .spanBuilder("send mail")
                            .startSpan()
                            .end();
                    job.submit(JobRequest.of(GREET, "later"));
                    return null;
                },
                OpenTelemetryTracing.of(openTelemetry));
        rig.run(carrying(rig, "00-" + TRACE + "-" + PARENT + "-01"));
        rig.awaitNothingInHand();

        SpanData run = span("run echo");
        assertThat(run.getKind()).isEqualTo(SpanKind.CONSUMER);
        assertThat(run.getTraceId()).isEqualTo(TRACE);
        assertThat(run.getParentSpanId()).isEqualTo(PARENT);
        assertThat(run.getAttributes().asMap())
                .containsEntry(stringKey("messaging.operation.name"), "run")
                .containsEntry(stringKey("messaging.operation.type"), "process")
                .containsEntry(stringKey("messaging.destination.name"), "root")
                .containsEntry(stringKey("sluice.type"), "echo")
                .containsEntry(stringKey("sluice.worker"), "w-1")
                .containsEntry(stringKey("sluice.outcome"), "DONE")
                .containsEntry(longKey("sluice.run"), 2L)
                .containsEntry(longKey("sluice.attempt"), 2L);
        assertThat(span("send mail").getParentSpanId()).isEqualTo(run.getSpanId());
        Done done = (Done) rig.outcomes().get(0).getEnd();
        assertThat(done.getSubmitted().get(0).getJob().getHeaders())
                .containsOnly(Map.entry("traceparent", traceparent(run)));
    }

    @Test
    void a_run_that_fails_is_an_error() {
        Rig rig = worker(
                (payload, job) -> {
                    throw new RetryableJobException("the mail server is away");
                },
                OpenTelemetryTracing.of(openTelemetry));
        rig.run(rig.bundle(1, "a"));
        rig.awaitNothingInHand();

        SpanData run = span("run echo");
        assertThat(run.getParentSpanContext().isValid())
                .as("of a job that carries no trace")
                .isFalse();
        assertThat(run.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
        assertThat(run.getStatus().getDescription()).isEqualTo("the mail server is away");
        assertThat(run.getAttributes().get(stringKey("sluice.outcome"))).isEqualTo("RETRY");
        assertThat(run.getEvents().get(0).getAttributes().get(stringKey("exception.type")))
                .isEqualTo(RetryableJobException.class.getName());
    }

    @Test
    void a_snooze_is_no_error() {
        Rig rig = worker(
                (payload, job) -> {
                    throw new Snooze(Duration.ofMinutes(1));
                },
                OpenTelemetryTracing.of(openTelemetry));
        rig.run(rig.bundle(1, "a"));
        rig.awaitNothingInHand();

        SpanData run = span("run echo");
        assertThat(run.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
        assertThat(run.getEvents()).isEmpty();
        assertThat(run.getAttributes().get(stringKey("sluice.outcome"))).isEqualTo("SNOOZED");
    }

    @Test
    void what_a_job_without_tracing_submits_carries_nothing() {
        Rig rig = worker(
                (payload, job) -> {
                    job.submit(JobRequest.of(GREET, "later"));
                    return null;
                },
                Tracing.OFF);
        rig.run(carrying(rig, "00-" + TRACE + "-" + PARENT + "-01"));
        rig.awaitNothingInHand();
        Done done = (Done) rig.outcomes().get(0).getEnd();
        assertThat(done.getSubmitted().get(0).getJob().getHeaders()).isEmpty();
    }

    @Test
    void spans_that_cannot_be_made_stop_no_job() {
        Tracing broken = OpenTelemetryTracing.of(broken(true));
        client(broken).submitAsync(JobRequest.of(GREET, "ann"));
        assertThat(headersSent()).isEmpty();
        assertIsDone(broken);
    }

    @Test
    void spans_that_cannot_be_ended_stop_no_job() {
        Tracing broken = OpenTelemetryTracing.of(broken(false));
        CompletableFuture<JobHandle> submitted = client(broken).submitAsync(JobRequest.of(GREET, "ann"));
        producer.completeNext();
        assertThat(submitted).isCompleted();
        assertIsDone(broken);
    }

    private void assertIsDone(Tracing broken) {
        Rig rig = worker((payload, job) -> "well", broken);
        rig.run(rig.bundle(1, "a"));
        rig.awaitNothingInHand();
        assertThat(rig.outcomes().get(0).getEnd()).isInstanceOf(Done.class);
    }

    private static OpenTelemetry broken(boolean atStart) {
        SpanProcessor throwing = new SpanProcessor() {
            @Override
            public void onStart(Context parent, ReadWriteSpan span) {
                throw new IllegalStateException("broken");
            }

            @Override
            public boolean isStartRequired() {
                return atStart;
            }

            @Override
            public void onEnd(ReadableSpan span) {
                throw new IllegalStateException("broken");
            }

            @Override
            public boolean isEndRequired() {
                return true;
            }
        };
        return OpenTelemetrySdk.builder()
                .setTracerProvider(
                        SdkTracerProvider.builder().addSpanProcessor(throwing).build())
                .build();
    }

    // ---- who does without

    /** As frameworks look at their beans: every method of every public class, with the API missing. */
    @Test
    void clients_and_workers_do_without_the_api() throws Exception {
        List<URL> others = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            if (!entry.contains("opentelemetry")) {
                others.add(Path.of(entry).toUri().toURL());
            }
        }
        try (URLClassLoader bare =
                new URLClassLoader(others.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
            for (Class<?> known : List.of(JobClientBuilder.class, WorkerBuilder.class, Tracing.class, JobRun.class)) {
                Class<?> loaded = Class.forName(known.getName(), true, bare);
                assertThat(loaded).isNotSameAs(known);
                assertThat(loaded.getDeclaredMethods()).hasSameSizeAs(known.getDeclaredMethods());
            }
        }
    }
}
