package io.sluice.devcluster;

import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Kafka's own image in a container, started by Testcontainers, with the settings that our other brokers have. Testcontainers
 * is not brought along: whoever wants this has {@code org.testcontainers:testcontainers-kafka} on the class path.
 *
 * <p>Safe for use by several threads.
 *
 * @since 0.1
 */
public final class ContainerBroker implements Broker {

    /** The image: of the version that the embedded broker has. */
    public static final String IMAGE = "apache/kafka:4.3.1";

    private static final String HOW =
            "-D" + BrokerChoice.PROPERTY + "=testcontainers (or " + BrokerChoice.VARIABLE + ")";

    private final String bootstrapServers;
    private final Runnable stop;
    private final AtomicBoolean closed = new AtomicBoolean();

    private ContainerBroker(String bootstrapServers, Runnable stop) {
        this.bootstrapServers = bootstrapServers;
        this.stop = stop;
    }

    /**
     * Starts a container and waits until its broker answers. The first time the image has to be downloaded.
     *
     * @param overrides Kafka broker settings, by their Kafka names, that replace ours
     * @throws IllegalStateException if Testcontainers is not on the class path, if no Docker engine is found, or if the
     *     container does not start: the message says what was wanted and what to do
     * @since 0.1
     */
    public static ContainerBroker start(Map<String, String> overrides) {
        try {
            return Docker.start(overrides);
        } catch (NoClassDefFoundError e) {
            throw new IllegalStateException(
                    wanted() + ", but Testcontainers is not on the class path."
                            + " Add org.testcontainers:testcontainers-kafka 2.0.5 or newer as a test dependency, or leave out "
                            + HOW + " to test on a broker in this JVM.",
                    e);
        }
    }

    static String wanted() {
        return HOW + " asks for Kafka in a container, " + IMAGE;
    }

    static IllegalStateException noDocker(Throwable why) {
        return new IllegalStateException(
                wanted() + ", but no Docker engine was found. Start Docker, or leave out " + HOW
                        + " to test on a broker in this JVM.",
                why);
    }

    static ContainerBroker of(String bootstrapServers, Runnable stop) {
        return new ContainerBroker(bootstrapServers, stop);
    }

    /** {@inheritDoc} */
    @Override
    public String bootstrapServers() {
        return bootstrapServers;
    }

    /** Stops and removes the container. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            stop.run();
        }
    }
}
