package io.sluice.sdk;

import io.sluice.schemas.RecordFormats;
import io.sluice.schemas.registry.RegistrySettings;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;

/** Settings of Kafka clients as the user gave them, and how ours are laid over them. Starts empty; only builders change it. */
final class KafkaSettings {

    private static final int BATCH_BYTES = 128 * 1024;
    private static final int MAX_REQUEST_BYTES = 6 * 1024 * 1024;

    /** Settings of other consumers that a share consumer refuses, and that a user's common settings may well hold. */
    private static final Set<String> NOT_FOR_SHARE = Set.of(
            ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
            ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
            ConsumerConfig.GROUP_INSTANCE_ID_CONFIG,
            ConsumerConfig.ISOLATION_LEVEL_CONFIG,
            ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
            ConsumerConfig.INTERCEPTOR_CLASSES_CONFIG,
            ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG,
            ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG,
            ConsumerConfig.GROUP_PROTOCOL_CONFIG,
            ConsumerConfig.GROUP_REMOTE_ASSIGNOR_CONFIG);

    private final Map<String, Object> given = new HashMap<>();
    /** Those of a schema registry, which no Kafka client knows. */
    private final Map<String, Object> registry = new HashMap<>();

    /** Null: those that the registry's settings say. */
    private RecordFormats formats;

    void put(String key, Object value) {
        (RegistrySettings.isOne(key) ? registry : given).put(key, value);
    }

    void formats(RecordFormats shared) {
        formats = shared;
    }

    KafkaSettings copy() {
        KafkaSettings copy = new KafkaSettings();
        copy.given.putAll(given);
        copy.registry.putAll(registry);
        copy.formats = formats == null ? RecordFormats.configured(registry) : formats;
        return copy;
    }

    /** How records are written and read: with the ids of the registry, if one is named. */
    RecordFormats formats() {
        if (formats == null) {
            formats = RecordFormats.configured(registry);
        }
        return formats;
    }

    void checkBootstrap(String who) {
        if (!given.containsKey(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG)) {
            throw new IllegalArgumentException(
                    "cannot build a " + who
                            + ": no broker is named. Call bootstrapServers(\"host:9092\") or set the property bootstrap.servers");
        }
    }

    /** A producer that keeps the order and never writes twice; what makes it so cannot be set otherwise. */
    Properties producer(String clientId) {
        Properties settings = new Properties();
        settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, MAX_REQUEST_BYTES);
        // Who waits for an acknowledgement waits for the linger too: 2 ms halved what a hundred callers got through
        // (35,000
        // to 65,000 a second). What comes while five requests are on their way goes together anyway.
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        settings.put(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES);
        settings.put(CommonClientConfigs.CLIENT_ID_CONFIG, clientId);
        settings.putAll(given);
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        // The key says which partition a record goes to, and only output is sent in transactions.
        settings.remove(ProducerConfig.PARTITIONER_CLASS_CONFIG);
        settings.put(ProducerConfig.PARTITIONER_IGNORE_KEYS_CONFIG, false);
        settings.remove(ProducerConfig.TRANSACTIONAL_ID_CONFIG);
        return settings;
    }

    /**
     * A producer for transactions that last a moment. One that waits longer than the broker lets a transaction be open waits in
     * vain, so all that it waits for is short of that.
     */
    Properties transactional(String clientId, String transactionalId) {
        Properties settings = producer(clientId);
        // Right behind the last transaction the broker asks for a moment of patience; Kafka's own back-off is a tenth
        // of a second.
        settings.putIfAbsent(ProducerConfig.RETRY_BACKOFF_MS_CONFIG, 2);
        settings.putIfAbsent(ProducerConfig.RETRY_BACKOFF_MAX_MS_CONFIG, 20);
        // Whoever has written everything flushes, which waits for nothing: so many records make few requests.
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 100);
        settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId);
        settings.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, Transactions.TIMEOUT_MS);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, Transactions.TIMEOUT_MS);
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, Transactions.TIMEOUT_MS - 1_000);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Transactions.TIMEOUT_MS);
        return settings;
    }

    /** A consumer of no group that reads what is committed. */
    Properties tail(String clientId) {
        Properties settings = new Properties();
        settings.put(CommonClientConfigs.CLIENT_ID_CONFIG, clientId);
        settings.putAll(given);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
        return settings;
    }

    /** A member of a share group that takes at most that many records a fetch. */
    Properties share(String clientId, String group, int maxRecords) {
        Properties settings = new Properties();
        settings.put(CommonClientConfigs.CLIENT_ID_CONFIG, clientId);
        settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 50);
        settings.putAll(given);
        NOT_FOR_SHARE.forEach(settings::remove);
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        settings.put(ConsumerConfig.SHARE_ACKNOWLEDGEMENT_MODE_CONFIG, "explicit");
        // One means one. Where many may be taken, whole batches: fewer fetches, and fewer markers that come alone.
        settings.put(ConsumerConfig.SHARE_ACQUIRE_MODE_CONFIG, maxRecords == 1 ? "record_limit" : "batch_optimized");
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, maxRecords);
        // A member that has no free slot for hours does not poll, and must stay a member.
        settings.put(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG, Integer.MAX_VALUE);
        return settings;
    }
}
