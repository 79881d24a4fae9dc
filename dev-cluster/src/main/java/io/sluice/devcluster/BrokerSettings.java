package io.sluice.devcluster;

import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/**
 * Where a broker listens and keeps its data. Start with {@link #in(Path)} and change what differs.
 *
 * @param dataDirectory folder of this broker alone, created when absent; made absolute. On a folder that a broker used
 *     before, the new one goes on with the same cluster id and data, whatever port it gets
 * @param port port on the loopback address, 1 to 65535; 0 (the default) takes a free one
 * @param deleteOnClose whether closing removes what the broker wrote, and the folder if nothing else is in it; default
 *     false. A kill removes nothing
 * @param overrides Kafka broker settings, by their Kafka names, that replace ours; default none. Names that are not
 *     Kafka's are ignored by the broker
 * @since 0.1
 */
public record BrokerSettings(Path dataDirectory, int port, boolean deleteOnClose, Map<String, String> overrides) {

    private static final Set<String> OURS = Set.of(
            "advertised.listeners",
            "controller.listener.names",
            "controller.quorum.bootstrap.servers",
            "controller.quorum.voters",
            "inter.broker.listener.name",
            "listener.security.protocol.map",
            "listeners",
            "log.dir",
            "log.dirs",
            "metadata.log.dir",
            "node.id",
            "process.roles");

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException when the port is out of range, or an override is one of the settings that follow
     *     from the others (listeners, folders, node id, quorum)
     * @throws NullPointerException when the folder or the overrides are null
     */
    public BrokerSettings {
        dataDirectory = dataDirectory.toAbsolutePath().normalize();
        overrides = Map.copyOf(overrides);
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException(
                    "Broker port " + port + " is out of range: give 1 to 65535, or 0 for a free one");
        }
        for (String key : overrides.keySet()) {
            if (OURS.contains(key)) {
                throw new IllegalArgumentException("The broker setting " + key
                        + " cannot be overridden: it follows from the port, the folder and the cluster's size");
            }
        }
    }

    /**
     * A broker on a free port that keeps its data.
     *
     * @param dataDirectory see {@link #dataDirectory()}
     * @return the settings
     * @since 0.1
     */
    public static BrokerSettings in(Path dataDirectory) {
        return new BrokerSettings(dataDirectory, 0, false, Map.of());
    }

    /**
     * The same, on a port that is asked for.
     *
     * @param newPort see {@link #port()}
     * @return the settings
     * @throws IllegalArgumentException when the port is out of range
     * @since 0.1
     */
    public BrokerSettings onPort(int newPort) {
        return new BrokerSettings(dataDirectory, newPort, deleteOnClose, overrides);
    }

    /**
     * The same, with the data removed on close.
     *
     * @return the settings
     * @since 0.1
     */
    public BrokerSettings deletedOnClose() {
        return new BrokerSettings(dataDirectory, port, true, overrides);
    }

    /**
     * The same, with one broker setting changed.
     *
     * @param key Kafka's name of the setting, such as {@code log.retention.ms}
     * @param value its value, as in Kafka's {@code server.properties}; checked when the broker starts
     * @return the settings
     * @throws IllegalArgumentException when the setting is one that cannot be overridden
     * @since 0.1
     */
    public BrokerSettings with(String key, String value) {
        Map<String, String> more = new TreeMap<>(overrides);
        more.put(Objects.requireNonNull(key), Objects.requireNonNull(value));
        return new BrokerSettings(dataDirectory, port, deleteOnClose, more);
    }
}
