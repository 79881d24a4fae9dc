package io.sluice.bench;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.LogDirDescription;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/** What topics hold: their length by offsets, end markers of transactions included, and their bytes on the broker's disk. */
record Changelog(long offsets, long bytes) {

    /** The scheduler's state. */
    static final String STATE = "sluice-state-changelog";

    /** As it is now. */
    static Changelog of(Admin admin, Function<String, Boolean> topics) {
        try {
            Map<TopicPartition, OffsetSpec> ends = admin
                    .describeTopics(admin.listTopics(new ListTopicsOptions().listInternal(true))
                            .names()
                            .get())
                    .allTopicNames()
                    .get()
                    .values()
                    .stream()
                    .filter(topic -> topics.apply(topic.name()))
                    .flatMap(topic -> topic.partitions().stream()
                            .map(partition -> new TopicPartition(topic.name(), partition.partition())))
                    .collect(Collectors.toMap(partition -> partition, partition -> OffsetSpec.latest()));
            long offsets = admin.listOffsets(ends).all().get().values().stream()
                    .mapToLong(end -> end.offset())
                    .sum();
            return new Changelog(offsets, bytes(admin, topics));
        } catch (ExecutionException e) {
            throw new IllegalStateException("the broker does not say how long its topics are", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while asking how long topics are", e);
        }
    }

    private static long bytes(Admin admin, Function<String, Boolean> topics)
            throws ExecutionException, InterruptedException {
        int node = admin.describeCluster().nodes().get().iterator().next().id();
        KafkaFuture<Map<String, LogDirDescription>> found =
                admin.describeLogDirs(List.of(node)).descriptions().get(node);
        return found.get().values().stream()
                .flatMap(folder -> folder.replicaInfos().entrySet().stream())
                .filter(replica -> topics.apply(replica.getKey().topic()))
                .mapToLong(replica -> replica.getValue().size())
                .sum();
    }

    /** What came since then. */
    Changelog since(Changelog before) {
        return new Changelog(offsets - before.offsets, bytes - before.bytes);
    }
}
