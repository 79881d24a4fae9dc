package io.sluice.app.traces;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Tracer;
import io.sluice.state.Reads;
import io.sluice.streams.PartitionListener;

/**
 * Spans of what a scheduler does with a job: how long it waited, and how long it was with a worker.
 *
 * @since 0.1
 */
public final class Traces {

    private static final String SCOPE = "io.sluice.scheduler";

    private final Tracer tracer;

    /** Spans that go there. */
    public Traces(OpenTelemetry openTelemetry) {
        this.tracer = openTelemetry.getTracer(SCOPE);
    }

    /** Who is to be told what partitions decide. */
    public PartitionListener.Opening listeners() {
        return (partition, state) -> new PartitionTraces(tracer, new Reads(state));
    }
}
