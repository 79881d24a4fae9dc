/**
 * What schedulers leave in a trace: a fold of events into spans of jobs that carry a sampled trace. No rule knows of it.
 * docs/tracing.md lists the spans.
 */
package io.sluice.app.traces;
