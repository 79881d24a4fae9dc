package io.sluice.schemas;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;

/**
 * The topics as {@code topics.json} has them: the one place that says how they are named, keyed, split and kept.
 * Terraform reads the same file.
 *
 * @param partitions how many partitions the topics that are keyed by tree have, unless told otherwise
 * @param topics every topic; {@link #CHANNEL_PATTERN} stands for all channel topics
 * @param schemas every version of every record that was ever on a topic, with its fixed schema id
 * @since 0.1
 */
public record Topics(int partitions, List<Topic> topics, List<SchemaVersion> schemas) {

    /** Commands, keyed by tree. */
    public static final String JOBS = "sluice.jobs";
    /** Reports of workers, keyed by tree. */
    public static final String REPORTS = "sluice.reports";
    /** Everything that changed, keyed by tree. */
    public static final String EVENTS = "sluice.events";
    /** What workers are told, keyed by worker. */
    public static final String CONTROL = "sluice.control";
    /** What could not be understood. */
    public static final String DEAD_LETTERS = "sluice.dead-letters";
    /** What every channel topic's name begins with; the channel's path follows. */
    public static final String CHANNEL_PREFIX = "sluice.channel.";
    /** The entry of {@code topics.json} that stands for all channel topics. */
    public static final String CHANNEL_PATTERN = CHANNEL_PREFIX + "<path>";

    private static final Topics BUNDLED = read();

    /** The file that ships with this version. */
    public static Topics bundled() {
        return BUNDLED;
    }

    /** The name of a channel's own topic, such as {@code sluice.channel.root}. A share group of the same name reads it. */
    public static String channelTopic(String path) {
        return CHANNEL_PREFIX + path;
    }

    /**
     * The topic of that name; any channel topic gets the settings of the pattern.
     *
     * @throws IllegalArgumentException if there is none
     */
    public Topic topic(String name) {
        String wanted = name.startsWith(CHANNEL_PREFIX) ? CHANNEL_PATTERN : name;
        return topics.stream()
                .filter(topic -> topic.name().equals(wanted))
                .findFirst()
                .map(topic -> topic.named(name))
                .orElseThrow(() -> new IllegalArgumentException("no topic " + name + " in topics.json; there are "
                        + topics.stream().map(Topic::name).toList()));
    }

    /**
     * The fixed schema id under which a record is written: that of its newest version.
     *
     * @param record full name of the record
     * @throws IllegalArgumentException if {@code topics.json} has none
     */
    public int schemaId(String record) {
        return versions(record).get(0).id();
    }

    /**
     * All versions of a record that a reader may meet, the newest first.
     *
     * @param record full name of the record
     * @throws IllegalArgumentException if {@code topics.json} has none
     */
    public List<SchemaVersion> versions(String record) {
        List<SchemaVersion> found = schemas.stream()
                .filter(schema -> schema.record().equals(record))
                .sorted(Comparator.comparingInt(SchemaVersion::version).reversed())
                .toList();
        if (found.isEmpty()) {
            throw new IllegalArgumentException("no schema id for " + record + " in topics.json; there are " + schemas);
        }
        return found;
    }

    /**
     * One version of a record's schema. Its text is in {@code released/<id>-<Name>-v<version>.avsc} beside this class.
     *
     * @param id the number in the header of each record; never used for anything else
     * @param record full name of the record
     * @param version 1, 2, 3 … within the record
     * @since 0.1
     */
    public record SchemaVersion(int id, String record, int version) {

        /** Where the text of this version stands, seen from this package. */
        public String file() {
            return "released/" + id + "-" + record.substring(record.lastIndexOf('.') + 1) + "-v" + version + ".avsc";
        }

        /** The schema, as it was released: with its docs, and without what is Java's own. */
        public Schema schema() {
            try (InputStream in = Topics.class.getResourceAsStream(file())) {
                if (in == null) {
                    throw new IllegalStateException(file() + " is missing in this jar; topics.json names it");
                }
                return new Schema.Parser().parse(in);
            } catch (IOException e) {
                throw new UncheckedIOException(file() + " in this jar cannot be read", e);
            }
        }
    }

    /**
     * One topic.
     *
     * @param name its name
     * @param value full name of the record on it, or {@code bytes}
     * @param perTree whether it has as many partitions as the trees are spread over; else it has one
     * @param config its settings in Kafka's own words
     * @param shareGroup settings of the share group that reads it; empty if none does
     * @since 0.1
     */
    public record Topic(
            String name, String value, boolean perTree, Map<String, String> config, Map<String, String> shareGroup) {

        private Topic named(String other) {
            return new Topic(other, value, perTree, config, shareGroup);
        }
    }

    private static Topics read() {
        try (InputStream in = Topics.class.getResourceAsStream("topics.json")) {
            JsonNode root = new ObjectMapper().readTree(in);
            List<Topic> topics = new ArrayList<>();
            root.get("topics").forEach(node -> topics.add(topic(node)));
            List<SchemaVersion> schemas = new ArrayList<>();
            root.get("schemas").forEach(node -> schemas.add(schema(node)));
            return new Topics(root.get("partitions").asInt(), List.copyOf(topics), List.copyOf(schemas));
        } catch (IOException e) {
            throw new UncheckedIOException("topics.json in this jar cannot be read", e);
        }
    }

    private static SchemaVersion schema(JsonNode node) {
        return new SchemaVersion(
                node.get("id").asInt(),
                node.get("record").asText(),
                node.get("version").asInt());
    }

    private static Topic topic(JsonNode node) {
        Map<String, String> config = new LinkedHashMap<>();
        config.put("cleanup.policy", node.get("cleanup").asText());
        config.put("retention.ms", node.get("retentionMs").asText());
        config.put("max.message.bytes", node.get("maxMessageBytes").asText());
        Map<String, String> shareGroup = new LinkedHashMap<>();
        if (node.has("shareGroup")) {
            node.get("shareGroup")
                    .properties()
                    .forEach(entry ->
                            shareGroup.put(entry.getKey(), entry.getValue().asText()));
        }
        return new Topic(
                node.get("name").asText(),
                node.get("value").asText(),
                node.get("partitions").asText().equals("trees"),
                Map.copyOf(config),
                Map.copyOf(shareGroup));
    }
}
