package io.sluice.sdk;

import io.sluice.schemas.Bundle;
import io.sluice.schemas.RecordFormat;
import io.sluice.schemas.registry.SchemaRegistryException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Reads bundles. One whose schema cannot be had now is held until it can: each time it went back to the share group would count
 * as a delivery, and after a few of them it is gone.
 */
final class BundleDecoder {

    private final RecordFormat<Bundle> format;
    private final Outage outage;
    private final CountDownLatch closed;

    /** @param closed down when nobody wants bundles any more */
    BundleDecoder(RecordFormat<Bundle> format, Outage outage, CountDownLatch closed) {
        this.format = format;
        this.outage = outage;
        this.closed = closed;
    }

    /**
     * The bundle, after however long.
     *
     * @throws io.sluice.schemas.UnreadableRecordException if it is none
     * @throws SchemaRegistryException if it is closed and the schema still cannot be had
     */
    Bundle decode(byte[] value) throws InterruptedException {
        while (true) {
            try {
                return format.decode(value);
            } catch (SchemaRegistryException e) {
                outage.failed("A bundle waits for its schema, which is asked for every second", e);
                if (closed.await(1, TimeUnit.SECONDS)) {
                    throw e;
                }
            }
        }
    }
}
