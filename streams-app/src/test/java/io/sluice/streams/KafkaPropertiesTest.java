package io.sluice.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.core.Carry;
import io.sluice.wire.Wire;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.Test;

class KafkaPropertiesTest {

    @Test
    void streams_takes_them_and_every_client_gets_its_own() {
        StreamsConfig config = streams(Map.of());

        assertThat(config.getString("processing.guarantee")).isEqualTo("exactly_once_v2");
        assertThat(config.getString("group.protocol")).isEqualTo("streams");
        Map<String, Object> producer = config.getProducerConfigs("p");
        assertThat(producer)
                .containsEntry("linger.ms", 100)
                .containsEntry("retry.backoff.ms", 2)
                .containsEntry("transaction.timeout.ms", 3000)
                .containsEntry("max.request.size", 6 * 1024 * 1024);
        Map<String, Object> consumer = config.getMainConsumerConfigs("g", "c", 0);
        assertThat(consumer)
                .containsEntry("isolation.level", "read_committed")
                .containsEntry("max.poll.records", 200)
                .containsEntry("fetch.max.wait.ms", 500)
                .containsEntry("interceptor.classes", Inflow.class.getName())
                .containsKey(Inflow.POLICIES);
    }

    @Test
    void a_user_may_tune_but_not_undo_what_the_promises_rest_on() {
        StreamsConfig config = streams(Map.of(
                "poll.ms", "5",
                "producer.linger.ms", "7",
                "processing.guarantee", "at_least_once",
                "application.id", "other"));

        assertThat(config.getLong("poll.ms")).isEqualTo(5);
        assertThat(config.getProducerConfigs("p")).containsEntry("linger.ms", "7");
        assertThat(config.getString("processing.guarantee")).isEqualTo("exactly_once_v2");
        assertThat(config.getString("application.id")).isEqualTo("sluice");
    }

    @Test
    void security_reaches_every_client_with_and_without_the_prefix() {
        StreamSettings settings =
                settings(Map.of("client.security.protocol", "SSL", "ssl.truststore.location", "/t.jks"));

        assertThat(KafkaProperties.streams(settings, new CommitPolicies(new ShellCounts()), new ReadTimes()))
                .containsEntry("security.protocol", "SSL")
                .containsEntry("ssl.truststore.location", "/t.jks");
        assertThat(KafkaProperties.admin(settings)).containsEntry("security.protocol", "SSL");
        assertThat(KafkaProperties.ticker(settings))
                .containsEntry("security.protocol", "SSL")
                .containsEntry("ssl.truststore.location", "/t.jks");
        // The ticker's producer refuses settings that contradict each other.
        new ProducerConfig(withSerializers(KafkaProperties.ticker(settings(Map.of()))));
    }

    private static Map<String, Object> withSerializers(Map<String, Object> properties) {
        String bytes = "org.apache.kafka.common.serialization.ByteArraySerializer";
        properties.put("key.serializer", bytes);
        properties.put("value.serializer", bytes);
        return properties;
    }

    private static StreamsConfig streams(Map<String, String> kafka) {
        Properties properties =
                KafkaProperties.streams(settings(kafka), new CommitPolicies(new ShellCounts()), new ReadTimes());
        return new StreamsConfig(properties);
    }

    private static StreamSettings settings(Map<String, String> kafka) {
        Map<String, String> all = new HashMap<>(kafka);
        all.put("bootstrap.servers", "nowhere:1");
        return new StreamSettings(
                "sluice", Path.of("state"), "localhost:8080", 1, 0, 15_000, Carry.DEFAULT, Wire.bundled(), all);
    }
}
