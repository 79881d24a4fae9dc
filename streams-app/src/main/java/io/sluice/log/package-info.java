/**
 * The history on the log, read again: stretches of the events topic, what happened to one job, which jobs a replay is about.
 *
 * <p>May not live here: Kafka Streams, the state store, anything that submits. Knows {@code wire} and {@code core}; reads
 * with bounded memory, can be watched and stopped.
 */
package io.sluice.log;
