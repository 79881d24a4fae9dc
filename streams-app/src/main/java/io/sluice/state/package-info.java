/**
 * What is stored and how: keys, values, indexes, ordered stores, and the fold of events into them.
 *
 * <p>Lives here: {@code StoredState} (one case per event), {@code Keys}, value encodings, {@code OrderedStore} and the stores
 * that need no Kafka, reads for the query API. May not live here: a rule, a clock, a thread, Kafka, Avro. Knows {@code core}.
 */
package io.sluice.state;
