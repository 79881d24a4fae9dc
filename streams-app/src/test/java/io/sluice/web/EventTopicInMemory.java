package io.sluice.web;

import io.sluice.core.Recorded;
import io.sluice.schemas.Topics;
import io.sluice.wire.Message;
import io.sluice.wire.TreePartitions;
import io.sluice.wire.Wire;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;

/** A topic of events with two partitions, read by consumers that see what is written as it is written. */
final class EventTopicInMemory {

    static final int PARTITIONS = 2;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition written = lock.newCondition();
    private final List<List<ConsumerRecord<byte[], byte[]>>> records = new ArrayList<>();
    private final AtomicInteger open = new AtomicInteger();
    private long first;

    EventTopicInMemory() {
        for (int partition = 0; partition < PARTITIONS; partition++) {
            records.add(new ArrayList<>());
        }
    }

    EventTopic topic() {
        return new EventTopic(Reader::new, Wire.bundled());
    }

    /** How many consumers are there. */
    int readers() {
        return open.get();
    }

    /** What one command did to one tree. */
    void write(String tree, Recorded... events) {
        lock.lock();
        try {
            int partition = TreePartitions.of(tree, PARTITIONS);
            for (Message message : Wire.bundled().messages(List.of(events))) {
                List<ConsumerRecord<byte[], byte[]>> all = records.get(partition);
                all.add(new ConsumerRecord<>(
                        Topics.EVENTS, partition, all.size(), tree.getBytes(StandardCharsets.UTF_8), message.value()));
            }
            written.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** What stands before that offset is kept no longer. */
    void keepFrom(long offset) {
        first = offset;
    }

    private static TopicPartition partition(int number) {
        return new TopicPartition(Topics.EVENTS, number);
    }

    private final class Reader extends MockConsumer<byte[], byte[]> {

        private final Map<Integer, Long> next = new HashMap<>();
        private boolean woken;

        Reader() {
            super("earliest");
            List<PartitionInfo> infos = new ArrayList<>();
            Map<TopicPartition, Long> beginnings = new HashMap<>();
            for (int partition = 0; partition < PARTITIONS; partition++) {
                infos.add(new PartitionInfo(Topics.EVENTS, partition, Node.noNode(), null, null));
                beginnings.put(partition(partition), first);
            }
            updatePartitions(Topics.EVENTS, infos);
            updateBeginningOffsets(beginnings);
            open.incrementAndGet();
        }

        @Override
        public synchronized Map<TopicPartition, Long> endOffsets(Collection<TopicPartition> partitions) {
            lock.lock();
            try {
                Map<TopicPartition, Long> ends = new HashMap<>();
                partitions.forEach(
                        one -> ends.put(one, (long) records.get(one.partition()).size()));
                return ends;
            } finally {
                lock.unlock();
            }
        }

        @Override
        public synchronized void seek(TopicPartition partition, long offset) {
            super.seek(partition, offset);
            next.put(partition.partition(), offset);
        }

        /** Not synchronized while it waits, for somebody may wake it up. */
        @Override
        public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
            lock.lock();
            try {
                if (!hasMore() && !woken) {
                    written.await(timeout.toMillis(), TimeUnit.MILLISECONDS);
                }
                if (!woken) {
                    next.replaceAll((partition, offset) -> {
                        List<ConsumerRecord<byte[], byte[]>> all = records.get(partition);
                        all.subList((int) Math.min(offset, all.size()), all.size())
                                .forEach(this::addRecord);
                        return (long) all.size();
                    });
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                lock.unlock();
            }
            return super.poll(Duration.ZERO);
        }

        private boolean hasMore() {
            return next.entrySet().stream()
                    .anyMatch(one -> one.getValue() < records.get(one.getKey()).size());
        }

        @Override
        public void wakeup() {
            lock.lock();
            try {
                woken = true;
                written.signalAll();
            } finally {
                lock.unlock();
            }
            super.wakeup();
        }

        @Override
        public void close() {
            open.decrementAndGet();
            super.close();
        }
    }
}
