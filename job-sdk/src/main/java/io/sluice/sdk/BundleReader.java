package io.sluice.sdk;

import java.time.Duration;
import java.util.List;
import java.util.function.IntFunction;
import org.apache.kafka.clients.consumer.ShareConsumer;

/**
 * Reads one channel topic as a member of its share group, some records at a time.
 *
 * <p>How many records a share consumer fetches at once is fixed when it is made, and what it fetched is ours. One consumer
 * at a time: two that take turns would leave bundles in the hands of the one that is not polled, for what is fetched
 * in the background comes out with the next poll only. Closing it gives such bundles to others at once.
 *
 * <p>All calls but {@link #wakeup} come from one thread.
 */
final class BundleReader implements AutoCloseable {

    private static final Duration CLOSE = Duration.ofSeconds(5);

    private final String topic;
    private final IntFunction<ShareConsumer<byte[], byte[]>> factory;
    private volatile ShareConsumer<byte[], byte[]> consumer;
    private int size;

    BundleReader(String topic, IntFunction<ShareConsumer<byte[], byte[]>> factory) {
        this.topic = topic;
        this.factory = factory;
    }

    /** The consumer that takes at most that many records at once. */
    ShareConsumer<byte[], byte[]> ofSize(int wanted) {
        if (consumer == null || size != wanted) {
            close();
            ShareConsumer<byte[], byte[]> fresh = factory.apply(wanted);
            fresh.subscribe(List.of(topic));
            size = wanted;
            consumer = fresh;
        }
        return consumer;
    }

    /** Ends a poll that waits. */
    void wakeup() {
        ShareConsumer<byte[], byte[]> polled = consumer;
        if (polled != null) {
            polled.wakeup();
        }
    }

    /** Leaves the group until it is needed again. */
    @Override
    public void close() {
        ShareConsumer<byte[], byte[]> left = consumer;
        consumer = null;
        if (left != null) {
            left.close(CLOSE);
        }
    }
}
