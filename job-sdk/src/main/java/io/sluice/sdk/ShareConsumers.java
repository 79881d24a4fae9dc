package io.sluice.sdk;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ShareConsumer;

/**
 * Members of one share group that differ in how much they take at once.
 *
 * <p>How many records a share consumer fetches is fixed when it is made, and what it fetched is ours. So that a worker with
 * one free slot takes one bundle and one with sixty-four idle slots does not need sixty-four round trips, there is one
 * consumer for 1 record, one for 4, for 16, for 64 and for 256, up to the number of slots. Only one is polled at a time. One
 * that was polled in vain goes on fetching in the background, so it is polled until it delivers; one that delivered
 * fetches nothing until it is polled again.
 *
 * <p>All calls but {@link #wakeup} come from one thread.
 */
final class ShareConsumers implements AutoCloseable {

    private static final Duration CLOSE = Duration.ofSeconds(5);
    private static final int FACTOR = 4;
    private static final int LARGEST = 256;

    private final String topic;
    private final int[] sizes;
    private final IntFunction<ShareConsumer<byte[], byte[]>> factory;
    private final Map<Integer, ShareConsumer<byte[], byte[]>> bySize = new ConcurrentHashMap<>();

    ShareConsumers(String topic, int slots, IntFunction<ShareConsumer<byte[], byte[]>> factory) {
        this.topic = topic;
        this.sizes = sizes(slots);
        this.factory = factory;
    }

    static int[] sizes(int slots) {
        return IntStream.iterate(1, size -> size <= Math.min(slots, LARGEST), size -> size * FACTOR)
                .toArray();
    }

    int[] sizes() {
        return sizes;
    }

    /** Makes them and lets all join the group, so that none has to when it is needed first. */
    void open() {
        for (int size : sizes) {
            ShareConsumer<byte[], byte[]> consumer = factory.apply(size);
            bySize.put(size, consumer);
            consumer.subscribe(List.of(topic));
        }
    }

    ShareConsumer<byte[], byte[]> ofSize(int size) {
        return bySize.get(size);
    }

    /** Ends a poll that waits. */
    void wakeup() {
        bySize.values().forEach(ShareConsumer::wakeup);
    }

    @Override
    public void close() {
        bySize.values().forEach(consumer -> consumer.close(CLOSE));
        bySize.clear();
    }
}
