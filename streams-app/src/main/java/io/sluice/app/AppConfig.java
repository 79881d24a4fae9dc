package io.sluice.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The settings of one scheduler, checked. Read once; what is not allowed stops the start. docs/configuration.md explains
 * each.
 *
 * @param bootstrapServers the brokers
 * @param applicationId the name of the group that instances form, also the prefix of its internal topics
 * @param stateDir where the state is kept on disk
 * @param http where the query API listens
 * @param channels channel text that holds for all trees; empty: what was set before stays
 * @param topics how topics are looked after
 * @param lease how long a worker may be silent
 * @param threads stream threads of this instance
 * @param kafka settings for Kafka's clients, without the prefix {@code kafka.}
 * @since 0.1
 */
public record AppConfig(
        String bootstrapServers,
        String applicationId,
        Path stateDir,
        Http http,
        String channels,
        TopicSettings topics,
        Duration lease,
        int threads,
        Map<String, String> kafka) {

    /**
     * Where the query API listens.
     *
     * @param host address to bind to
     * @param port port to bind to; 0 takes a free one
     * @param advertised {@code host:port} for other instances; none: host and port
     * @since 0.1
     */
    public record Http(String host, int port, Optional<String> advertised) {}

    /**
     * How topics are looked after.
     *
     * @param create whether missing ones are created
     * @param partitions how many partitions the topics of trees have when they are created
     * @since 0.1
     */
    public record TopicSettings(boolean create, int partitions) {}

    /**
     * Reads the settings.
     *
     * @param flags values from the command line, by key
     * @param environment all variables; those that begin with {@code SLUICE_} count
     * @param file a properties file, if there is one
     * @throws ConfigException if a setting is unknown, wrong or missing
     */
    public static AppConfig read(Map<String, String> flags, Map<String, String> environment, Optional<Path> file) {
        return of(new SettingReader(ConfigSources.read(flags, environment, file)));
    }

    /**
     * Settings from code, by the keys of docs/configuration.md; the environment is not asked.
     *
     * @throws ConfigException if a setting is unknown, wrong or missing
     */
    public static AppConfig of(Map<String, String> settings) {
        return read(settings, Map.of(), Optional.empty());
    }

    private static AppConfig of(SettingReader read) {
        return new AppConfig(
                read.required(Setting.BOOTSTRAP_SERVERS, "[^,:\\s]+:[0-9]{1,5}(\\s*,\\s*[^,:\\s]+:[0-9]{1,5})*"),
                read.matching(Setting.APPLICATION_ID, "[A-Za-z0-9._-]{1,100}"),
                read.folder(Setting.STATE_DIR),
                new Http(
                        read.text(Setting.HTTP_HOST),
                        read.number(Setting.HTTP_PORT, 0, 65535),
                        read.optional(Setting.ADVERTISED_URL, "[^:/\\s]+:[0-9]{1,5}")),
                channels(read),
                new TopicSettings(read.flag(Setting.CREATE_TOPICS), read.number(Setting.PARTITIONS, 1, 10_000)),
                read.duration(Setting.LEASE, Duration.ofSeconds(3), Duration.ofHours(1)),
                read.number(Setting.THREADS, 1, 64),
                read.kafka());
    }

    private static String channels(SettingReader read) {
        String text = read.text(Setting.CHANNELS);
        String file = read.text(Setting.CHANNELS_FILE);
        if (file.isEmpty()) {
            return read.channelText(Setting.CHANNELS, text);
        }
        if (!text.isEmpty()) {
            throw read.wrong(Setting.CHANNELS_FILE, "the channels are given as well; only one of both is allowed");
        }
        try {
            return read.channelText(Setting.CHANNELS_FILE, Files.readString(Path.of(file)));
        } catch (IOException e) {
            throw read.wrong(Setting.CHANNELS_FILE, "it cannot be read: " + e.getMessage());
        }
    }

    /** All settings but secrets, one a line. */
    @Override
    public String toString() {
        Map<String, String> shown = new TreeMap<>();
        kafka.forEach((key, value) -> shown.put(key, Secrets.shown(key, value)));
        return "bootstrap.servers=" + bootstrapServers + "\napplication.id=" + applicationId + "\nstate.dir=" + stateDir
                + "\nhttp=" + http + "\nchannels=" + channels + "\ntopics=" + topics + "\nlease=" + lease + "\nthreads="
                + threads + "\nkafka=" + shown;
    }
}
