package io.sluice.devcluster;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.config.AbstractKafkaConfig;

/** A running broker and controller in this JVM. The only class that knows how Kafka's server is put together. */
final class KraftNode {

    private final KafkaRaftServer server;

    private KraftNode(KafkaRaftServer server) {
        this.server = server;
    }

    /** Formats the folder if it is new, and starts; returns when clients can connect, throws when that will not be. */
    static KraftNode start(Properties properties, String newClusterId) throws Exception {
        KafkaConfig config = new KafkaConfig(properties, false);
        formatIfNew(config, Path.of(properties.getProperty("log.dirs")), newClusterId);
        KraftNode node = new KraftNode(new KafkaRaftServer(config, Time.SYSTEM));
        try {
            node.server.startup();
            return node;
        } catch (Exception e) {
            node.stop();
            throw e;
        }
    }

    /** Feature levels are left to Kafka: the newest stable ones, with share and streams groups. */
    private static void formatIfNew(AbstractKafkaConfig config, Path logDir, String clusterId) throws Exception {
        if (Files.exists(logDir.resolve("meta.properties"))) {
            return;
        }
        new Formatter()
                .setPrintStream(new PrintStream(OutputStream.nullOutputStream()))
                .setNodeId(config.nodeId())
                .setClusterId(clusterId)
                .addDirectory(logDir.toString())
                .setMetadataLogDirectory(logDir.toString())
                .setControllerListenerName(Node.CONTROLLER_LISTENER)
                .run();
    }

    void stop() {
        server.shutdown();
        server.awaitShutdown();
    }

    void awaitStop() {
        server.awaitShutdown();
    }
}
