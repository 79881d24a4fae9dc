package io.sluice.examples.embedded;

import io.sluice.app.AppConfig;
import io.sluice.app.SchedulerApp;
import io.sluice.devcluster.BrokerSettings;
import io.sluice.devcluster.EmbeddedBroker;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A broker and a scheduler in this JVM.
 *
 * <pre>
 * the folder
 *   kafka/       the broker's topics
 *   state/       the scheduler's state, restored from the topics if it is missing
 *   sluice.log   see {@link LogFile}
 * </pre>
 *
 * @since 0.1
 */
public final class EmbeddedSluice implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedSluice.class);

    private final EmbeddedBroker broker;
    private final SchedulerApp scheduler;

    private EmbeddedSluice(EmbeddedBroker broker, SchedulerApp scheduler) {
        this.broker = broker;
        this.scheduler = scheduler;
    }

    /**
     * Starts both. When it returns, the topics are there and workers may start; the scheduler may still be getting its
     * partitions.
     *
     * @throws IllegalStateException if the broker's port is taken or the folder is in use; nothing is left running then
     * @throws io.sluice.app.CommandFailed if the scheduler does not start, with the reason; nothing is left running then
     */
    public static EmbeddedSluice start(EmbeddedSettings settings) {
        EmbeddedBroker broker =
                EmbeddedBroker.start(BrokerSettings.in(settings.folder()).onPort(settings.brokerPort()));
        try {
            return new EmbeddedSluice(broker, scheduler(settings, broker));
        } catch (RuntimeException e) {
            broker.close();
            throw e;
        }
    }

    private static SchedulerApp scheduler(EmbeddedSettings settings, EmbeddedBroker broker) {
        return SchedulerApp.start(config(settings, broker.bootstrapServers()), LOG::info);
    }

    private static AppConfig config(EmbeddedSettings settings, String bootstrapServers) {
        Path state = settings.folder().resolve("state");
        Map<String, String> config = new HashMap<>();
        config.put("bootstrap.servers", bootstrapServers);
        config.put("state.dir", state.toString());
        config.put("http.port", Integer.toString(settings.httpPort()));
        config.put("create.topics", "true");
        config.put("partitions", Integer.toString(settings.partitions()));
        config.put("channels", settings.channels());
        return AppConfig.of(config);
    }

    /** What clients put into {@code bootstrap.servers}. */
    public String bootstrapServers() {
        return broker.bootstrapServers();
    }

    /** Where the query API answers. */
    public URI url() {
        return URI.create(scheduler.url());
    }

    /**
     * Waits until the scheduler has all partitions and their state.
     *
     * @return false if it has not within that time
     * @throws io.sluice.app.CommandFailed if it stopped for good, with the reason
     */
    public boolean awaitReady(Duration atMost) throws InterruptedException {
        boolean ready = scheduler.awaitReady(atMost);
        if (Thread.interrupted()) {
            throw new InterruptedException("the wait for the scheduler was interrupted");
        }
        return ready;
    }

    /** Closes the scheduler, then the broker. Close workers and clients before. */
    @Override
    public void close() {
        try {
            scheduler.close();
        } finally {
            broker.close();
        }
    }
}
