package io.sluice.it;

import io.sluice.devcluster.BrokerProcess;
import io.sluice.devcluster.BrokerSettings;
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
                .getOrComputeIfAbsent("broker", any -> start("shared"), BrokerProcess.class);
    }

    BrokerProcess broker() {
        return broker;
    }

    /** A broker for one test that does something to it. */
    static BrokerProcess start(String name) {
        return BrokerProcess.start(
                BrokerSettings.in(Folders.fresh(name).resolve("broker")).deletedOnClose());
    }
}
