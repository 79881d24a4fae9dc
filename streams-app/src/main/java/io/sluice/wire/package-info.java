/**
 * Avro to core and back: the only place where generated classes meet ours.
 *
 * <p>May not live here: a rule, Kafka. Knows {@code core} and the schemas.
 */
package io.sluice.wire;
