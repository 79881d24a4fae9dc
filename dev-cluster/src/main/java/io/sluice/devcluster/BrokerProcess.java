package io.sluice.devcluster;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.Uuid;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A broker like {@link EmbeddedBroker}, as a child JVM that can be killed and started again on the same port and data. It dies
 * with this JVM. Its heap is 256 MiB; its cluster misses it after two seconds; warnings and errors go to {@link #logFile()}.
 *
 * <p>Safe for use by several threads; one waits for the other.
 *
 * @since 0.1
 */
public final class BrokerProcess implements Broker {

    private static final Logger LOG = LoggerFactory.getLogger(BrokerProcess.class);
    private static final Duration START_TIMEOUT = Duration.ofSeconds(120);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(30);

    private final Node node;
    private final Properties config;
    private final String newClusterId;
    private final boolean deleteOnClose;
    private final boolean quickStart;
    private JavaProcess process;

    private BrokerProcess(
            Node node, Properties config, String newClusterId, boolean deleteOnClose, boolean quickStart) {
        this.node = node;
        this.config = config;
        this.newClusterId = newClusterId;
        this.deleteOnClose = deleteOnClose;
        this.quickStart = quickStart;
    }

    /**
     * Starts a broker and waits until it answers.
     *
     * @param settings where it listens and keeps its data
     * @return the running broker
     * @throws IllegalStateException when the port is taken, when another broker works in the folder, or when it is not ready
     *     within 120 seconds; the text names the log file and ends with its last lines. Nothing is left running then
     * @throws java.io.UncheckedIOException when the folder or the process cannot be created
     * @since 0.1
     */
    public static BrokerProcess start(BrokerSettings settings) {
        Node node = Node.single(settings);
        BrokerProcess broker = launch(
                node, List.of(node), settings.overrides(), Uuid.randomUuid().toString(), settings.deleteOnClose());
        broker.awaitReady();
        return broker;
    }

    /** Starts one node of a cluster and does not wait: it is ready only when most of the others run. */
    static BrokerProcess launch(
            Node node, List<Node> quorum, Map<String, String> overrides, String newClusterId, boolean deleteOnClose) {
        Properties config = NodeConfig.ofMortal(node, quorum, overrides);
        boolean quickStart = quorum.size() > 1;
        BrokerProcess broker = new BrokerProcess(node, config, newClusterId, deleteOnClose, quickStart);
        broker.launch();
        return broker;
    }

    synchronized void launch() {
        Ports.take(node.port());
        node.folder().claim();
        LOG.info(
                "Starting a broker process on {}, data in {} ({}), log in {}",
                node.bootstrapServer(),
                node.folder().path(),
                deleteOnClose ? "deleted on close" : "kept",
                logFile());
        process = JavaProcess.start(program(), logFile());
    }

    private JavaProgram program() {
        JavaProgram program = JavaProgram.of(
                        BrokerMain.class, node.folder().write(config).toString(), newClusterId)
                .option("-Xmx256m")
                .option("-XX:+UseSerialGC")
                .property("logback.configurationFile", "io/sluice/devcluster/child-logback.xml");
        // Several at once on one machine spend their start on compiling: without the second compiler it takes half of
        // the time.
        return quickStart ? program.option("-XX:TieredStopAtLevel=1") : program;
    }

    synchronized void awaitReady() {
        try {
            process.awaitLine(BrokerMain.READY, START_TIMEOUT);
        } catch (RuntimeException e) {
            process.kill();
            throw new IllegalStateException(
                    "The broker process on " + node.bootstrapServer() + " with data in "
                            + node.folder().path() + " did not start: " + e.getMessage(),
                    e);
        }
    }

    /**
     * What clients put into {@code bootstrap.servers}.
     *
     * @return address and port, the same after each restart
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
     * Where the broker's own log is, of all its starts.
     *
     * @return a file in the data directory
     * @since 0.1
     */
    public Path logFile() {
        return node.folder().log();
    }

    /**
     * The process that runs now, or ran last; another one after each restart.
     *
     * @return the process, for its id
     * @since 0.1
     */
    public synchronized JavaProcess process() {
        return process;
    }

    /**
     * Ends the broker at once (SIGKILL). What it acknowledged survives in the operating system's page cache. No effect on one
     * that does not run.
     *
     * @since 0.1
     */
    public synchronized void kill() {
        process.kill();
    }

    /**
     * Stops the broker in order. No effect on one that does not run.
     *
     * @throws IllegalStateException when it has not ended after 30 seconds, as it happens when most of its cluster is
     *     gone; it is killed then
     * @since 0.1
     */
    public synchronized void stop() {
        process.stop(STOP_TIMEOUT);
    }

    /**
     * Starts the broker again on the same port and data and waits until it answers; one that runs is stopped in order first.
     *
     * @throws IllegalStateException as {@link #start} and {@link #stop} do
     * @since 0.1
     */
    public synchronized void restart() {
        stop();
        launch();
        awaitReady();
    }

    /**
     * Stops the broker and removes its data if the settings say so; one that does not stop within 30 seconds is killed. A
     * second call does nothing.
     *
     * @throws java.io.UncheckedIOException when data cannot be removed; the broker is stopped all the same
     * @since 0.1
     */
    @Override
    public synchronized void close() {
        process.close();
        if (deleteOnClose) {
            node.folder().delete();
        }
    }
}
