package io.sluice.schemas;

import io.sluice.schemas.registry.SchemaRegistry;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import org.apache.avro.Schema;

/**
 * A subject in a schema registry: the history of the record on one topic, or of the bundles on all channel topics.
 *
 * @param name such as {@code sluice.jobs-value}, by Confluent's {@code TopicNameStrategy}; that of bundles is the one of
 *     {@code sluice.channel.root}, which always is there
 * @param record full name of the record
 * @param versions its versions that this version of Sluice knows, the oldest first
 * @since 0.1
 */
public record Subject(String name, String record, List<Topics.SchemaVersion> versions) {

    /**
     * Those of all records.
     *
     * @since 0.1
     */
    public static List<Subject> all() {
        return Topics.bundled().topics().stream()
                .map(Topics.Topic::value)
                .filter(value -> value.contains("."))
                .map(Subject::of)
                .toList();
    }

    /**
     * That of one record.
     *
     * @param record full name of the record
     * @throws IllegalArgumentException if no topic has it
     * @since 0.1
     */
    public static Subject of(String record) {
        return Topics.bundled().topics().stream()
                .filter(topic -> topic.value().equals(record))
                .map(topic -> topic.name().equals(Topics.CHANNEL_PATTERN) ? Topics.channelTopic("root") : topic.name())
                .map(topic -> new Subject(topic + "-value", record, oldestFirst(record)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no topic in topics.json has a " + record + " on it"));
    }

    private static List<Topics.SchemaVersion> oldestFirst(String record) {
        return Topics.bundled().versions(record).stream()
                .sorted(Comparator.comparingInt(Topics.SchemaVersion::version))
                .toList();
    }

    /**
     * Registers what is missing of all subjects, in the order of the bundled ids: so a registry that has nothing else in it
     * gives exactly these.
     *
     * @throws io.sluice.schemas.registry.SchemaRegistryException if the registry refuses, with its words, or does not answer
     * @since 0.1
     */
    public static void registerAll(SchemaRegistry registry) {
        Topics.bundled().schemas().stream()
                .sorted(Comparator.comparingInt(Topics.SchemaVersion::id))
                .forEach(version -> of(version.record()).register(version, registry));
    }

    /** The version in which records are written. */
    Topics.SchemaVersion newest() {
        return versions.get(versions.size() - 1);
    }

    /**
     * The id under which records are written; empty: the newest version is not registered.
     *
     * @throws io.sluice.schemas.registry.SchemaRegistryException if the registry does not say
     * @since 0.1
     */
    public OptionalInt id(SchemaRegistry registry) {
        return registry.idOf(name, newest().schema());
    }

    /**
     * Registers what is missing: all versions in their order, so that whoever still runs an older one finds his own.
     *
     * @return the id of the newest
     * @throws io.sluice.schemas.registry.SchemaRegistryException if the registry refuses, with its words, or does not answer
     * @since 0.1
     */
    public int register(SchemaRegistry registry) {
        int id = 0;
        for (Topics.SchemaVersion version : versions) {
            id = register(version, registry);
        }
        return id;
    }

    /** What is there is left alone: a registry might compare it with what came after it. */
    private int register(Topics.SchemaVersion version, SchemaRegistry registry) {
        Schema schema = version.schema();
        return registry.idOf(name, schema).orElseGet(() -> registry.register(name, schema));
    }

    /**
     * What speaks against registering the newest version, in the registry's own words; empty: nothing.
     *
     * @throws io.sluice.schemas.registry.SchemaRegistryException if the registry does not say
     * @since 0.1
     */
    public List<String> objections(SchemaRegistry registry) {
        return registry.objections(name, newest().schema());
    }
}
