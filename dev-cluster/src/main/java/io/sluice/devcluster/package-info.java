/**
 * Real Kafka brokers for development and tests.
 *
 * <p>What lives here: {@link io.sluice.devcluster.EmbeddedBroker}, a broker inside this JVM; {@link
 * io.sluice.devcluster.BrokerProcess} and {@link io.sluice.devcluster.BrokerCluster}, brokers as child JVMs that can be
 * killed; {@link io.sluice.devcluster.JavaProcess}, any main class as such a child. Kafka's server classes, which are not a
 * public API, are touched in {@code KraftNode} and {@code KafkaExit} only, so that an upgrade of Kafka has one place to go wrong.
 *
 * <p>What may not: anything that knows jobs, channels or topics of Sluice, and anything that production code needs. Brokers
 * listen on the loopback address only, without authentication, and keep one promise less than a real cluster: they do
 * not wait for the disk.
 */
package io.sluice.devcluster;
