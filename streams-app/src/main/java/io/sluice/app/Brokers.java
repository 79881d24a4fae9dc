package io.sluice.app;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where the brokers are: said outright, in a settings file, or asked of a running scheduler. */
final class Brokers {

    @Option(
            names = "--bootstrap-servers",
            paramLabel = "HOST:PORT",
            defaultValue = "${env:SLUICE_BOOTSTRAP_SERVERS}",
            description =
                    "Kafka brokers to ask first. Default: the variable SLUICE_BOOTSTRAP_SERVERS, else the scheduler"
                            + " at --url is asked for them.")
    private String bootstrapServers;

    @Mixin
    private ApiClient api;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Settings file; its bootstrap.servers and kafka.* are used.")
    private Path config;

    @Option(
            names = "--kafka",
            paramLabel = "KEY=VALUE",
            description = "A setting for Kafka's clients, such as security.protocol=SSL. May come several times.")
    private Map<String, String> kafka = new HashMap<>();

    /** The scheduler that is asked. */
    ApiClient api() {
        return api;
    }

    /** Settings for a Kafka client. */
    Map<String, Object> clientSettings() {
        Map<String, Given> given = ConfigSources.read(Map.of(), System.getenv(), Optional.ofNullable(config));
        Map<String, Object> settings = new TreeMap<>(new SettingReader(given).kafka());
        settings.putAll(kafka);
        settings.put("bootstrap.servers", servers(given));
        return settings;
    }

    private String servers(Map<String, Given> given) {
        if (bootstrapServers != null && !bootstrapServers.isEmpty()) {
            return bootstrapServers;
        }
        Given written = given.get(Setting.BOOTSTRAP_SERVERS.key());
        return written != null ? written.value() : api.health().bootstrapServers();
    }
}
