package io.sluice.sdk;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntFunction;
import org.apache.kafka.clients.consumer.ShareConsumer;

/**
 * Reads one channel topic as two members of its share group: one takes a record at a time, the other many.
 *
 * <p>How many records a share consumer fetches at once is fixed when it is made, and joining takes seconds, so both are there
 * from the start. What a consumer fetched in the background is ours but comes out with its next poll only: one that is
 * not going to be polled is closed, which gives such bundles to others at once, and made anew.
 *
 * <p>All calls but {@link #wakeup} come from one thread.
 */
final class BundleReader implements AutoCloseable {

    private static final Duration CLOSE = Duration.ofSeconds(5);

    private final String topic;
    private final int many;
    private final IntFunction<ShareConsumer<byte[], byte[]>> factory;
    private final Map<Integer, ShareConsumer<byte[], byte[]>> bySize = new ConcurrentHashMap<>();
    private int polled;

    /** @param many how many records the second one takes at most; 1: there is no second one */
    BundleReader(String topic, int many, IntFunction<ShareConsumer<byte[], byte[]>> factory) {
        this.topic = topic;
        this.many = many;
        this.factory = factory;
    }

    /** Lets both join the group. */
    void open() {
        join(1);
        if (many > 1) {
            join(many);
        }
    }

    private void join(int size) {
        ShareConsumer<byte[], byte[]> consumer = factory.apply(size);
        bySize.put(size, consumer);
        consumer.subscribe(List.of(topic));
    }

    /** The consumer to be polled: the one that takes many, or the one that takes one. */
    ShareConsumer<byte[], byte[]> taking(boolean takesMany) {
        int size = takesMany ? many : 1;
        if (polled != size) {
            giveBack();
            polled = size;
        }
        return bySize.get(size);
    }

    /** Lets others have what was fetched in the background; to be called when nothing is polled for a while. */
    void giveBack() {
        if (polled > 0) {
            bySize.get(polled).close(CLOSE);
            join(polled);
            polled = 0;
        }
    }

    /** Ends a poll that waits. */
    void wakeup() {
        bySize.values().forEach(ShareConsumer::wakeup);
    }

    @Override
    public void close() {
        bySize.values().forEach(consumer -> consumer.close(CLOSE));
        bySize.clear();
        polled = 0;
    }
}
