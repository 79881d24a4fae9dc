package io.sluice.devcluster;

/**
 * A Kafka broker to be used, wherever it runs: in this JVM ({@link EmbeddedBroker}), as a child process
 * ({@link BrokerProcess}) or in a container ({@link ContainerBroker}).
 *
 * @since 0.1
 */
public interface Broker extends AutoCloseable {

    /**
     * What clients put into {@code bootstrap.servers}.
     *
     * @return address and port, such as {@code 127.0.0.1:24001}; also after the close
     * @since 0.1
     */
    String bootstrapServers();

    /**
     * Stops it. A second call does nothing. Close clients first: those that are open try to reconnect, and log it.
     *
     * @since 0.1
     */
    @Override
    void close();
}
