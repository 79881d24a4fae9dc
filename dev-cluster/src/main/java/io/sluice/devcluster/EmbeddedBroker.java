package io.sluice.devcluster;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.common.Uuid;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real Kafka broker, with its controller, inside this JVM, on the loopback address. Up in two to four seconds.
 *
 * <p>Share groups, streams groups and transactions work as in a cluster; everything has one replica. Topics are not
 * created by themselves. For brokers that can be killed see {@link BrokerProcess}.
 *
 * <p>Starting one keeps Kafka's server code, for the rest of this JVM's life, from ending the JVM on faults: they are logged.
 * There is no shutdown hook: a JVM that ends without {@link #close()} leaves the data as a crash would; they are
 * repaired at the next start, which may then wait nine seconds for the old broker's session to end.
 *
 * <p>Safe for use by several threads.
 *
 * @since 0.1
 */
public final class EmbeddedBroker implements Broker {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedBroker.class);

    private final Node node;
    private final boolean deleteOnClose;
    private final KraftNode server;
    private final AtomicBoolean closed = new AtomicBoolean();

    private EmbeddedBroker(Node node, boolean deleteOnClose, KraftNode server) {
        this.node = node;
        this.deleteOnClose = deleteOnClose;
        this.server = server;
    }

    /**
     * Starts a broker and waits until it answers.
     *
     * @param settings where it listens and keeps its data
     * @return the running broker
     * @throws IllegalStateException when the port is taken, when another broker works in the folder, or when Kafka does
     *     not start; nothing is left running then
     * @throws java.io.UncheckedIOException when the folder cannot be created
     * @since 0.1
     */
    public static EmbeddedBroker start(BrokerSettings settings) {
        Node node = Node.single(settings);
        node.folder().claim();
        KafkaExit.forbid();
        LOG.info(
                "Starting a Kafka broker on {}, data in {} ({})",
                node.bootstrapServer(),
                node.folder().path(),
                settings.deleteOnClose() ? "deleted on close" : "kept");
        try {
            KraftNode server = KraftNode.start(
                    NodeConfig.of(node, List.of(node), settings.overrides()),
                    Uuid.randomUuid().toString());
            return new EmbeddedBroker(node, settings.deleteOnClose(), server);
        } catch (Exception e) {
            throw new IllegalStateException(
                    "The Kafka broker on " + node.bootstrapServer() + " with data in "
                            + node.folder().path() + " did not start: " + e.getMessage(),
                    e);
        }
    }

    /**
     * What clients put into {@code bootstrap.servers}.
     *
     * @return address and port, such as {@code 127.0.0.1:24001}; also after the close
     * @since 0.1
     */
    @Override
    public String bootstrapServers() {
        return node.bootstrapServer();
    }

    /**
     * The folder that the settings named.
     *
     * @return an absolute path; the folder may be gone after the close
     * @since 0.1
     */
    public Path dataDirectory() {
        return node.folder().path();
    }

    /**
     * Stops the broker in order and removes its data if the settings say so. A second call does nothing. Close clients
     * first: those that are open try to reconnect, and log it.
     *
     * @throws java.io.UncheckedIOException when data cannot be removed; the broker is stopped all the same
     * @since 0.1
     */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        server.stop();
        if (deleteOnClose) {
            node.folder().delete();
        }
        LOG.info(
                "Closed the Kafka broker on {}, data in {} {}",
                node.bootstrapServer(),
                node.folder().path(),
                deleteOnClose ? "deleted" : "kept");
    }
}
