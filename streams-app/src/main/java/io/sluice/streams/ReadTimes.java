package io.sluice.streams;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;

/** How old the records were that were read last: the lag in time. Written by stream threads, read by whoever asks. */
final class ReadTimes {

    private final Map<TopicPartition, Long> last = new ConcurrentHashMap<>();

    /** The consumer handed out records. */
    void read(ConsumerRecords<byte[], byte[]> records) {
        for (TopicPartition partition : records.partitions()) {
            List<ConsumerRecord<byte[], byte[]>> of = records.records(partition);
            last.put(partition, of.get(of.size() - 1).timestamp());
        }
    }

    /** The timestamp of the record that was read last; none: none was. */
    OptionalLong last(String topic, int partition) {
        Long at = last.get(new TopicPartition(topic, partition));
        return at == null ? OptionalLong.empty() : OptionalLong.of(at);
    }
}
