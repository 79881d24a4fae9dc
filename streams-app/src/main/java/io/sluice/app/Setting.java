package io.sluice.app;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Every setting there is. Its key is the one name that all else follows from: {@code http.port} is {@code --http-port} on
 * the command line, {@code SLUICE_HTTP_PORT} in the environment and {@code http.port} in a properties file.
 */
enum Setting {
    BOOTSTRAP_SERVERS("bootstrap.servers", "", "host:port, several split by comma", "Kafka brokers to ask first"),
    APPLICATION_ID(
            "application.id",
            "sluice",
            "letters, digits, '.', '_' and '-', at most 100",
            "name of the group that the instances of one scheduler form"),
    STATE_DIR(
            "state.dir",
            "~/.sluice/state",
            "a folder that may be written to; ~ is the home folder",
            "folder for the state; a disk that stays makes restarts fast"),
    HTTP_HOST(
            "http.host",
            "127.0.0.1",
            "an address of this machine",
            "address that the query API listens on; any but a loopback address demands a token"),
    HTTP_PORT("http.port", "8484", "0 to 65535; 0 takes a free one", "port that the query API listens on"),
    ADVERTISED_URL(
            "advertised.url",
            "",
            "host:port under which other instances reach this one",
            "where other instances reach the query API of this one"),
    HTTP_TOKEN(
            "http.token",
            "",
            "16 to 512 letters, digits and - . _ ~ + / =",
            "what whoever asks the query API has to know; the same for all instances"),
    HTTP_TOKEN_FILE("http.token.file", "", "a file with a token and nothing else", "a file with that token"),
    CHANNELS("channels", "", "channel text, such as root:4,root.shop:2", "channels of every tree"),
    CHANNELS_FILE("channels.file", "", "a file with channel text", "a file with the channels of every tree"),
    CREATE_TOPICS("create.topics", "false", "true or false", "create topics that are missing"),
    PARTITIONS("partitions", "32", "1 to 10000", "how many partitions trees are spread over; chosen once"),
    METRICS_CHANNELS(
            "metrics.channels",
            "200",
            "1 to 5000",
            "how many channels have metrics of their own, of all trees together; the others are summed up"),
    TRACING(
            "tracing",
            "off",
            "off or otlp",
            "whether jobs that carry a trace get spans of what the scheduler does; where they go is said by the OTEL_* variables"),
    LEASE(
            "lease",
            "15s",
            "1s to 1h: a whole number and one of ms, s, m, h",
            "how long a worker may be silent before its jobs run elsewhere"),
    CARRY_WITHIN(
            "carry.within",
            "7d",
            "1s to 30d: a whole number and one of ms, s, m, h, d",
            "any stretch of events that long holds all that lives; sluice.events must be kept a day longer at least"),
    SCHEMA_REGISTRY_URL(
            "schema.registry.url",
            "",
            "http://host:port or https://host:port, several split by comma",
            "schema registry that gives records their ids; without one they have the numbers that ship with this version"),
    SCHEMA_REGISTRY_AUTO_REGISTER(
            "schema.registry.auto.register",
            "true",
            "true or false",
            "whether schemas that are missing in the registry are registered; else the start is refused"),
    SCHEMA_REGISTRY_WRITE(
            "schema.registry.write",
            "true",
            "true or false",
            "whether records are written with the registry's ids; false: only read, as long as others cannot read them yet"),
    THREADS("threads", "1", "1 to 64", "stream threads of this instance"),
    STANDBYS(
            "standbys",
            "1",
            "0 to 10",
            "how many other instances keep a copy of each partition; holds for the whole group");

    private final String key;
    private final String otherwise;
    private final String allowed;
    private final String meaning;

    Setting(String key, String otherwise, String allowed, String meaning) {
        this.key = key;
        this.otherwise = otherwise;
        this.allowed = allowed;
        this.meaning = meaning;
    }

    /** Its name in a properties file. */
    String key() {
        return key;
    }

    /** What holds where nobody says; empty: nothing. */
    String otherwise() {
        return otherwise;
    }

    /** What it may be, in words. */
    String allowed() {
        return allowed;
    }

    /** What it is about, in words. */
    String meaning() {
        return meaning;
    }

    /** Its name on the command line. */
    String flag() {
        return "--" + key.replace('.', '-');
    }

    /** Its name in the environment. */
    String variable() {
        return "SLUICE_" + key.replace('.', '_').toUpperCase(Locale.ROOT);
    }

    /** Whether it is true or false. */
    boolean isFlag() {
        return this == CREATE_TOPICS;
    }

    static Optional<Setting> ofKey(String key) {
        return Arrays.stream(values())
                .filter(setting -> setting.key.equals(key))
                .findFirst();
    }

    /** The key that somebody most likely meant. */
    static Optional<String> nearest(String key) {
        return Arrays.stream(values())
                .map(Setting::key)
                .filter(known -> distance(known, key) <= 3)
                .min((a, b) -> Integer.compare(distance(a, key), distance(b, key)));
    }

    /** How many letters have to be put in, taken out or changed. */
    private static int distance(String from, String to) {
        int[] before = new int[to.length() + 1];
        Arrays.setAll(before, i -> i);
        for (int i = 1; i <= from.length(); i++) {
            int[] now = new int[to.length() + 1];
            now[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int changed = before[j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                now[j] = Math.min(changed, Math.min(before[j], now[j - 1]) + 1);
            }
            before = now;
        }
        return before[to.length()];
    }
}
