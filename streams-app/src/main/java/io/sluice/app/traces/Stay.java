package io.sluice.app.traces;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.sluice.core.ChannelPath;
import io.sluice.core.Event;
import io.sluice.core.Failure;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/**
 * A time that a job spent in one place, over by now. Times are the partition's, milliseconds since the epoch.
 *
 * @param job whose
 * @param channel its channel then
 * @param place where
 * @param from when it came
 * @param to when it left
 * @param due before when it could not leave, an ETA or the end of a back-off; none: at once
 * @param run the run that it was in, that began with its end, or that came before
 * @param end what ended it
 */
record Stay(TracedJob job, ChannelPath channel, Place place, long from, long to, OptionalLong due, Run run, End end) {

    private static final AttributeKey<String> SYSTEM = AttributeKey.stringKey("messaging.system");
    private static final AttributeKey<String> OPERATION = AttributeKey.stringKey("messaging.operation.name");
    private static final AttributeKey<String> CHANNEL = AttributeKey.stringKey("messaging.destination.name");
    private static final AttributeKey<String> JOB = AttributeKey.stringKey("messaging.message.id");
    private static final AttributeKey<String> TREE = AttributeKey.stringKey("sluice.tree");
    private static final AttributeKey<String> TYPE = AttributeKey.stringKey("sluice.type");
    private static final AttributeKey<Long> RUN = AttributeKey.longKey("sluice.run");
    private static final AttributeKey<Long> ATTEMPT = AttributeKey.longKey("sluice.attempt");
    private static final AttributeKey<String> WORKER = AttributeKey.stringKey("sluice.worker");
    private static final AttributeKey<String> OUTCOME = AttributeKey.stringKey("sluice.outcome");
    private static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");

    /** Where a job can be. */
    enum Place {
        /** With the scheduler: for other jobs, its time, a seat. */
        WAIT("wait"),
        /** With the workers: on the channel topic, in a worker's hands, or on its way back. */
        RELEASE("release");

        private final String span;

        Place(String span) {
            this.span = span;
        }
    }

    /**
     * A run of it.
     *
     * @param number its number; 0: there was none
     * @param attempt its attempt
     * @param worker who had it; empty: nobody
     */
    record Run(int number, int attempt, String worker) {}

    /**
     * What ended it.
     *
     * @param outcome what became of the job
     * @param error class of what went wrong; empty: nothing did
     * @param message what it said
     */
    record End(String outcome, String error, String message) {

        static End well(String outcome) {
            return new End(outcome, "", "");
        }

        static End bad(String outcome, Failure failure) {
            return new End(outcome, failure.type(), failure.message());
        }

        static End lost(Event.LostReason reason) {
            return new End("LOST", reason.name(), "the run was given up");
        }
    }

    /** As a span. */
    void tell(Tracer tracer) {
        SpanBuilder builder = tracer.spanBuilder(place.span + " " + job.type())
                .setParent(job.submission())
                .setStartTimestamp(from, TimeUnit.MILLISECONDS)
                .setAttribute(SYSTEM, "sluice")
                .setAttribute(OPERATION, place.span)
                .setAttribute(CHANNEL, channel.text())
                .setAttribute(JOB, job.id().toString())
                .setAttribute(TREE, job.id().tree())
                .setAttribute(TYPE, job.type())
                .setAttribute(OUTCOME, end.outcome());
        if (run.number() > 0) {
            builder.setAttribute(RUN, (long) run.number()).setAttribute(ATTEMPT, (long) run.attempt());
        }
        if (!run.worker().isEmpty()) {
            builder.setAttribute(WORKER, run.worker());
        }
        Span span = builder.startSpan();
        due.ifPresent(at -> {
            if (at > from && at <= to) {
                span.addEvent("due", at, TimeUnit.MILLISECONDS);
            }
        });
        if (!end.error().isEmpty()) {
            span.setAttribute(ERROR, end.error()).setStatus(StatusCode.ERROR, end.message());
        }
        span.end(to, TimeUnit.MILLISECONDS);
    }
}
