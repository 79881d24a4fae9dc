package io.sluice.devcluster;

import java.nio.file.Path;
import java.util.Properties;

/** A broker as a program of its own; see {@link BrokerProcess}. */
final class BrokerMain {

    /** Printed when clients can connect. */
    static final String READY = "The broker is ready";

    private BrokerMain() {}

    /** The file with Kafka's settings, then the cluster id for a new folder. */
    public static void main(String[] args) {
        Properties config = DataFolder.read(Path.of(args[0]));
        KraftNode node = start(config, args[1]);
        Runtime.getRuntime().addShutdownHook(new Thread(node::stop, "broker-stop"));
        System.out.println(READY + " on " + config.getProperty("listeners"));
        node.awaitStop();
    }

    /** Unlike in a JVM of others, what cannot start must end here: Kafka leaves threads that keep the JVM alive. */
    private static KraftNode start(Properties config, String newClusterId) {
        try {
            return KraftNode.start(config, newClusterId);
        } catch (Exception e) {
            e.printStackTrace();
            System.exit(1);
            throw new IllegalStateException(e);
        }
    }
}
