package io.sluice.devcluster;

import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Kafka's settings for a node. Each group says why it differs from Kafka's defaults. */
final class NodeConfig {

    private NodeConfig() {}

    static Properties of(Node node, List<Node> quorum, Map<String, String> overrides) {
        Properties config = new Properties();
        config.putAll(identity(node, quorum));
        config.putAll(replication(quorum.size()));
        config.putAll(groups());
        config.putAll(healing());
        config.putAll(footprint());
        config.putAll(overrides);
        return config;
    }

    /**
     * For a node that may be killed: it is missed after two seconds, and as soon let in again. One that cannot be killed keeps
     * Kafka's nine, for on a machine that is short of time two would now and then make a living broker look dead, and its
     * clients would see their records again.
     */
    static Properties ofMortal(Node node, List<Node> quorum, Map<String, String> overrides) {
        Map<String, String> all =
                new TreeMap<>(Map.of("broker.session.timeout.ms", "2000", "broker.heartbeat.interval.ms", "500"));
        all.putAll(overrides);
        return of(node, quorum, all);
    }

    /** For a node that lives in Kafka's own image, which knows who it is and where it listens. */
    static Map<String, String> inContainer(Map<String, String> overrides) {
        Map<String, String> config = new TreeMap<>(replication(1));
        config.putAll(groups());
        config.putAll(healing());
        config.putAll(footprint());
        // It is alone in its JVM, and an empty variable is none.
        config.remove("metric.reporters");
        config.put("auto.create.topics.enable", "false");
        config.putAll(overrides);
        return config;
    }

    private static Map<String, String> identity(Node node, List<Node> quorum) {
        return Map.of(
                "process.roles",
                "broker,controller",
                "node.id",
                Integer.toString(node.id()),
                "listeners",
                node.listeners(),
                "listener.security.protocol.map",
                "PLAINTEXT:PLAINTEXT," + Node.CONTROLLER_LISTENER + ":PLAINTEXT",
                "controller.listener.names",
                Node.CONTROLLER_LISTENER,
                // Fixed voters, unlike a dynamic quorum, may come back on other ports.
                "controller.quorum.voters",
                quorum.stream().map(Node::voter).collect(Collectors.joining(",")),
                "log.dirs",
                node.folder().kafka().toString(),
                // A topic that is missing is a fault to be seen, not to be papered over.
                "auto.create.topics.enable",
                "false");
    }

    /** All that is written survives the loss of one broker where there are three, and does not wait where there is one. */
    private static Map<String, String> replication(int brokers) {
        String replicas = Integer.toString(Math.min(3, brokers));
        String inSync = brokers >= 3 ? "2" : "1";
        return Map.of(
                "default.replication.factor", replicas,
                "min.insync.replicas", inSync,
                "offsets.topic.replication.factor", replicas,
                "transaction.state.log.replication.factor", replicas,
                "transaction.state.log.min.isr", inSync,
                "share.coordinator.state.topic.replication.factor", replicas,
                "share.coordinator.state.topic.min.isr", inSync,
                "offsets.topic.num.partitions", "1",
                "transaction.state.log.num.partitions", "1",
                "share.coordinator.state.topic.num.partitions", "1");
    }

    /**
     * Members join without waiting for others and hear at once of what they were given: with Kafka's defaults the first record
     * of a share group takes five seconds, with these a tenth of one. Session timeouts stay Kafka's.
     */
    private static Map<String, String> groups() {
        return Map.of(
                "group.initial.rebalance.delay.ms", "0",
                "group.streams.initial.rebalance.delay.ms", "0",
                "group.consumer.assignment.interval.ms", "0",
                "group.streams.assignment.interval.ms", "0",
                "group.share.assignment.interval.ms", "0",
                "group.consumer.heartbeat.interval.ms", "500",
                "group.streams.heartbeat.interval.ms", "500",
                "group.share.heartbeat.interval.ms", "500");
    }

    /**
     * Groups may ask for short timeouts: below these minimums Kafka refuses them.
     *
     * <p>{@code transaction.abort.timed.out.transaction.cleanup.interval.ms} stays Kafka's ten seconds. With one second, it fell
     * into the moment of a restart after a kill in which partitions have no leader, and what it aborted then stayed open for
     * ever (KAFKA-20734): in 8 of 12 restarts with many open transactions, and in none of 14 with ten seconds.
     */
    private static Map<String, String> healing() {
        return Map.ofEntries(
                Map.entry("group.min.session.timeout.ms", "1000"),
                Map.entry("group.consumer.min.session.timeout.ms", "1000"),
                Map.entry("group.consumer.min.heartbeat.interval.ms", "100"),
                Map.entry("group.streams.min.session.timeout.ms", "1000"),
                Map.entry("group.streams.min.heartbeat.interval.ms", "100"),
                Map.entry("group.share.min.session.timeout.ms", "1000"),
                Map.entry("group.share.min.heartbeat.interval.ms", "100"),
                Map.entry("group.share.min.record.lock.duration.ms", "1000"),
                // A transaction that begins right after the last one waits this long for its end to be written.
                Map.entry("add.partitions.to.txn.retry.backoff.ms", "1"));
    }

    /** Small for one machine, but for messages: a topic may allow 6 MiB and its batches have a frame. */
    private static Map<String, String> footprint() {
        return Map.ofEntries(
                Map.entry("message.max.bytes", "8388608"),
                Map.entry("replica.fetch.max.bytes", "8388608"),
                Map.entry("log.segment.bytes", "67108864"),
                Map.entry("log.index.size.max.bytes", "1048576"),
                Map.entry("offsets.topic.segment.bytes", "16777216"),
                Map.entry("transaction.state.log.segment.bytes", "16777216"),
                Map.entry("share.coordinator.state.topic.segment.bytes", "16777216"),
                Map.entry("metadata.log.segment.bytes", "16777216"),
                Map.entry("log.cleaner.dedupe.buffer.size", "2097152"),
                Map.entry("log.cleaner.io.buffer.size", "131072"),
                Map.entry("num.network.threads", "2"),
                Map.entry("num.io.threads", "4"),
                Map.entry("background.threads", "4"),
                Map.entry("group.coordinator.threads", "1"),
                Map.entry("group.coordinator.background.threads", "1"),
                // Two brokers in one JVM would fight for the same names.
                Map.entry("metric.reporters", ""));
    }
}
