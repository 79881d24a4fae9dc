package io.sluice.sdk;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.sluice.schemas.Bundle;
import io.sluice.schemas.BundledJob;
import io.sluice.schemas.Done;
import io.sluice.schemas.Failed;
import io.sluice.schemas.JobError;
import io.sluice.schemas.Retry;
import io.sluice.schemas.Snoozed;
import io.sluice.schemas.UuidFormat;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Spans by OpenTelemetry: {@code submit TYPE} in a client, {@code run TYPE} around a handler. docs/tracing.md lists them. Needs
 * {@code opentelemetry-api} on the class path, which job-sdk does not bring.
 *
 * <p>Jobs carry the context of their submission as W3C Trace Context, whatever propagators are set: schedulers and workers
 * read that. What is thrown by an exporter or a processor of spans is logged once and stops no job.
 *
 * <pre>{@code
 * Tracing tracing = OpenTelemetryTracing.of(openTelemetry);
 * JobClient client = JobClient.builder().bootstrapServers(kafka).tracing(tracing).build();
 * Worker.builder().bootstrapServers(kafka).tracing(tracing).handler(SEND_INVOICE, code);
 * }</pre>
 *
 * @since 0.1
 */
public final class OpenTelemetryTracing extends Tracing {

    private static final Logger LOG = LoggerFactory.getLogger(OpenTelemetryTracing.class);

    private static final String SCOPE = "io.sluice.job-sdk";
    private static final String DEFAULT_CHANNEL = "root";

    private static final AttributeKey<String> SYSTEM = AttributeKey.stringKey("messaging.system");
    private static final AttributeKey<String> OPERATION = AttributeKey.stringKey("messaging.operation.name");
    private static final AttributeKey<String> OPERATION_TYPE = AttributeKey.stringKey("messaging.operation.type");
    private static final AttributeKey<String> CHANNEL = AttributeKey.stringKey("messaging.destination.name");
    private static final AttributeKey<String> JOB = AttributeKey.stringKey("messaging.message.id");
    private static final AttributeKey<Long> JOBS = AttributeKey.longKey("messaging.batch.message_count");
    private static final AttributeKey<String> CLIENT = AttributeKey.stringKey("messaging.client.id");
    private static final AttributeKey<String> TREE = AttributeKey.stringKey("sluice.tree");
    private static final AttributeKey<String> TYPE = AttributeKey.stringKey("sluice.type");
    private static final AttributeKey<String> FLOW = AttributeKey.stringKey("sluice.flow");
    private static final AttributeKey<Long> RUN = AttributeKey.longKey("sluice.run");
    private static final AttributeKey<Long> ATTEMPT = AttributeKey.longKey("sluice.attempt");
    private static final AttributeKey<String> WORKER = AttributeKey.stringKey("sluice.worker");
    private static final AttributeKey<String> OUTCOME = AttributeKey.stringKey("sluice.outcome");
    private static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");
    private static final AttributeKey<String> EXCEPTION = AttributeKey.stringKey("exception.type");
    private static final AttributeKey<String> EXCEPTION_MESSAGE = AttributeKey.stringKey("exception.message");
    private static final AttributeKey<String> EXCEPTION_TRACE = AttributeKey.stringKey("exception.stacktrace");

    private final Tracer tracer;
    private final AtomicBoolean warned = new AtomicBoolean();

    private OpenTelemetryTracing(Tracer tracer) {
        this.tracer = tracer;
    }

    /**
     * Spans that go where those of the service go.
     *
     * @since 0.1
     */
    public static OpenTelemetryTracing of(OpenTelemetry openTelemetry) {
        Objects.requireNonNull(openTelemetry, "leave tracing out where nothing shall be traced");
        return new OpenTelemetryTracing(openTelemetry.getTracer(SCOPE));
    }

    // ---- clients

    @Override
    Submitting submits(JobRequest<?> request, JobId id, String by) {
        return guarded(
                () -> submitting(named("submit", request.type().name(), SpanKind.PRODUCER)
                        .setAttribute(OPERATION_TYPE, "send")
                        .setAttribute(CLIENT, by)
                        .setAttribute(TREE, id.tree())
                        .setAttribute(TYPE, request.type().name())
                        .setAttribute(CHANNEL, channelOf(request))
                        .setAttribute(JOB, id.toString())),
                OFF);
    }

    private static String channelOf(JobRequest<?> request) {
        String channel = request.values().channel();
        return channel.isEmpty() ? DEFAULT_CHANNEL : channel;
    }

    @Override
    Submitting submits(FlowGraph flow, String by) {
        return guarded(
                () -> submitting(named("submit", "flow", SpanKind.PRODUCER)
                        .setAttribute(OPERATION_TYPE, "send")
                        .setAttribute(CLIENT, by)
                        .setAttribute(TREE, flow.id().tree())
                        .setAttribute(FLOW, flow.id().toString())
                        .setAttribute(JOBS, (long) flow.jobs().size())),
                OFF);
    }

    private Submitting submitting(SpanBuilder builder) {
        return new Traced(builder.startSpan());
    }

    // ---- workers

    @Override
    Running runs(Bundle bundle, BundledJob job, String worker) {
        return guarded(
                () -> new Traced(named("run", bundle.getType(), SpanKind.CONSUMER)
                        .setParent(submitted(job.getHeaders()))
                        .setAttribute(OPERATION_TYPE, "process")
                        .setAttribute(TREE, bundle.getTree())
                        .setAttribute(TYPE, bundle.getType())
                        .setAttribute(CHANNEL, bundle.getChannel())
                        .setAttribute(JOB, new JobId(bundle.getTree(), UuidFormat.decode(job.getId())).toString())
                        .setAttribute(RUN, (long) job.getRun())
                        .setAttribute(ATTEMPT, (long) job.getAttempt())
                        .setAttribute(WORKER, worker)
                        .startSpan()),
                OFF);
    }

    /** The submission of the job with these headers; a job without them begins a trace of its own. */
    private static Context submitted(Map<String, String> headers) {
        return W3CTraceContextPropagator.getInstance().extract(Context.root(), headers, Map::get);
    }

    // ---- both

    private SpanBuilder named(String operation, String what, SpanKind kind) {
        return tracer.spanBuilder(operation + " " + what)
                .setSpanKind(kind)
                .setAttribute(SYSTEM, "sluice")
                .setAttribute(OPERATION, operation);
    }

    private final class Traced implements Submitting, Running {

        private final Span span;

        Traced(Span span) {
            this.span = span;
        }

        @Override
        public Map<String, String> carried() {
            Map<String, String> headers = new HashMap<>();
            W3CTraceContextPropagator.getInstance().inject(Context.root().with(span), headers, Map::put);
            return headers;
        }

        @Override
        public Runnable enter() {
            Scope scope = span.makeCurrent();
            return scope::close;
        }

        @Override
        public void sent(Throwable error) {
            guarded(
                    () -> {
                        if (error != null) {
                            Throwable cause = error instanceof CompletionException && error.getCause() != null
                                    ? error.getCause()
                                    : error;
                            span.recordException(cause)
                                    .setAttribute(ERROR, cause.getClass().getName())
                                    .setStatus(StatusCode.ERROR, String.valueOf(cause.getMessage()));
                        }
                        span.end();
                        return this;
                    },
                    this);
        }

        @Override
        public void ended(Object end) {
            guarded(
                    () -> {
                        span.setAttribute(OUTCOME, outcome(end));
                        if (end instanceof Retry retry) {
                            failed(retry.getError());
                        } else if (end instanceof Failed failed) {
                            failed(failed.getError());
                        }
                        span.end();
                        return this;
                    },
                    this);
        }

        /** As it is reported: a handler's error has been looked at and cut by then. */
        private void failed(JobError error) {
            span.addEvent(
                            "exception",
                            Attributes.of(
                                    EXCEPTION, error.getType(),
                                    EXCEPTION_MESSAGE, error.getMessage(),
                                    EXCEPTION_TRACE, error.getStackTrace()))
                    .setAttribute(ERROR, error.getType())
                    .setStatus(StatusCode.ERROR, error.getMessage());
        }
    }

    private static String outcome(Object end) {
        if (end == null) {
            return "GIVEN_UP";
        }
        if (end instanceof Done) {
            return "DONE";
        }
        if (end instanceof Failed) {
            return "FAILED";
        }
        if (end instanceof Retry) {
            return "RETRY";
        }
        return end instanceof Snoozed ? "SNOOZED" : "RATE_LIMITED";
    }

    /** Where it throws: what makes nothing. */
    private <T> T guarded(Supplier<? extends T> traced, T otherwise) {
        try {
            return traced.get();
        } catch (RuntimeException e) {
            if (!warned.getAndSet(true)) {
                LOG.error("a span could not be made or ended; jobs go on, and the next times are not told", e);
            }
            return otherwise;
        }
    }
}
