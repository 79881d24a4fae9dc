package io.sluice.it;

import io.sluice.devcluster.Broker;
import io.sluice.devcluster.BrokerChoice;
import io.sluice.devcluster.BrokerProcess;
import io.sluice.devcluster.BrokerSettings;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * One broker for all tests that leave it alone. Started by the first of them, closed after the last. With
 * {@code -Dkafka=testcontainers} it is Kafka's own image in a container.
 */
final class SharedBroker implements BeforeAllCallback {

    private Running running;

    /** A broker, and a folder for what is started around it. */
    private record Running(Broker broker, Path folder) implements AutoCloseable {

        static Running start() {
            Path folder = Folders.fresh("shared");
            BrokerSettings settings = settings(folder, Map.of());
            // A child process unless told otherwise: what tests start around it is in processes of their own, too.
            Broker broker = switch (BrokerChoice.ofThisRun()) {
                case EMBEDDED -> BrokerProcess.start(settings);
                case TESTCONTAINERS -> BrokerChoice.TESTCONTAINERS.start(settings);
            };
            return new Running(broker, folder);
        }

        @Override
        public void close() {
            broker.close();
        }
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        running = context.getRoot()
                .getStore(Namespace.create(SharedBroker.class))
                .getOrComputeIfAbsent("broker", any -> Running.start(), Running.class);
    }

    String bootstrapServers() {
        return running.broker().bootstrapServers();
    }

    /** For what is started around it; not the broker's own. */
    Path folder() {
        return running.folder();
    }

    /** A broker for one test that does something to it: a process that can be killed, whatever the others run on. */
    static BrokerProcess start(String name, Map<String, String> settings) {
        return BrokerProcess.start(settings(Folders.fresh(name), settings));
    }

    private static BrokerSettings settings(Path folder, Map<String, String> settings) {
        BrokerSettings broker = BrokerSettings.in(folder.resolve("broker")).deletedOnClose();
        for (Map.Entry<String, String> setting : settings.entrySet()) {
            broker = broker.with(setting.getKey(), setting.getValue());
        }
        return broker;
    }
}
