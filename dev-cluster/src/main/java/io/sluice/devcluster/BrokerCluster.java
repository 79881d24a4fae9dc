package io.sluice.devcluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.common.Uuid;

/**
 * Several {@link BrokerProcess}es in one cluster; each is broker and controller. With three or more, everything that does not
 * ask for less has three replicas, two of which must be in sync, so that any one broker may be lost; with five still only one,
 * for data, and two for the cluster itself. The children are tuned to start quickly, not for throughput: measure with {@link
 * BrokerProcess}.
 *
 * <p>Brokers are numbered from 1. Safe for use by several threads.
 *
 * @since 0.1
 */
public final class BrokerCluster implements AutoCloseable {

    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration LAST_ONES_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration POLL = Duration.ofMillis(50);

    private final Path folder;
    private final boolean deleteOnClose;
    private final List<BrokerProcess> brokers = new ArrayList<>();

    private BrokerCluster(Path folder, boolean deleteOnClose) {
        this.folder = folder;
        this.deleteOnClose = deleteOnClose;
    }

    /**
     * Starts a cluster and waits until all its brokers answer. On a folder that a cluster of the same size used before, the new
     * one goes on with its data.
     *
     * @param size number of brokers, 1 to 9
     * @param settings where they keep their data, each in a folder {@code broker-1}, {@code broker-2} and so on of its own; the
     *     port must be 0, for each takes a free one
     * @return the running cluster
     * @throws IllegalArgumentException when the size is out of range or a port is asked for
     * @throws IllegalStateException when a broker does not start within 120 seconds; nothing is left running then
     * @throws UncheckedIOException when a folder or a process cannot be created
     * @since 0.1
     */
    public static BrokerCluster start(int size, BrokerSettings settings) {
        if (size < 1 || size > 9) {
            throw new IllegalArgumentException("A cluster of " + size + " brokers was asked for: 1 to 9 are possible");
        }
        if (settings.port() != 0) {
            throw new IllegalArgumentException("A cluster cannot have the one port " + settings.port()
                    + ": leave it 0, each broker takes a free one");
        }
        BrokerCluster cluster = new BrokerCluster(settings.dataDirectory(), settings.deleteOnClose());
        try {
            cluster.launch(nodes(size, settings.dataDirectory()), settings);
            cluster.brokers.forEach(BrokerProcess::awaitReady);
            return cluster;
        } catch (RuntimeException e) {
            cluster.brokers.forEach(BrokerProcess::kill);
            throw e;
        }
    }

    private static List<Node> nodes(int size, Path folder) {
        List<Integer> ports = IntStream.generate(Ports::free)
                .distinct()
                .limit(2L * size)
                .boxed()
                .toList();
        return IntStream.rangeClosed(1, size)
                .mapToObj(id -> new Node(
                        id,
                        ports.get(2 * id - 2),
                        ports.get(2 * id - 1),
                        new DataFolder(folder.resolve("broker-" + id))))
                .toList();
    }

    private void launch(List<Node> nodes, BrokerSettings settings) {
        String clusterId = nodes.stream()
                .flatMap(node -> node.folder().clusterId().stream())
                .findFirst()
                .orElseGet(() -> Uuid.randomUuid().toString());
        for (Node node : nodes) {
            brokers.add(BrokerProcess.launch(node, nodes, settings.overrides(), clusterId, deleteOnClose));
        }
    }

    /**
     * What clients put into {@code bootstrap.servers}.
     *
     * @return addresses and ports of all brokers, those that are dead too, with commas between
     * @since 0.1
     */
    public String bootstrapServers() {
        return brokers.stream().map(BrokerProcess::bootstrapServers).collect(Collectors.joining(","));
    }

    /**
     * How many brokers there are, dead ones too.
     *
     * @return the number that was asked for
     * @since 0.1
     */
    public int size() {
        return brokers.size();
    }

    /**
     * One of the brokers, to stop it in order or to look at its log.
     *
     * @param id from 1 to {@link #size()}, the same as Kafka's node id
     * @return the broker
     * @throws IllegalArgumentException when there is none with that id
     * @since 0.1
     */
    public BrokerProcess broker(int id) {
        if (id < 1 || id > brokers.size()) {
            throw new IllegalArgumentException("There is no broker " + id + ": they are 1 to " + brokers.size());
        }
        return brokers.get(id - 1);
    }

    /**
     * Ends a broker at once (SIGKILL). No effect on one that does not run.
     *
     * @param id from 1 to {@link #size()}
     * @throws IllegalArgumentException when there is none with that id
     * @since 0.1
     */
    public void kill(int id) {
        broker(id).kill();
    }

    /**
     * Starts brokers again on the same ports and data, all at the same time, and waits until they answer; those that run are
     * stopped in order first. When most are dead, name enough of them at once: one alone waits for the others.
     *
     * @param ids from 1 to {@link #size()}
     * @throws IllegalArgumentException when there is none with one of the ids
     * @throws IllegalStateException when one does not stop, or is not ready within 120 seconds
     * @since 0.1
     */
    public void restart(int... ids) {
        List<BrokerProcess> chosen = IntStream.of(ids).mapToObj(this::broker).toList();
        chosen.forEach(BrokerProcess::stop);
        chosen.forEach(BrokerProcess::launch);
        chosen.forEach(BrokerProcess::awaitReady);
    }

    /**
     * Ends all brokers, and removes their data if the settings say so. Where data are kept, brokers stop in order as long as most
     * of the cluster is there; the rest is killed, which loses nothing. A second call does nothing.
     *
     * @throws UncheckedIOException when data cannot be removed; the brokers have ended all the same
     * @since 0.1
     */
    @Override
    public void close() {
        brokers.forEach(
                deleteOnClose ? BrokerProcess::kill : broker -> broker.process().requestStop());
        brokers.forEach(BrokerProcess::close);
        if (deleteOnClose) {
            removeFolder();
        }
    }

    /** A broker leaves in order by asking the cluster. The last ones have none left to ask and would wait for it for minutes. */
    private void stopInOrder() {
        brokers.forEach(broker -> broker.process().requestStop());
        long deadline = System.nanoTime() + STOP_TIMEOUT.toNanos();
        while (running().size() > size() / 2 && System.nanoTime() - deadline < 0) {
            running().stream().findFirst().ifPresent(process -> process.awaitExit(POLL));
        }
        running().forEach(process -> process.awaitExit(LAST_ONES_TIMEOUT));
    }

    private List<JavaProcess> running() {
        return brokers.stream()
                .map(BrokerProcess::process)
                .filter(JavaProcess::isAlive)
                .toList();
    }

    private void removeFolder() {
        try {
            DataFolder.deleteIfEmpty(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("Could not remove the cluster's folder " + folder, e);
        }
    }
}
