package io.sluice.streams;

import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.DefaultProductionExceptionHandler;
import org.apache.kafka.streams.errors.LogAndFailExceptionHandler;
import org.apache.kafka.streams.errors.LogAndFailProcessingExceptionHandler;

/** Kafka's settings for Streams and for the small clients beside it. */
final class KafkaProperties {

    private static final String EVERY_CLIENT = "client.";
    private static final Set<String> KAFKAS_OWN = Set.of("client.id", "client.rack", "client.dns.lookup");
    private static final int SIX_MIB = 6 * 1024 * 1024;

    private KafkaProperties() {}

    /** Settings for Streams: measured defaults, what the user says over them, and over all what must be so. */
    static Properties streams(StreamSettings settings, CommitPolicies commits, ReadTimes readTimes) {
        Properties properties = new Properties();
        properties.putAll(measured());
        properties.putAll(fromUser(settings));
        properties.putAll(fixed(settings, commits, readTimes));
        return properties;
    }

    /** Settings for an admin client. */
    static Map<String, Object> admin(StreamSettings settings) {
        Map<String, Object> properties = forSmallClient(settings, "admin.");
        properties.put("client.id", settings.applicationId() + "-admin");
        return properties;
    }

    /** Settings for the ticker's producer, which sends one small record now and then. */
    static Map<String, Object> ticker(StreamSettings settings) {
        Map<String, Object> properties = forSmallClient(settings, "producer.");
        properties.put("client.id", settings.applicationId() + "-ticker");
        // A tick may come twice; a producer that keeps an order may end in an error that only a new one gets out of.
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, false);
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        properties.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 1024L * 1024);
        // A tick that is late is useless: the partition asks again.
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 1000);
        properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 5000);
        properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 6000);
        return properties;
    }

    /** Settings for a producer that aborts what hangs under a transactional id, and is gone. */
    static Map<String, Object> seizure(StreamSettings settings, String transactionalId) {
        Map<String, Object> properties = forSmallClient(settings, "producer.");
        properties.put("client.id", settings.applicationId() + "-seizure");
        properties.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId);
        properties.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, 10_000);
        properties.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        // Whoever cannot do it soon tries again later.
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 10_000);
        properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 5000);
        properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 8000);
        return properties;
    }

    /** What was measured; a user may know better. */
    private static Map<String, Object> measured() {
        Map<String, Object> properties = new HashMap<>();
        properties.put(StreamsConfig.POLL_MS_CONFIG, 30);
        // Only a net: commits are asked for (CommitPolicy), and a requested one does not reset this clock.
        properties.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 1000);
        properties.put(StreamsConfig.MAX_TASK_IDLE_MS_CONFIG, -1L);
        properties.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, -1);
        properties.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 0L);
        // Deprecated as soon as it came, but without it 4.3 warns at every start.
        properties.put("processing.exception.handler.global.enabled", true);
        properties.put("main.consumer." + ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 500);
        // Reports go first within one poll, and the consumer hands out what it fetched in the order in which it came:
        // so polls and fetches stay small, else a burst of submissions keeps every seat from turning over.
        properties.put("main.consumer." + ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 200);
        properties.put("main.consumer." + ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 64 * 1024);
        // A flush at a commit does not wait for it; shorter only splits requests.
        properties.put("producer." + ProducerConfig.LINGER_MS_CONFIG, 100);
        properties.put("producer." + ProducerConfig.BATCH_SIZE_CONFIG, 128 * 1024);
        properties.put("producer." + ProducerConfig.RETRY_BACKOFF_MS_CONFIG, 2);
        properties.put("producer." + ProducerConfig.RETRY_BACKOFF_MAX_MS_CONFIG, 20);
        // An open transaction of a dead instance hides everyone's releases until it ends.
        properties.put("producer." + ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, 3000);
        // A broker that is away for a minute must not end in a wiped store.
        properties.put("producer." + ProducerConfig.MAX_BLOCK_MS_CONFIG, 180_000);
        properties.put("producer." + ProducerConfig.MAX_REQUEST_SIZE_CONFIG, SIX_MIB);
        return properties;
    }

    private static Map<String, Object> fromUser(StreamSettings settings) {
        Map<String, Object> properties = new HashMap<>();
        settings.kafka().forEach((name, value) -> {
            if (isForEveryClient(name)) {
                properties.put(name.substring(EVERY_CLIENT.length()), value);
            }
        });
        settings.kafka().forEach((name, value) -> {
            if (!isForEveryClient(name)) {
                properties.put(name, value);
            }
        });
        return properties;
    }

    /** Some of Kafka's own names begin like our prefix. */
    private static boolean isForEveryClient(String name) {
        return name.startsWith(EVERY_CLIENT)
                && !KAFKAS_OWN.contains(name)
                && !name.startsWith(StreamsConfig.CLIENT_TAG_PREFIX);
    }

    /** What the promises rest on. */
    private static Map<String, Object> fixed(StreamSettings settings, CommitPolicies commits, ReadTimes readTimes) {
        Map<String, Object> properties = new HashMap<>();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, settings.applicationId());
        properties.put(StreamsConfig.STATE_DIR_CONFIG, settings.stateDir().toString());
        properties.put(StreamsConfig.APPLICATION_SERVER_CONFIG, settings.server());
        properties.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, settings.threads());
        properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        properties.put(StreamsConfig.GROUP_PROTOCOL_CONFIG, "streams");
        // All bytes can be deserialized and the processor puts aside what it cannot read: whatever arrives at these is
        // not the record's fault, and going on would lose it.
        properties.put(StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG, LogAndFailExceptionHandler.class);
        properties.put(
                StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG, LogAndFailProcessingExceptionHandler.class);
        properties.put(
                StreamsConfig.PRODUCTION_EXCEPTION_HANDLER_CLASS_CONFIG, DefaultProductionExceptionHandler.class);
        properties.put("main.consumer." + ConsumerConfig.INTERCEPTOR_CLASSES_CONFIG, Inflow.class.getName());
        properties.put("main.consumer." + Inflow.POLICIES, commits);
        properties.put("main.consumer." + Inflow.READ_TIMES, readTimes);
        return properties;
    }

    /** Plain settings, then those with the client's own prefix. Those of other clients are left out. */
    private static Map<String, Object> forSmallClient(StreamSettings settings, String prefix) {
        Map<String, Object> properties = new HashMap<>();
        fromUser(settings).forEach((name, value) -> {
            if (name.startsWith("bootstrap.")
                    || name.startsWith("security.")
                    || name.startsWith("sasl.")
                    || name.startsWith("ssl.")
                    || name.equals("client.dns.lookup")) {
                properties.put(name, value);
            }
        });
        fromUser(settings).forEach((name, value) -> {
            if (name.startsWith(prefix)) {
                properties.put(name.substring(prefix.length()), value);
            }
        });
        return properties;
    }
}
