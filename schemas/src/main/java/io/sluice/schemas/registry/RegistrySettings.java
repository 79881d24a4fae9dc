package io.sluice.schemas.registry;

import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The settings of a schema registry, under the names that Confluent's clients give them, so that what a service has for its
 * own topics holds here as well. All begin with {@value #PREFIX}; those of authentication and time limits may stand without
 * it.
 *
 * @since 0.1
 */
public final class RegistrySettings {

    /** What all names begin with. */
    public static final String PREFIX = "schema.registry.";
    /** Where the registry is: one URL, or several split by comma that are tried in turn. Without it there is none. */
    public static final String URL = PREFIX + "url";
    /** Whether schemas that are missing are registered; else they must be there. Default true. */
    public static final String AUTO_REGISTER = PREFIX + "auto.register";
    /** Whether records are written with the registry's ids; else with the bundled ones. Default true. */
    public static final String WRITE = PREFIX + "write";
    /** How long a start waits for a registry that is away, in milliseconds. Default 60 000. */
    public static final String START_TIMEOUT = PREFIX + "start.timeout.ms";

    /** What Confluent's serializers call it. */
    private static final String AUTO_REGISTER_SCHEMAS = "auto.register.schemas";

    private static final String VERIFICATION = PREFIX + "ssl.endpoint.identification.algorithm";
    private static final Set<String> BARE = Set.of("http.connect.timeout.ms", "http.read.timeout.ms");
    private static final List<String> BARE_PREFIXES = List.of("basic.auth.", "bearer.auth.");
    private static final Pattern SECRET = Pattern.compile("password|user\\.info|token|secret|\\.key$|jaas");

    private final Map<String, String> all;
    private final List<URI> urls;

    private RegistrySettings(Map<String, String> all) {
        this.all = Map.copyOf(all);
        this.urls = Arrays.stream(text(URL).orElse("").split(","))
                .map(String::strip)
                .filter(url -> !url.isEmpty())
                .map(this::checked)
                .toList();
    }

    /**
     * The settings among those of a Kafka client.
     *
     * @return empty if no URL is named
     * @throws IllegalArgumentException if a URL is none, or settings with the prefix say how to use a registry and {@value #URL} is
     *     not among them; it may be there and empty
     * @since 0.1
     */
    public static Optional<RegistrySettings> of(Map<String, ?> settings) {
        checkNamed(settings);
        Map<String, String> ours = new HashMap<>();
        settings.forEach((key, value) -> {
            if (isOne(key) && !key.startsWith(PREFIX) && value != null) {
                ours.put(key.equals(AUTO_REGISTER_SCHEMAS) ? AUTO_REGISTER : PREFIX + key, text(value));
            }
        });
        settings.forEach((key, value) -> {
            if (key.startsWith(PREFIX) && value != null) {
                ours.put(key, text(value));
            }
        });
        RegistrySettings found = new RegistrySettings(ours);
        return found.urls.isEmpty() ? Optional.empty() : Optional.of(found);
    }

    /** Whoever mistyped the URL's name would have no registry. */
    private static void checkNamed(Map<String, ?> settings) {
        settings.keySet().stream()
                .filter(key -> key.startsWith(PREFIX) && !settings.containsKey(URL))
                .sorted()
                .findFirst()
                .ifPresent(key -> {
                    throw new IllegalArgumentException("the setting " + key
                            + " says how to use a schema registry, but none" + " is named: give " + URL + " as well");
                });
    }

    /** Confluent's clients take a list of URLs as well as a text. */
    private static String text(Object value) {
        return value instanceof Collection<?> several
                ? several.stream().map(String::valueOf).collect(Collectors.joining(","))
                : value.toString().strip();
    }

    /**
     * Whether a setting of that name is about a schema registry, so that no Kafka client knows it.
     *
     * @since 0.1
     */
    public static boolean isOne(String key) {
        return key.startsWith(PREFIX)
                || key.equals(AUTO_REGISTER_SCHEMAS)
                || BARE.contains(key)
                || BARE_PREFIXES.stream().anyMatch(key::startsWith);
    }

    private URI checked(String url) {
        try {
            URI uri = URI.create(url);
            boolean isWeb = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            if (isWeb && uri.getHost() != null && !endsTooSoon(uri)) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            // Said below, without the text: it may hold a password.
        }
        String given = all.get(URL);
        throw new IllegalArgumentException("the setting " + URL + " names \""
                + (given.contains("@") ? withoutUsers(given) : url)
                + "\", which is no URL; expected: http://host:port or https://host:port, several split by comma; in a user or"
                + " a password / is written as %2F, @ as %40, a comma as %2C");
    }

    /** A password with a slash in it: what stands before the slash would be taken for the host. */
    private static boolean endsTooSoon(URI uri) {
        String text = uri.toString();
        return text.indexOf(
                        '@',
                        text.indexOf(uri.getRawAuthority())
                                + uri.getRawAuthority().length())
                >= 0;
    }

    /** What is no URL may hold a password anywhere: nothing before the last @ is shown. */
    private static String withoutUsers(String given) {
        return given.replaceFirst("^(\\w+://)?.*@", "$1");
    }

    /** A URL for people to read: with nobody's password in it. */
    static String withoutUser(String url) {
        return url.replaceFirst("//[^/]*@", "//");
    }

    /**
     * The URLs, in the order in which they are tried; one may hold {@code user:password@}.
     *
     * @since 0.1
     */
    public List<URI> urls() {
        return urls;
    }

    /**
     * Every setting by its name with the prefix. Holds secrets.
     *
     * @since 0.1
     */
    public Map<String, String> all() {
        return all;
    }

    /**
     * One setting; empty: it is not set, or to nothing.
     *
     * @param key its name with the prefix
     * @since 0.1
     */
    public Optional<String> text(String key) {
        return Optional.ofNullable(all.get(key)).filter(value -> !value.isEmpty());
    }

    /**
     * One setting that is true or false.
     *
     * @throws IllegalArgumentException if it is anything else
     * @since 0.1
     */
    public boolean flag(String key, boolean otherwise) {
        String value = text(key).orElse(Boolean.toString(otherwise));
        if (!value.equals("true") && !value.equals("false")) {
            throw new IllegalArgumentException("the setting " + key + " is \"" + value + "\"; allowed: true or false");
        }
        return value.equals("true");
    }

    /**
     * One setting in milliseconds.
     *
     * @throws IllegalArgumentException if it is no whole number, or negative
     * @since 0.1
     */
    public Duration millis(String key, Duration otherwise) {
        String value = text(key).orElse(Long.toString(otherwise.toMillis()));
        if (!value.matches("[0-9]{1,9}")) {
            throw new IllegalArgumentException(
                    "the setting " + key + " is \"" + value + "\"; allowed: milliseconds, a whole number");
        }
        return Duration.ofMillis(Long.parseLong(value));
    }

    /**
     * The registry, by a provider that is on the class path, else by the client that is built in. Asks it nothing yet.
     *
     * @throws IllegalArgumentException if a setting is wrong
     * @since 0.1
     */
    public SchemaRegistry open() {
        String verification = text(VERIFICATION).orElse("https");
        if (!verification.equals("https")) {
            throw new IllegalArgumentException("the setting " + VERIFICATION + " is \"" + verification
                    + "\"; allowed: https. The host names of certificates are always verified");
        }
        return ServiceLoader.load(SchemaRegistryProvider.class, RegistrySettings.class.getClassLoader())
                .findFirst()
                .map(provider -> provider.open(this))
                .orElseGet(() -> HttpSchemaRegistry.open(this));
    }

    /**
     * Where the registry is, for people to read: no secret in it.
     *
     * @since 0.1
     */
    public String where() {
        return String.join(
                ", ", urls.stream().map(url -> withoutUser(url.toString())).toList());
    }

    /** All of them but secrets. */
    @Override
    public String toString() {
        Map<String, String> shown = new TreeMap<>();
        all.forEach((key, value) -> shown.put(key, SECRET.matcher(key).find() ? "…" : value));
        shown.put(URL, where());
        return shown.toString();
    }
}
