package io.sluice.it;

import io.sluice.devcluster.BrokerProcess;
import io.sluice.devcluster.BrokerSettings;
import java.util.Map;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/** One broker for all tests that leave it alone. Started by the first of them, closed after the last. */
final class SharedBroker implements BeforeAllCallback {

    private BrokerProcess broker;

    @Override
    public void beforeAll(ExtensionContext context) {
        broker = context.getRoot()
                .getStore(Namespace.create(SharedBroker.class))
                .getOrComputeIfAbsent("broker", any -> start("shared", Map.of()), BrokerProcess.class);
    }

    BrokerProcess broker() {
        return broker;
    }

    /** A broker for one test that does something to it. */
    static BrokerProcess start(String name, Map<String, String> settings) {
        BrokerSettings broker =
                BrokerSettings.in(Folders.fresh(name).resolve("broker")).deletedOnClose();
        for (Map.Entry<String, String> setting : settings.entrySet()) {
            broker = broker.with(setting.getKey(), setting.getValue());
        }
        return BrokerProcess.start(broker);
    }
}
