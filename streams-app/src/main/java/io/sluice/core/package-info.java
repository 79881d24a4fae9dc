/**
 * The rules: what a job may become, who may run next, when a worker is lost. A command comes in with the time, events go
 * out.
 *
 * <p>Lives here: values, commands, events, {@link io.sluice.core.Scheduler} (the one door) and the rooms behind it. May not
 * live here: a clock, randomness, a thread, a log, Kafka, Avro, a store. Imports {@code java.*} only.
 */
package io.sluice.core;
