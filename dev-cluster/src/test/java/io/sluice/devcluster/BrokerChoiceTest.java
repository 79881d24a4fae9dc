package io.sluice.devcluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.File;
import java.lang.reflect.Method;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.testcontainers.DockerClientFactory;

class BrokerChoiceTest {

    private static BrokerChoice of(Map<String, String> properties, Map<String, String> variables) {
        return BrokerChoice.of(properties::get, variables::get);
    }

    @Test
    void the_property_goes_before_the_variable_and_embedded_is_what_nobody_asked_for() {
        assertThat(of(Map.of(), Map.of())).isEqualTo(BrokerChoice.EMBEDDED);
        assertThat(of(Map.of("kafka", ""), Map.of("SLUICE_KAFKA", "testcontainers")))
                .isEqualTo(BrokerChoice.TESTCONTAINERS);
        assertThat(of(Map.of("kafka", "embedded"), Map.of("SLUICE_KAFKA", "testcontainers")))
                .isEqualTo(BrokerChoice.EMBEDDED);
        assertThat(of(Map.of("kafka", "Testcontainers"), Map.of())).isEqualTo(BrokerChoice.TESTCONTAINERS);
    }

    @Test
    void another_word_is_refused_with_those_that_are_allowed() {
        assertThatThrownBy(() -> of(Map.of(), Map.of("SLUICE_KAFKA", "docker")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("SLUICE_KAFKA=docker names no kind of broker; allowed are embedded and testcontainers");
    }

    @Test
    void without_docker_it_says_what_was_wanted_and_what_to_do() {
        assumeFalse(DockerClientFactory.instance().isDockerAvailable(), "there is a Docker engine here");

        assertThatThrownBy(() -> BrokerChoice.TESTCONTAINERS.start(BrokerSettings.in(Folders.fresh("container"))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(
                        "-Dkafka=testcontainers (or SLUICE_KAFKA) asks for Kafka in a container, apache/kafka:4.3.1,"
                                + " but no Docker engine was found. Start Docker, or leave out -Dkafka=testcontainers"
                                + " (or SLUICE_KAFKA) to test on a broker in this JVM.");
    }

    @Test
    void without_testcontainers_it_says_what_is_missing() throws Exception {
        URL[] rest = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(path -> !path.contains("testcontainers"))
                .map(BrokerChoiceTest::url)
                .toArray(URL[]::new);
        try (URLClassLoader without = new URLClassLoader(rest, ClassLoader.getPlatformClassLoader())) {
            Method start = without.loadClass(ContainerBroker.class.getName()).getMethod("start", Map.class);

            assertThatThrownBy(() -> start.invoke(null, Map.of()))
                    .cause()
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining(
                            "but Testcontainers is not on the class path."
                                    + " Add org.testcontainers:testcontainers-kafka 2.0.5 or newer as a test dependency, or leave out");
        }
    }

    private static URL url(String path) {
        try {
            return Path.of(path).toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException(path, e);
        }
    }

    @Test
    void a_container_gets_our_settings_as_variables() {
        Map<String, String> config = NodeConfig.inContainer(Map.of("log.retention.ms", "1000"));

        assertThat(config)
                .containsEntry("share.coordinator.state.topic.replication.factor", "1")
                .containsEntry("transaction.state.log.min.isr", "1")
                .containsEntry("group.streams.min.session.timeout.ms", "1000")
                .containsEntry("message.max.bytes", "8388608")
                .containsEntry("auto.create.topics.enable", "false")
                .containsEntry("log.retention.ms", "1000")
                .doesNotContainKeys("listeners", "node.id", "log.dirs", "metric.reporters");
        assertThat(config.keySet()).allMatch(key -> key.matches("[a-z.]+"));
        assertThat(config.values()).doesNotContain("");
        assertThat(Docker.variable("share.coordinator.state.topic.min.isr"))
                .isEqualTo("KAFKA_SHARE_COORDINATOR_STATE_TOPIC_MIN_ISR");
    }
}
