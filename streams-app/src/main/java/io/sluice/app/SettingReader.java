package io.sluice.app;

import io.sluice.core.ChannelFile;
import io.sluice.schemas.RecordFormats;
import io.sluice.schemas.registry.RegistrySettings;
import io.sluice.web.Span;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads single settings and says what is allowed when one is wrong. */
final class SettingReader {

    private final Map<String, Given> given;

    SettingReader(Map<String, Given> given) {
        this.given = given;
    }

    String text(Setting setting) {
        Given value = given.get(setting.key());
        return value == null ? setting.otherwise() : value.value();
    }

    String required(Setting setting, String pattern) {
        if (text(setting).isEmpty()) {
            throw new ConfigException("the setting " + setting.key() + " is missing: give " + setting.flag() + ", set "
                    + setting.variable() + " or put it into the file of --config. Expected: " + setting.allowed());
        }
        return matching(setting, pattern);
    }

    String matching(Setting setting, String pattern) {
        String value = text(setting);
        if (!value.matches(pattern)) {
            throw wrong(setting, "");
        }
        return value;
    }

    Optional<String> optional(Setting setting, String pattern) {
        return text(setting).isEmpty() ? Optional.empty() : Optional.of(matching(setting, pattern));
    }

    int number(Setting setting, int least, int most) {
        String value = matching(setting, "[0-9]{1,9}");
        int number = Integer.parseInt(value);
        if (number < least || number > most) {
            throw wrong(setting, "");
        }
        return number;
    }

    boolean flag(Setting setting) {
        return Boolean.parseBoolean(matching(setting, "true|false"));
    }

    Duration duration(Setting setting, Duration least, Duration most) {
        Duration duration = Span.parse(text(setting)).orElseThrow(() -> wrong(setting, ""));
        if (duration.compareTo(least) < 0 || duration.compareTo(most) > 0) {
            throw wrong(setting, "");
        }
        return duration;
    }

    Path folder(Setting setting) {
        String value = text(setting);
        if (value.isEmpty()) {
            throw wrong(setting, "");
        }
        String home = System.getProperty("user.home");
        return Path.of(value.equals("~") || value.startsWith("~/") ? home + value.substring(1) : value)
                .toAbsolutePath();
    }

    /** The text itself, if it reads. */
    String channelText(Setting setting, String text) {
        try {
            ChannelFile.parse(text);
            return text;
        } catch (IllegalArgumentException e) {
            throw new ConfigException("the setting " + setting.key() + where(setting) + ": " + e.getMessage());
        }
    }

    Map<String, String> kafka() {
        Map<String, String> settings = new TreeMap<>();
        given.forEach((key, value) -> {
            if (key.startsWith(ConfigSources.KAFKA)) {
                settings.put(key.substring(ConfigSources.KAFKA.length()), value.value());
            }
        });
        return Map.copyOf(settings);
    }

    /** Those of the schema registry, by their whole names. */
    Map<String, String> registry() {
        Map<String, String> settings = new TreeMap<>();
        given.forEach((key, value) -> {
            if (key.startsWith(RegistrySettings.PREFIX)) {
                settings.put(key, value.value());
            }
        });
        formats(settings);
        return Map.copyOf(settings);
    }

    /** @throws ConfigException if one of them is wrong */
    static RecordFormats formats(Map<String, String> settings) {
        try {
            return RecordFormats.configured(settings);
        } catch (IllegalArgumentException e) {
            throw new ConfigException(e.getMessage());
        }
    }

    ConfigException wrong(Setting setting, String more) {
        return new ConfigException("the setting " + setting.key() + where(setting) + " is \""
                + Secrets.shown(setting.key(), text(setting)) + "\"; allowed: " + setting.allowed()
                + (more.isEmpty() ? "" : ". But " + more));
    }

    private String where(Setting setting) {
        Given value = given.get(setting.key());
        return value == null ? "" : " (from " + value.where() + ")";
    }
}
