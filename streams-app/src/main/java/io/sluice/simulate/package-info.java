/**
 * The rules alone, in memory and in virtual time, driven by a script of JSON lines: what {@code sluice simulate} runs.
 *
 * <p>May not live here: rules. Knows core and state; no Kafka, no threads, no clock. Reads commands and writes events by the
 * components of their records, so that new ones need no line here.
 */
package io.sluice.simulate;
