/**
 * What services use: {@link io.sluice.sdk.JobClient} to submit jobs and to command, {@link io.sluice.sdk.Worker} to run
 * them.
 *
 * <p>Lives here: requests and their limits, the producer of commands, the claim protocol of a worker, how a handler's end
 * becomes an outcome. May not live here: any rule about when a job is released or what becomes of it (that is the
 * scheduler's), any state that outlives the process, any framework. Knows {@code io.sluice.schemas} and Kafka's clients,
 * nothing else of Sluice. OpenTelemetry may be missing; only {@link io.sluice.sdk.OpenTelemetryTracing} knows it.
 *
 * <p>Everything is package-private unless a service needs it.
 */
package io.sluice.sdk;
