package io.sluice.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.sluice.sdk.JobClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.testcontainers.DockerClientFactory;

/** Whoever wants a container and has no Docker is told so by the test that fails. */
class NoDockerTest {

    @ExtendWith(SluiceExtension.class)
    static class Integration {

        @Test
        void needs_a_broker(JobClient client) {
            throw new IllegalStateException("it does not come to that");
        }
    }

    @Test
    void an_integration_test_says_what_was_wanted_and_what_to_do() {
        assumeFalse(DockerClientFactory.instance().isDockerAvailable(), "there is a Docker engine here");
        System.setProperty("kafka", "testcontainers");
        Throwable thrown;
        try {
            thrown =
                    EngineTestKit.engine("junit-jupiter")
                            .selectors(selectClass(Integration.class))
                            .execute()
                            .testEvents()
                            .failed()
                            .stream()
                            .map(event -> event.getRequiredPayload(TestExecutionResult.class))
                            .findFirst()
                            .flatMap(TestExecutionResult::getThrowable)
                            .orElseThrow();
        } finally {
            System.clearProperty("kafka");
        }

        assertThat(thrown)
                .hasMessageContaining("-Dkafka=testcontainers (or SLUICE_KAFKA) asks for Kafka in a container")
                .hasMessageContaining("no Docker engine was found. Start Docker, or leave out");
    }
}
