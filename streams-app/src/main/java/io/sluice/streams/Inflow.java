package io.sluice.streams;

import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Tells the commit policy of a stream thread how many records its consumer handed out, and notes how old they were. Public
 * because Kafka makes it by name.
 *
 * @since 0.1
 */
public final class Inflow implements ConsumerInterceptor<byte[], byte[]> {

    /** Under this name the {@link CommitPolicies} stand among the consumer's settings. */
    static final String POLICIES = "sluice.commit.policies";

    /** And under this one the {@link ReadTimes}. */
    static final String READ_TIMES = "sluice.read.times";

    private CommitPolicies policies;
    private ReadTimes readTimes;

    /** For Kafka. */
    public Inflow() {}

    @Override
    public void configure(Map<String, ?> configs) {
        policies = (CommitPolicies) configs.get(POLICIES);
        readTimes = (ReadTimes) configs.get(READ_TIMES);
    }

    /** Runs on the stream thread, inside its poll. */
    @Override
    public ConsumerRecords<byte[], byte[]> onConsume(ConsumerRecords<byte[], byte[]> records) {
        policies.ofThisThread().polled(records.count(), System.nanoTime());
        readTimes.read(records);
        return records;
    }

    @Override
    public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {}

    @Override
    public void close() {}
}
