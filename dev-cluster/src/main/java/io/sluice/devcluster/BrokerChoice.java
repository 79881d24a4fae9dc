package io.sluice.devcluster;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Which kind of broker a test run wants: the system property {@code kafka}, else the environment variable
 * {@code SLUICE_KAFKA}, else {@link #EMBEDDED}.
 *
 * @since 0.1
 */
public enum BrokerChoice {

    /** {@code embedded}: a broker of our own, in this JVM or beside it. Needs nothing but Java. */
    EMBEDDED,

    /** {@code testcontainers}: Kafka's own image, started by Testcontainers. Needs a Docker engine. */
    TESTCONTAINERS;

    /** The system property that chooses: {@code -Dkafka=testcontainers}. */
    public static final String PROPERTY = "kafka";

    /** The environment variable that chooses where the property says nothing. */
    public static final String VARIABLE = "SLUICE_KAFKA";

    /**
     * What this run wants.
     *
     * @throws IllegalArgumentException if property or variable name another kind
     * @since 0.1
     */
    public static BrokerChoice ofThisRun() {
        return of(System::getProperty, System::getenv);
    }

    static BrokerChoice of(Function<String, String> properties, Function<String, String> variables) {
        return said("-D" + PROPERTY, properties.apply(PROPERTY))
                .or(() -> said(VARIABLE, variables.apply(VARIABLE)))
                .orElse(EMBEDDED);
    }

    private static Optional<BrokerChoice> said(String where, String word) {
        // Maven passes a property that nobody has set as an empty one.
        if (word == null || word.isBlank()) {
            return Optional.empty();
        }
        for (BrokerChoice choice : values()) {
            if (choice.word().equals(word.strip().toLowerCase(Locale.ROOT))) {
                return Optional.of(choice);
            }
        }
        throw new IllegalArgumentException(where + "=" + word + " names no kind of broker; allowed are "
                + Arrays.stream(values()).map(BrokerChoice::word).collect(Collectors.joining(" and ")));
    }

    private String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Starts a broker of that kind and waits until it answers.
     *
     * @param settings what holds for it; a container has its own folder and port, and takes only the overrides
     * @throws IllegalStateException if it does not start, or if a container is wanted and there is no Docker engine, or no
     *     Testcontainers on the class path: the message says what to do
     * @since 0.1
     */
    public Broker start(BrokerSettings settings) {
        return switch (this) {
            case EMBEDDED -> EmbeddedBroker.start(settings);
            case TESTCONTAINERS -> ContainerBroker.start(settings.overrides());
        };
    }
}
