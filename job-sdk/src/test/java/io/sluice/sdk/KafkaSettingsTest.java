package io.sluice.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.time.Duration;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;

class KafkaSettingsTest {

    /** Kafka refuses each of them when a share consumer is made. */
    @Test
    void common_settings_for_consumers_do_not_stop_a_worker() {
        KafkaSettings settings = new KafkaSettings();
        settings.put("bootstrap.servers", "127.0.0.1:1");
        settings.put("auto.offset.reset", "earliest");
        settings.put("enable.auto.commit", true);
        settings.put("group.instance.id", "one");
        settings.put("isolation.level", "read_committed");
        settings.put("partition.assignment.strategy", "range");
        settings.put("interceptor.classes", "org.example.Mine");
        settings.put("session.timeout.ms", 10_000);
        settings.put("heartbeat.interval.ms", 1_000);
        settings.put("group.protocol", "consumer");
        settings.put("group.remote.assignor", "uniform");

        Properties share = settings.share("w", "g", 1);

        ByteArrayDeserializer bytes = new ByteArrayDeserializer();
        assertThatCode(() -> new KafkaShareConsumer<>(share, bytes, bytes).close(Duration.ZERO))
                .doesNotThrowAnyException();
    }

    @Test
    void what_is_about_a_schema_registry_reaches_no_kafka_client() {
        KafkaSettings settings = new KafkaSettings();
        settings.put("bootstrap.servers", "127.0.0.1:1");
        settings.put("schema.registry.url", "http://127.0.0.1:2");
        settings.put("auto.register.schemas", false);
        settings.put("basic.auth.user.info", "ann:wonder");
        settings.put("schema.registry.ssl.truststore.password", "covert");
        settings.put("ssl.truststore.location", "kafka's own");

        KafkaSettings built = settings.copy();

        for (Properties client : List.of(built.producer("p"), built.tail("t"), built.share("w", "g", 1))) {
            assertThat(client)
                    .containsEntry("ssl.truststore.location", "kafka's own")
                    .doesNotContainKeys(
                            "schema.registry.url",
                            "auto.register.schemas",
                            "basic.auth.user.info",
                            "schema.registry.ssl.truststore.password");
        }
        assertThat(built.formats().isRegistered()).isTrue();
        assertThat(new KafkaSettings().copy().formats().isRegistered()).isFalse();
    }

    @Test
    void what_would_send_records_elsewhere_or_not_at_all_cannot_be_given() {
        KafkaSettings settings = new KafkaSettings();
        settings.put("transactional.id", "mine");
        settings.put("partitioner.class", "org.example.Mine");
        settings.put("partitioner.ignore.keys", true);
        settings.put("enable.idempotence", false);
        settings.put("acks", "1");
        settings.put("compression.type", "zstd");
        Properties producer = settings.producer("w");
        assertThat(producer)
                .doesNotContainKeys("transactional.id", "partitioner.class")
                .containsEntry("partitioner.ignore.keys", false)
                .containsEntry("enable.idempotence", true)
                .containsEntry("acks", "all")
                .containsEntry("compression.type", "zstd");
    }
}
