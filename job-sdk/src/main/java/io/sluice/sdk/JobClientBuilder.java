package io.sluice.sdk;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.schemas.RecordFormats;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Sets up a {@link JobClient}. Not safe for use by several threads.
 *
 * <pre>{@code
 * JobClient client = JobClient.builder()
 *         .bootstrapServers("kafka-1:9092,kafka-2:9092")
 *         .name("shop")
 *         .property("security.protocol", "SSL")
 *         .build();
 * }</pre>
 *
 * @since 0.1
 */
public final class JobClientBuilder {

    private final KafkaSettings settings = new KafkaSettings();
    private String name = "sluice-client";
    private Json json = Json.standard();
    private String tree = "main";
    private boolean verdicts;
    private Duration verdictTimeout = Duration.ofSeconds(30);
    private Tracing tracing = Tracing.OFF;

    JobClientBuilder() {}

    /**
     * Brokers to ask first, such as {@code kafka-1:9092,kafka-2:9092}. Required, here or as a property.
     *
     * @since 0.1
     */
    public JobClientBuilder bootstrapServers(String servers) {
        return property("bootstrap.servers", servers);
    }

    /**
     * Any property of Kafka's clients, security included. {@code enable.idempotence} and {@code acks} stay ours. Those of a
     * schema registry have the names that Confluent's serializers know, {@code schema.registry.url} first.
     *
     * @since 0.1
     */
    public JobClientBuilder property(String key, Object value) {
        settings.put(key, value);
        return this;
    }

    /**
     * How records are written and read, shared with others of this process, who have asked the schema registry already. Default:
     * its own, as the properties say.
     *
     * @since 0.1
     */
    public JobClientBuilder formats(RecordFormats shared) {
        settings.formats(Objects.requireNonNull(shared));
        return this;
    }

    /**
     * Many properties at once.
     *
     * @since 0.1
     */
    public JobClientBuilder properties(Map<String, ?> properties) {
        properties.forEach(settings::put);
        return this;
    }

    /**
     * Who sends: stands as {@code by} in every event that follows. Default {@code sluice-client}.
     *
     * @since 0.1
     */
    public JobClientBuilder name(String name) {
        this.name = Objects.requireNonNull(name);
        return this;
    }

    /**
     * The tree of jobs, flows and schedules that name none: a service's own, a tenant's, a test's. Commands name theirs. Default
     * {@code main}.
     *
     * @throws IllegalArgumentException if it is no name ({@code [A-Za-z0-9_-]{1,64}})
     * @since 0.1
     */
    public JobClientBuilder tree(String tree) {
        this.tree = Limits.checkName("tree", tree);
        return this;
    }

    /**
     * How payloads become JSON. Default: ISO dates, Optional understood.
     *
     * @since 0.1
     */
    public JobClientBuilder mapper(ObjectMapper mapper) {
        this.json = new Json(Objects.requireNonNull(mapper));
        return this;
    }

    /**
     * Whether to read the events, so that {@link JobHandle#admitted()} and {@link CommandHandle#verdict()} know what became
     * of a command. Default false: it costs reading all events of all trees. They are read from the first command on, which
     * waits until that is set up.
     *
     * @since 0.1
     */
    public JobClientBuilder verdicts(boolean wanted) {
        this.verdicts = wanted;
        return this;
    }

    /**
     * How long to wait for a verdict, counted from when the broker has the command. Default 30 s.
     *
     * @throws IllegalArgumentException if it is not positive
     * @since 0.1
     */
    public JobClientBuilder verdictTimeout(Duration timeout) {
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("the verdict timeout is " + timeout + "; it must be longer than 0");
        }
        this.verdictTimeout = timeout;
        return this;
    }

    /**
     * How submissions are traced; every job carries its trace in its headers. Default: they are not.
     *
     * @since 0.1
     */
    public JobClientBuilder tracing(Tracing how) {
        this.tracing = Objects.requireNonNull(how);
        return this;
    }

    /**
     * The client. Connects by itself, also when the broker is not up yet. A schema registry, if one is named, is asked for
     * ids here, and waited for if it does not answer.
     *
     * @throws IllegalArgumentException if no broker is named, or a setting of the schema registry is wrong
     * @throws io.sluice.schemas.registry.SchemaRegistryException if the registry refuses or does not answer, with what to do
     * @throws org.apache.kafka.common.KafkaException if a property is wrong
     * @since 0.1
     */
    public JobClient build() {
        settings.checkBootstrap("JobClient");
        KafkaSettings kafka = settings.copy();
        kafka.formats().prepare(kafka.formats().command());
        ByteArraySerializer bytes = new ByteArraySerializer();
        KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(kafka.producer(name), bytes, bytes);
        return new JobClient(
                sender(new ProducerLog(producer), kafka.formats(), verdicts ? reader(kafka) : null, Clock.systemUTC()));
    }

    /** A sender with what is set here, through that log. */
    CommandSender sender(CommandLog log, RecordFormats formats, Verdicts heard, Clock clock) {
        return new CommandSender(log, new CommandRecords(name, json, formats), heard, clock)
                .in(tree)
                .traced(tracing);
    }

    Duration verdictTimeout() {
        return verdictTimeout;
    }

    Json json() {
        return json;
    }

    private Verdicts reader(KafkaSettings kafka) {
        ByteArrayDeserializer bytes = new ByteArrayDeserializer();
        return new Verdicts(
                verdictTimeout,
                kafka.formats().event(),
                () -> new KafkaConsumer<>(kafka.tail(name + "-verdicts"), bytes, bytes),
                "sluice-verdicts-" + name);
    }
}
