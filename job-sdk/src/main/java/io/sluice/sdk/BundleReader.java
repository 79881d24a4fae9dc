package io.sluice.sdk;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicIdPartition;

/**
 * Reads one channel topic as a member of its share group, one record or many at a time.
 *
 * <p>How many records a share consumer fetches at once is fixed when it is made, and what it fetched in the background is ours
 * but comes out with its next poll only. So there is one consumer at a time, and one that is not going to be polled is
 * closed, which gives such bundles to others at once.
 *
 * <p>A consumer of Kafka 4.3 now and then forgets to acknowledge the end marker of a transaction (KAFKA-21106, mended in 4.4): when
 * two fetches come in before one poll, what it would say about the second one's markers is lost. The marker stays locked, and
 * when the broker has handed out as many records behind it as it keeps in sight, nobody gets any more until the lock runs out.
 * Only the end of its member frees it sooner. So when nothing comes although much has come before, another consumer takes
 * over; it joins first, so that nothing waits for it if all was well.
 *
 * <p>All calls but {@link #wakeup} come from one thread.
 */
final class BundleReader implements AutoCloseable {

    private static final Duration CLOSE = Duration.ofSeconds(5);
    private static final Duration ACKNOWLEDGE = Duration.ofSeconds(10);

    /**
     * A fetch that brings nothing but the end marker of a transaction ends the fetching of a poll (seen in Kafka 4.3.1): only the
     * next poll fetches again, so polls are not long. Nor are they very short: a poll that begins while a fetch comes in
     * starts a second one, and two that come in at once lose markers.
     */
    private static final Duration POLL = Duration.ofMillis(30);

    /** For a topic on which nothing happens: there are no markers either, and idle must cost next to nothing. */
    private static final Duration IDLE_POLL = Duration.ofMillis(250);

    private static final int POLLS_UNTIL_IDLE = 100;

    /** Half a second. */
    private static final int POLLS_UNTIL_SUSPICIOUS = 16;

    /** A broker keeps 2000 offsets in sight unless told otherwise: where fewer have come, none is stuck in the way. */
    private static final long OFFSETS_UNTIL_SUSPICIOUS = 1000;

    private final String topic;
    private final int many;
    private final IntFunction<ShareConsumer<byte[], byte[]>> factory;
    private volatile ShareConsumer<byte[], byte[]> consumer;
    private Optional<ShareConsumer<byte[], byte[]>> successor = Optional.empty();
    private int size;
    private int emptyPolls;
    private long firstOffset = -1;
    private long lastOffset = -1;

    /** @param many how many records at most when many may be taken */
    BundleReader(String topic, int many, IntFunction<ShareConsumer<byte[], byte[]>> factory) {
        this.topic = topic;
        this.many = many;
        this.factory = factory;
    }

    /** Says how many may come with a poll from now on: many, or one. */
    void take(boolean takesMany) {
        int wanted = takesMany ? many : 1;
        if (consumer == null || size != wanted) {
            close();
            size = wanted;
            consumer = member();
        }
    }

    /** What has come; may be nothing. */
    ConsumerRecords<byte[], byte[]> poll() {
        successor.filter(BundleReader::hasJoined).ifPresent(this::takeOver);
        ConsumerRecords<byte[], byte[]> records = consumer.poll(emptyPolls < POLLS_UNTIL_IDLE ? POLL : IDLE_POLL);
        if (records.isEmpty()) {
            emptyPolls++;
            callSuccessor();
        } else {
            emptyPolls = 0;
            records.forEach(record -> cameTo(record.offset()));
        }
        return records;
    }

    /**
     * Accepts all of the last poll.
     *
     * @return what the broker said
     */
    Map<TopicIdPartition, Optional<KafkaException>> acknowledge(ConsumerRecords<byte[], byte[]> records) {
        records.forEach(consumer::acknowledge);
        return consumer.commitSync(ACKNOWLEDGE);
    }

    private void cameTo(long offset) {
        if (firstOffset < 0) {
            firstOffset = offset;
        }
        lastOffset = offset;
    }

    private void callSuccessor() {
        boolean isSuspicious =
                emptyPolls >= POLLS_UNTIL_SUSPICIOUS && lastOffset - firstOffset >= OFFSETS_UNTIL_SUSPICIOUS;
        if (isSuspicious && successor.isEmpty()) {
            ShareConsumer<byte[], byte[]> member = member();
            // It joins with its first poll, which brings nothing yet.
            member.poll(Duration.ZERO);
            successor = Optional.of(member);
        }
    }

    /** At once, also when something came meanwhile: it fetches already. */
    private void takeOver(ShareConsumer<byte[], byte[]> joined) {
        ShareConsumer<byte[], byte[]> left = consumer;
        consumer = joined;
        successor = Optional.empty();
        forget();
        left.close(CLOSE);
    }

    private ShareConsumer<byte[], byte[]> member() {
        ShareConsumer<byte[], byte[]> member = factory.apply(size);
        member.subscribe(List.of(topic));
        return member;
    }

    /** A share consumer does not say what it was given, but counts how often. */
    private static boolean hasJoined(ShareConsumer<byte[], byte[]> member) {
        return member.metrics().values().stream()
                .filter(metric -> metric.metricName().name().equals("rebalance-total"))
                .anyMatch(metric -> metric.metricValue() instanceof Double times && times > 0);
    }

    private void forget() {
        emptyPolls = 0;
        firstOffset = -1;
        lastOffset = -1;
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
        Optional<ShareConsumer<byte[], byte[]>> left = Optional.ofNullable(consumer);
        Optional<ShareConsumer<byte[], byte[]>> joining = successor;
        consumer = null;
        successor = Optional.empty();
        forget();
        joining.ifPresent(member -> member.close(CLOSE));
        left.ifPresent(member -> member.close(CLOSE));
    }
}
