package io.sluice.sdk;

import java.time.Duration;
import java.util.List;
import java.util.function.IntFunction;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.ShareConsumer;

/**
 * Reads one channel topic as a member of its share group, one record or many at a time.
 *
 * <p>How many records a share consumer fetches at once is fixed when it is made, and what it fetched in the background is ours
 * but comes out with its next poll only. So there is one consumer at a time, and one that is not going to be polled is
 * closed, which gives such bundles to others at once.
 *
 * <p>All calls but {@link #wakeup} come from one thread.
 */
final class BundleReader implements AutoCloseable {

    private static final Duration CLOSE = Duration.ofSeconds(5);

    /**
     * A fetch that brings nothing but the end marker of a transaction ends the fetching of a poll (seen in Kafka 4.3.1): only the
     * next poll fetches again, so polls are not long. Nor are they very short: a poll that begins while a fetch comes in
     * starts a second one, and what is acknowledged while that runs was seen to keep the topic from being read until the
     * record lock ran out.
     */
    private static final Duration POLL = Duration.ofMillis(30);

    /** For a topic on which nothing happens: there are no markers either, and idle must cost next to nothing. */
    private static final Duration IDLE_POLL = Duration.ofMillis(250);

    private static final int POLLS_UNTIL_IDLE = 100;

    private final String topic;
    private final int many;
    private final IntFunction<ShareConsumer<byte[], byte[]>> factory;
    private volatile ShareConsumer<byte[], byte[]> consumer;
    private int size;
    private int emptyPolls;

    /** @param many how many records at most when many may be taken */
    BundleReader(String topic, int many, IntFunction<ShareConsumer<byte[], byte[]>> factory) {
        this.topic = topic;
        this.many = many;
        this.factory = factory;
    }

    /** The consumer to be polled: one that takes many, or one that takes one. */
    ShareConsumer<byte[], byte[]> taking(boolean takesMany) {
        int wanted = takesMany ? many : 1;
        if (consumer == null || size != wanted) {
            close();
            ShareConsumer<byte[], byte[]> fresh = factory.apply(wanted);
            fresh.subscribe(List.of(topic));
            size = wanted;
            consumer = fresh;
        }
        return consumer;
    }

    /** What has come; may be nothing. */
    ConsumerRecords<byte[], byte[]> poll() {
        ConsumerRecords<byte[], byte[]> records = consumer.poll(emptyPolls < POLLS_UNTIL_IDLE ? POLL : IDLE_POLL);
        emptyPolls = records.isEmpty() ? emptyPolls + 1 : 0;
        return records;
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
