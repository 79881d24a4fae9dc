package io.sluice.app.traces;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.sluice.core.Job;
import io.sluice.core.JobId;
import java.util.Map;
import java.util.Optional;

/**
 * A job whose trace is sampled.
 *
 * @param submission where its spans belong: what the job's headers carry, so the span of its submission
 * @param id its name
 * @param type its type
 */
record TracedJob(Context submission, JobId id, String type) {

    private static final String TRACEPARENT = "traceparent";

    /** None: it carries no trace, or one that is not sampled. */
    static Optional<TracedJob> of(Job job) {
        Map<String, String> headers = job.headers();
        if (!headers.containsKey(TRACEPARENT)) {
            return Optional.empty();
        }
        Context carried = W3CTraceContextPropagator.getInstance().extract(Context.root(), headers, Map::get);
        return Span.fromContext(carried).getSpanContext().isSampled()
                ? Optional.of(new TracedJob(carried, job.id(), job.type()))
                : Optional.empty();
    }
}
