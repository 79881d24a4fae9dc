/**
 * The records on the topics and the topics themselves.
 *
 * <p>Lives here: classes generated from the Avro schemas, {@link io.sluice.schemas.Topics} (what {@code topics.json}
 * says) and {@link io.sluice.schemas.RecordFormat} (bytes to records and back). May not live here: any rule about jobs,
 * any client or connection. Knows nothing of Sluice's other packages.
 *
 * <p>Bytes and records meet in {@code RecordFormat} only. Avro's own readers and writers, and a builder that copies
 * ({@code newBuilder(other)}), refuse these classes with a {@code SecurityException} unless the JVM's owner trusts them.
 */
package io.sluice.schemas;
