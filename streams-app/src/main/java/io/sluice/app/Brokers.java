package io.sluice.app;

import io.sluice.schemas.RecordFormats;
import io.sluice.schemas.registry.RegistrySettings;
import io.sluice.wire.Wire;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where the brokers are: said outright, in a settings file, or asked of a running scheduler. */
final class Brokers {

    /** A person waits at the prompt. */
    private static final Map<String, String> IMPATIENT = Map.of(RegistrySettings.START_TIMEOUT, "10000");

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
            description = "Settings file; its bootstrap.servers, kafka.* and schema.registry.* are used.")
    private Path config;

    @Option(
            names = "--kafka",
            paramLabel = "KEY=VALUE",
            description = "A setting for Kafka's clients, such as security.protocol=SSL. May come several times.")
    private Map<String, String> kafka = new HashMap<>();

    /** Null until somebody asks. */
    private RecordFormats formats;

    /** The scheduler that is asked. */
    ApiClient api() {
        return api;
    }

    /** How records are written and read: with the ids of the schema registry, if one is named. Opened once. */
    RecordFormats formats() {
        if (formats == null) {
            Map<String, String> said = new SettingReader(given()).registry();
            Map<String, String> settings = new TreeMap<>(said.isEmpty() ? said : IMPATIENT);
            settings.putAll(said);
            formats = SettingReader.formats(settings);
        }
        return formats;
    }

    /** The same for events and commands. */
    Wire wire() {
        return Wire.of(formats());
    }

    private Map<String, Given> given() {
        return ConfigSources.read(Map.of(), System.getenv(), Optional.ofNullable(config));
    }

    /** Settings for a Kafka client. */
    Map<String, Object> clientSettings() {
        Map<String, Given> given = given();
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
