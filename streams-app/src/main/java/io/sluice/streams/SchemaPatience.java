package io.sluice.streams;

import io.sluice.schemas.registry.SchemaRegistryException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a record whose schema has to be asked for while nobody answers. It must be neither put aside nor passed over, so it
 * is waited for on the spot: as long as nothing else is in the transaction that costs nothing. After a while it throws all the
 * same, so that the transaction is aborted, the thread replaced and the work done again: a thread that waits cannot be stopped.
 */
final class SchemaPatience {

    private static final Logger LOG = LoggerFactory.getLogger(SchemaPatience.class);
    private static final long LONGEST_NS = TimeUnit.SECONDS.toNanos(30);

    <T> T read(Supplier<T> record) {
        long until = System.nanoTime() + LONGEST_NS;
        boolean isSaid = false;
        while (true) {
            try {
                return record.get();
            } catch (SchemaRegistryException e) {
                if (System.nanoTime() > until || Thread.currentThread().isInterrupted()) {
                    throw e;
                }
                if (!isSaid) {
                    LOG.warn("a record waits for its schema, and so does all else on this stream thread", e);
                    isSaid = true;
                }
                pause();
            }
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(500);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
