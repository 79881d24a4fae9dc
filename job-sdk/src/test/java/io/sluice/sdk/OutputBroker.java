package io.sluice.sdk;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** What transactional producers talk to: it keeps what was committed, and fails as a test says. */
final class OutputBroker {

    final Map<String, Integer> topics = new HashMap<>(Map.of("out", 2, "sluice.reports", Rig.PARTITIONS));
    /** The records of each transaction that was committed. */
    final List<List<ProducerRecord<byte[], byte[]>>> committed = new CopyOnWriteArrayList<>();
    /** Numbers of the producers that were made. */
    final List<Integer> made = new CopyOnWriteArrayList<>();
    /** What the next begins, sends, aborts and commits end with, one after the other. */
    final Deque<RuntimeException> begins = new ArrayDeque<>();

    final Deque<RuntimeException> sends = new ArrayDeque<>();

    final Deque<RuntimeException> aborts = new ArrayDeque<>();
    final Deque<RuntimeException> commits = new ArrayDeque<>();
    /** Whether a commit that ends with an error came through all the same. */
    volatile boolean commitsUnseen;

    volatile RuntimeException atInit;
    volatile Runnable whenReported = () -> {};

    Producer<byte[], byte[]> producer(int number) {
        made.add(number);
        return new Talking();
    }

    private final class Talking extends MockProducer<byte[], byte[]> {

        private boolean answerLost;

        Talking() {
            super(true, null, new ByteArraySerializer(), new ByteArraySerializer());
        }

        @Override
        public void initTransactions() {
            if (atInit != null) {
                throw atInit;
            }
            super.initTransactions();
        }

        @Override
        public void beginTransaction() {
            RuntimeException error = begins.poll();
            if (error != null) {
                throw error;
            }
            super.beginTransaction();
        }

        @Override
        public List<PartitionInfo> partitionsFor(String topic) {
            if (!topics.containsKey(topic)) {
                throw new TimeoutException(
                        "Topic " + topic + " not present in metadata after 5000 ms.",
                        new UnknownTopicOrPartitionException("This server does not host this topic-partition."));
            }
            Node node = new Node(1, "localhost", 9092);
            Node[] all = {node};
            return IntStream.range(0, topics.get(topic))
                    .mapToObj(partition -> new PartitionInfo(topic, partition, node, all, all))
                    .toList();
        }

        @Override
        public synchronized Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record) {
            RuntimeException error = sends.poll();
            if (error != null) {
                return CompletableFuture.failedFuture(error);
            }
            Future<RecordMetadata> answer = super.send(record);
            if (record.topic().equals("sluice.reports")) {
                whenReported.run();
            }
            return answer;
        }

        @Override
        public void abortTransaction() {
            RuntimeException error = aborts.poll();
            if (error != null) {
                throw error;
            }
            super.abortTransaction();
        }

        @Override
        public void commitTransaction() {
            if (answerLost) {
                answerLost = false;
                return;
            }
            RuntimeException error = commits.poll();
            if (error != null && !commitsUnseen) {
                throw error;
            }
            List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>(uncommittedRecords());
            super.commitTransaction();
            committed.add(records);
            if (error != null) {
                answerLost = true;
                throw error;
            }
        }
    }
}
