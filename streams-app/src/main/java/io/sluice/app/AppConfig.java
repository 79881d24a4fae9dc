package io.sluice.app;

import io.sluice.core.Carry;
import io.sluice.schemas.RecordFormats;
import io.sluice.schemas.registry.RegistrySettings;
import io.sluice.streams.StreamSettings;
import io.sluice.web.Door;
import io.sluice.web.HttpToken;
import io.sluice.wire.Wire;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
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
 * @param carryWithin how often what lives is written again
 * @param metricsChannels how many channels have metrics of their own
 * @param tracing whether spans are sent to where the {@code OTEL_*} variables say
 * @param work how the work is spread
 * @param registry settings of the schema registry, by their whole names; empty: there is none
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
        Duration carryWithin,
        int metricsChannels,
        boolean tracing,
        Work work,
        Map<String, String> registry,
        Map<String, String> kafka) {

    /**
     * Where the query API listens.
     *
     * @param host address to bind to
     * @param port port to bind to; 0 takes a free one
     * @param advertised {@code host:port} for other instances; none: host and port
     * @param token what whoever asks has to know; none only on a loopback address
     * @since 0.1
     */
    public record Http(String host, int port, Optional<String> advertised, Optional<HttpToken> token) {

        /** {@code host:port} under which other instances reach the API that listens on that port. */
        String server(int listening) {
            return advertised.orElseGet(() -> (isWildcard() ? localName() : host) + ":" + listening);
        }

        /** Where the API listens, and who may ask it. */
        Door door() {
            return new Door(host, port, advertised.map(named -> named.substring(0, named.lastIndexOf(':'))), token);
        }

        private boolean isWildcard() {
            return host.equals("0.0.0.0") || host.equals("::");
        }

        private static String localName() {
            try {
                return InetAddress.getLocalHost().getHostName();
            } catch (UnknownHostException e) {
                throw new ConfigException("the name of this machine is not known (" + e.getMessage()
                        + "), so other instances cannot reach it: give --advertised-url host:port");
            }
        }
    }

    /**
     * How topics are looked after.
     *
     * @param create whether missing ones are created
     * @param partitions how many partitions the topics of trees have when they are created
     * @since 0.1
     */
    public record TopicSettings(boolean create, int partitions) {}

    /**
     * How the work is spread.
     *
     * @param threads stream threads of this instance
     * @param standbys how many other instances keep a copy of each partition
     * @since 0.1
     */
    public record Work(int threads, int standbys) {}

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
                HttpSettings.read(read),
                channels(read),
                new TopicSettings(read.flag(Setting.CREATE_TOPICS), read.number(Setting.PARTITIONS, 1, 10_000)),
                read.duration(Setting.LEASE, Duration.ofSeconds(1), Duration.ofHours(1)),
                read.duration(Setting.CARRY_WITHIN, Duration.ofSeconds(1), Duration.ofDays(30)),
                read.number(Setting.METRICS_CHANNELS, 1, 5000),
                read.matching(Setting.TRACING, "off|otlp").equals("otlp"),
                new Work(read.number(Setting.THREADS, 1, 64), read.number(Setting.STANDBYS, 0, 10)),
                read.registry(),
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

    /** What the stream instance is told. */
    StreamSettings streams(String server, Wire wire) {
        Map<String, String> settings = new HashMap<>(kafka);
        settings.put("bootstrap.servers", bootstrapServers);
        // A person who mistyped an address shall not wait for a minute.
        if (!kafka.containsKey("admin.request.timeout.ms") && !kafka.containsKey("admin.default.api.timeout.ms")) {
            settings.put("admin.request.timeout.ms", "15000");
            settings.put("admin.default.api.timeout.ms", "20000");
        }
        return new StreamSettings(
                applicationId,
                stateDir,
                server,
                work.threads(),
                work.standbys(),
                lease.toMillis(),
                new Carry(carryWithin.toMillis()),
                wire,
                settings);
    }

    /** How records are written and read: with the ids of the schema registry, if one is named. It is asked nothing yet. */
    RecordFormats formats() {
        return SettingReader.formats(registry);
    }

    /** What a plain client of the same cluster is told: Streams' own prefixes mean nothing to it. */
    Map<String, String> clientSettings() {
        Map<String, String> settings = new HashMap<>();
        kafka.forEach((key, value) -> {
            if (key.matches("(security|sasl|ssl|client|socket|reconnect|retry)\\..*")) {
                settings.put(key, value);
            }
        });
        settings.put("bootstrap.servers", bootstrapServers);
        return settings;
    }

    /** All settings but secrets, one a line. */
    @Override
    public String toString() {
        Map<String, String> shown = new TreeMap<>();
        kafka.forEach((key, value) -> shown.put(key, Secrets.shown(key, value)));
        return "bootstrap.servers=" + bootstrapServers + "\napplication.id=" + applicationId + "\nstate.dir=" + stateDir
                + "\nhttp=" + http + "\nchannels=" + channels + "\ntopics=" + topics + "\nlease=" + lease
                + "\ncarry.within=" + carryWithin
                + "\nmetrics.channels=" + metricsChannels + "\ntracing=" + (tracing ? "otlp" : "off") + "\nwork="
                + work + "\nregistry="
                + RegistrySettings.of(registry).map(RegistrySettings::toString).orElse("none") + "\nkafka=" + shown;
    }
}
