package io.sluice.app;

import io.sluice.schemas.registry.RegistrySettings;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;

/** Where settings are read from. The command line goes over the environment, and that over the properties file. */
final class ConfigSources {

    /** Settings with this prefix go on to Kafka's clients without it. */
    static final String KAFKA = "kafka.";

    private static final String PREFIX = "SLUICE_";

    /** Variables of ours that are no settings of a scheduler: commands, the launcher and test runs read them. */
    private static final Set<String> NO_SETTINGS =
            Set.of("SLUICE_URL", "SLUICE_CONFIG", "SLUICE_HOME", "SLUICE_JAVA", "SLUICE_KAFKA");

    private ConfigSources() {}

    /** Every setting that somebody gave, by key. */
    static Map<String, Given> read(Map<String, String> flags, Map<String, String> environment, Optional<Path> file) {
        Map<String, Given> given = new TreeMap<>();
        file.ifPresent(path -> given.putAll(properties(path)));
        given.putAll(variables(environment));
        flags.forEach((key, value) -> given.put(key, new Given(value, "--" + key.replace('.', '-'))));
        given.forEach(ConfigSources::checkKnown);
        return given;
    }

    private static Map<String, Given> properties(Path file) {
        Properties read = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            read.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw new ConfigException("the settings file " + file + " cannot be read: " + e.getMessage()
                    + "; expected is a text file with lines such as bootstrap.servers=localhost:9092");
        }
        Map<String, Given> given = new LinkedHashMap<>();
        read.stringPropertyNames()
                .forEach(key -> given.put(key, new Given(read.getProperty(key).strip(), file.toString())));
        return given;
    }

    private static Map<String, Given> variables(Map<String, String> environment) {
        Map<String, Given> given = new LinkedHashMap<>();
        environment.forEach((name, value) -> {
            if (name.startsWith(PREFIX) && !NO_SETTINGS.contains(name) && !isServiceLink(name, value)) {
                String key =
                        name.substring(PREFIX.length()).toLowerCase(Locale.ROOT).replace('_', '.');
                given.put(key, new Given(value.strip(), name));
            }
        });
        return given;
    }

    /** What Kubernetes sets by itself in every pod beside a service that is called sluice or sluice-something. */
    private static boolean isServiceLink(String name, String value) {
        return value.startsWith("tcp://") || name.contains("_SERVICE_") || name.matches("SLUICE_(.*_)?PORT_[0-9]+_.*");
    }

    private static void checkKnown(String key, Given given) {
        if (key.startsWith(KAFKA) && key.length() > KAFKA.length()
                || key.startsWith(RegistrySettings.PREFIX)
                || Setting.ofKey(key).isPresent()) {
            return;
        }
        String meant =
                Setting.nearest(key).map(near -> "; did you mean " + near + "?").orElse("");
        throw new ConfigException("unknown setting " + key + " = " + Secrets.shown(key, given.value()) + " (from "
                + given.where() + ")" + meant + " Known are " + known() + ", kafka.* for Kafka's clients and "
                + RegistrySettings.PREFIX + "* for a schema registry");
    }

    private static String known() {
        StringBuilder keys = new StringBuilder();
        for (Setting setting : Setting.values()) {
            keys.append(keys.isEmpty() ? "" : ", ").append(setting.key());
        }
        return keys.toString();
    }
}
