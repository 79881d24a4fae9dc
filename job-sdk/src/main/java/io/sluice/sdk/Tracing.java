package io.sluice.sdk;

import io.sluice.schemas.Bundle;
import io.sluice.schemas.BundledJob;
import java.util.Map;

/**
 * Makes spans of what clients and workers do; docs/tracing.md says which. There is one kind, {@link OpenTelemetryTracing}:
 * without it nothing is traced, and no job carries anything for it.
 *
 * @since 0.1
 */
public abstract class Tracing {

    /** Names of the headers in which jobs carry their trace, as W3C Trace Context has them. */
    static final String TRACEPARENT = "traceparent";

    static final String TRACESTATE = "tracestate";

    /** Makes nothing. */
    static final Off OFF = new Off();

    Tracing() {}

    /** A client begins to submit a job. */
    abstract Submitting submits(JobRequest<?> request, JobId id, String by);

    /** A client begins to submit a flow. */
    abstract Submitting submits(FlowGraph flow, String by);

    /** A worker is about to run a job. */
    abstract Running runs(Bundle bundle, BundledJob job, String worker);

    /** What is being submitted. */
    interface Submitting {

        /** Headers by which the job goes on with the trace; empty: it carries none. */
        Map<String, String> carried();

        /**
         * It is with the broker, or was given up.
         *
         * @param error why; null: it is there
         */
        void sent(Throwable error);
    }

    /** A job that is run. */
    interface Running {

        /** Headers by which jobs that it submits go on with the trace; empty: they carry none. */
        Map<String, String> carried();

        /** What the calling thread does from now on belongs to it. Returns what ends that. */
        Runnable enter();

        /**
         * Its handler has ended.
         *
         * @param end what is reported; null: nothing is
         */
        void ended(Object end);
    }

    static final class Off extends Tracing implements Submitting, Running {

        private static final Runnable NOTHING = () -> {};

        private Off() {}

        @Override
        Submitting submits(JobRequest<?> request, JobId id, String by) {
            return this;
        }

        @Override
        Submitting submits(FlowGraph flow, String by) {
            return this;
        }

        @Override
        Running runs(Bundle bundle, BundledJob job, String worker) {
            return this;
        }

        @Override
        public Map<String, String> carried() {
            return Map.of();
        }

        @Override
        public void sent(Throwable error) {}

        @Override
        public Runnable enter() {
            return NOTHING;
        }

        @Override
        public void ended(Object end) {}
    }
}
