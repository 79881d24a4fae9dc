package io.sluice.devcluster;

import java.util.Locale;
import java.util.Map;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.utility.DockerImageName;

/** The only class that knows Testcontainers: loaded when a container is asked for, so that nobody else needs it. */
final class Docker {

    private Docker() {}

    static ContainerBroker start(Map<String, String> overrides) {
        checkIsThere();
        KafkaContainer container = new KafkaContainer(DockerImageName.parse(ContainerBroker.IMAGE));
        NodeConfig.inContainer(overrides).forEach((key, value) -> container.withEnv(variable(key), value));
        try {
            container.start();
        } catch (RuntimeException e) {
            container.stop();
            throw new IllegalStateException(ContainerBroker.wanted() + ", but it did not start: " + e.getMessage(), e);
        }
        return ContainerBroker.of(container.getBootstrapServers(), container::stop);
    }

    private static void checkIsThere() {
        boolean isThere;
        try {
            isThere = DockerClientFactory.instance().isDockerAvailable();
        } catch (IllegalStateException e) {
            throw ContainerBroker.noDocker(e);
        }
        if (!isThere) {
            throw ContainerBroker.noDocker(null);
        }
    }

    /** How Kafka's image takes a setting; none of ours has a dash or an underscore, for which there are other rules. */
    static String variable(String setting) {
        return "KAFKA_" + setting.toUpperCase(Locale.ROOT).replace('.', '_');
    }
}
