package io.sluice.app.traces;

import static io.opentelemetry.api.common.AttributeKey.longKey;
import static io.opentelemetry.api.common.AttributeKey.stringKey;
import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.sluice.core.Command;
import io.sluice.core.Failure;
import io.sluice.core.JobAction;
import io.sluice.core.JobId;
import io.sluice.core.Payload;
import io.sluice.core.Progress;
import io.sluice.core.Submission;
import io.sluice.streams.PartitionListener;
import io.sluice.web.PartitionInMemory;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Spans of what a partition decides. Times are milliseconds since everything began. */
class PartitionTracesTest {

    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String SUBMISSION = "b7ad6b7169203331";
    private static final String SAMPLED = "00-" + TRACE + "-" + SUBMISSION + "-01";
    private static final String NOT_SAMPLED = "00-" + TRACE + "-" + SUBMISSION + "-00";
    private static final Command.End DONE = new Command.Done(Optional.empty());
    private static final Failure ERROR = new Failure("Boom", "it broke", "");

    private final InMemorySpanExporter exporter = InMemorySpanExporter.create();
    private final Traces traces = new Traces(OpenTelemetrySdk.builder()
            .setTracerProvider(SdkTracerProvider.builder()
                    .addSpanProcessor(SimpleSpanProcessor.create(exporter))
                    .build())
            .build());
    private final PartitionInMemory partition = new PartitionInMemory(2);
    private PartitionListener listener;
    private int jobs;

    PartitionTracesTest() {
        open();
        partition.worker();
    }

    /** The partition begins here, or begins anew: nothing is remembered. */
    private void open() {
        listener = traces.listeners().opened(2, partition.store());
        partition.tells(listener);
    }

    private JobId submit(Map<String, String> headers, Submission.Options options) {
        jobs++;
        JobId id = new JobId("main", new UUID(0x0192_0000_0000_7000L, 0x8000_0000_0000_0000L + jobs));
        partition.send(
                "main",
                new Command.Submit(Submission.of(id, "greet", "root.shop", new Payload(new byte[0], "text/plain"))
                        .with(options)
                        .described("", headers, PartitionInMemory.NOW)));
        return id;
    }

    private JobId submit() {
        return submit(Map.of("traceparent", SAMPLED), Submission.Options.NONE);
    }

    private void onJob(JobId job, JobAction action) {
        partition.send("main", new Command.OnJob(job, action));
    }

    /** The spans since this was asked last, as {@code name from-to run outcome}. */
    private List<String> told() {
        if (listener.waits()) {
            listener.committed();
        }
        List<String> told = exporter.getFinishedSpanItems().stream()
                .map(PartitionTracesTest::line)
                .toList();
        exporter.reset();
        return told;
    }

    private static String line(SpanData span) {
        assertThat(span.getTraceId()).isEqualTo(TRACE);
        assertThat(span.getParentSpanId()).isEqualTo(SUBMISSION);
        assertThat(span.getKind()).isEqualTo(SpanKind.INTERNAL);
        Long run = span.getAttributes().get(longKey("sluice.run"));
        String error = span.getAttributes().get(stringKey("error.type"));
        assertThat(span.getStatus().getStatusCode()).isEqualTo(error == null ? StatusCode.UNSET : StatusCode.ERROR);
        StringBuilder line = new StringBuilder(span.getName())
                .append(' ')
                .append(millis(span.getStartEpochNanos()))
                .append('-')
                .append(millis(span.getEndEpochNanos()));
        span.getEvents()
                .forEach(event ->
                        line.append(' ').append(event.getName()).append(' ').append(millis(event.getEpochNanos())));
        line.append(run == null ? "" : " run " + run)
                .append(' ')
                .append(span.getAttributes().get(stringKey("sluice.outcome")));
        return line.append(error == null ? "" : " " + error).toString();
    }

    private static long millis(long nanos) {
        return nanos / 1_000_000 - PartitionInMemory.NOW;
    }

    @Test
    void a_job_waits_and_is_with_a_worker() {
        JobId job = submit();
        partition.later(30);
        partition.release();
        listener.committed();
        SpanData wait = exporter.getFinishedSpanItems().getFirst();
        assertThat(wait.getAttributes().asMap())
                .containsEntry(stringKey("messaging.system"), "sluice")
                .containsEntry(stringKey("messaging.operation.name"), "wait")
                .containsEntry(stringKey("messaging.destination.name"), "root.shop")
                .containsEntry(stringKey("messaging.message.id"), job.toString())
                .containsEntry(stringKey("sluice.tree"), "main")
                .containsEntry(stringKey("sluice.type"), "greet")
                .containsEntry(longKey("sluice.run"), 1L)
                .containsEntry(longKey("sluice.attempt"), 1L)
                .containsEntry(stringKey("sluice.outcome"), "RELEASED")
                .doesNotContainKey(stringKey("sluice.worker"));
        assertThat(told()).containsExactly("wait greet 0-30 run 1 RELEASED");

        partition.later(50);
        partition.run(job, DONE);
        listener.committed();
        SpanData release = exporter.getFinishedSpanItems().getFirst();
        assertThat(release.getAttributes().asMap())
                .containsEntry(stringKey("messaging.operation.name"), "release")
                .containsEntry(stringKey("sluice.worker"), "worker-1");
        assertThat(told()).containsExactly("release greet 30-80 run 1 DONE");
    }

    @Test
    void nothing_is_told_before_it_is_committed() {
        JobId job = submit();
        assertThat(listener.waits()).isFalse();
        partition.release();
        assertThat(listener.waits()).isTrue();
        assertThat(exporter.getFinishedSpanItems()).isEmpty();

        // The transaction is aborted; the same comes again.
        open();
        partition.later(7);
        partition.run(job, DONE);
        assertThat(told()).hasSize(1);
        assertThat(listener.waits()).isFalse();
    }

    @Test
    void an_eta_and_a_back_off_are_parts_of_the_wait() {
        JobId job = submit(Map.of("traceparent", SAMPLED), Submission.Options.NONE.withEta(PartitionInMemory.NOW + 20));
        partition.later(30);
        partition.release();
        partition.later(10);
        partition.run(job, new Command.Retry(ERROR, OptionalLong.of(100), Optional.empty()));
        partition.later(150);
        partition.release();
        partition.later(10);
        partition.run(job, 2, DONE);

        assertThat(told())
                .containsExactly(
                        "wait greet 0-30 due 20 run 1 RELEASED",
                        "release greet 30-40 run 1 RETRIED Boom",
                        "wait greet 40-190 due 140 run 2 RELEASED",
                        "release greet 190-200 run 2 DONE");
    }

    @Test
    void whatever_ends_a_stay_is_told() {
        JobId failed = submit();
        partition.release();
        partition.run(failed, new Command.Failed(ERROR));
        assertThat(told()).containsExactly("wait greet 0-0 run 1 RELEASED", "release greet 0-0 run 1 FAILED Boom");

        partition.later(10);
        onJob(failed, new JobAction.Requeue());
        partition.later(10);
        partition.release();
        partition.handBack(failed);
        partition.later(10);
        partition.release();
        partition.run(failed, 3, new Command.Snoozed(5));
        assertThat(told())
                .containsExactly(
                        "wait greet 10-20 run 2 RELEASED",
                        "release greet 20-20 run 2 HANDED_BACK",
                        "wait greet 20-30 run 3 RELEASED",
                        "release greet 30-30 run 3 SNOOZED");

        partition.later(1);
        onJob(failed, new JobAction.Cancel("no longer", false));
        assertThat(told()).containsExactly("wait greet 30-31 run 3 CANCELLED");
    }

    @Test
    void a_job_that_never_ran_only_waited() {
        JobId cancelled = submit();
        JobId done = submit();
        partition.later(10);
        onJob(cancelled, new JobAction.Cancel("no longer", false));
        onJob(done, new JobAction.SetDone(Optional.empty()));
        assertThat(told()).containsExactly("wait greet 0-10 CANCELLED", "wait greet 0-10 DONE");
    }

    @Test
    void a_job_that_is_lost_comes_back() {
        JobId job = submit();
        partition.release();
        partition.begin(job, new Progress(1, ""));
        assertThat(told()).hasSize(1);

        partition.later(20_000);
        partition.send("", new Command.LeaseCheck(Optional.of("worker-1"), PartitionInMemory.NOW, List.of()));
        partition.worker("worker-2");
        partition.later(1);
        partition.release();
        assertThat(told())
                .containsExactly(
                        "release greet 0-20000 run 1 LOST WORKER_LOST", "wait greet 20000-20001 run 2 RELEASED");
    }

    @Test
    void a_new_owner_tells_what_it_can_know() {
        JobId ran = submit();
        JobId waited = submit();
        partition.release();
        partition.later(10);
        partition.run(waited, new Command.Retry(ERROR, OptionalLong.of(1), Optional.empty()));
        assertThat(told()).hasSize(3);

        open();
        partition.later(10);
        partition.release();
        // Its worker said when it began; since when the other waited for its second run, nobody says.
        partition.run(ran, DONE);
        partition.run(waited, 2, DONE);
        assertThat(told()).containsExactly("release greet -20-20 run 1 DONE", "release greet 20-20 run 2 DONE");
    }

    @Test
    void jobs_without_a_sampled_trace_leave_nothing() {
        JobId without = submit(Map.of("user", "ann"), Submission.Options.NONE);
        JobId unsampled = submit(Map.of("traceparent", NOT_SAMPLED), Submission.Options.NONE);
        JobId garbage = submit(Map.of("traceparent", "garbage"), Submission.Options.NONE);
        JobId cancelled = submit(Map.of("traceparent", NOT_SAMPLED), Submission.Options.NONE);
        onJob(cancelled, new JobAction.Cancel("no longer", false));
        partition.release();
        List.of(without, unsampled, garbage).forEach(job -> partition.run(job, DONE));
        assertThat(listener.waits()).isFalse();
        assertThat(told()).isEmpty();
    }
}
