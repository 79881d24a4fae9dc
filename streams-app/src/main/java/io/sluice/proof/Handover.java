package io.sluice.proof;

import io.sluice.core.Cause;
import io.sluice.core.Event;
import io.sluice.core.Recorded;
import io.sluice.schemas.Topics;
import io.sluice.wire.Message;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Topics and groups of two application ids: what one has read, the other goes on from. */
final class Handover {

    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(30);
    private static final List<String> READ = List.of(Topics.JOBS, Topics.REPORTS);
    private static final List<String> BY_TREE = List.of(Topics.JOBS, Topics.REPORTS, Topics.EVENTS);

    private final Admin admin;
    private final Rebuild.Plan plan;
    private final Map<TopicPartition, Long> read = new HashMap<>();

    Handover(Admin admin, Rebuild.Plan plan) {
        this.admin = admin;
        this.plan = plan;
    }

    // ---- whether it can be done

    /**
     * Looks whether nobody works under either id, and how far the old one has come.
     *
     * @throws IllegalStateException with what is in the way
     */
    void check() {
        refuseIf(plan.from().equals(plan.to()), "the new application id is the old one, " + plan.to());
        refuseIfAtWork(plan.from());
        refuseIfAtWork(plan.to());
        refuseIf(
                !offsets(plan.to()).isEmpty(),
                "there are schedulers named " + plan.to() + " already, or there were: take another application id");
        int now = partitions();
        int wanted = plan.partitions().orElse(now);
        refuseIf(
                wanted < now,
                "there are " + now + " partitions, and a topic cannot have fewer of them again: give at least " + now);
        awaitDecisions();
        read.putAll(offsets(plan.from()));
        refuseIf(
                read.isEmpty() && plan.unread().isEmpty(),
                "nothing is known of how far schedulers named " + plan.from()
                        + " have read their commands; if that is the"
                        + " right name, say where the new ones are to begin: with the earliest or behind the latest");
    }

    private void refuseIfAtWork(String group) {
        try {
            boolean atWork = !answer(admin.describeStreamsGroups(List.of(group)).all())
                    .get(group)
                    .members()
                    .isEmpty();
            refuseIf(atWork, "schedulers named " + group + " are running: stop all of them first");
        } catch (GroupIdNotFoundException e) {
            // Then nobody is in it.
        }
    }

    private Map<TopicPartition, Long> offsets(String group) {
        ListConsumerGroupOffsetsOptions stable = new ListConsumerGroupOffsetsOptions().requireStable(true);
        Map<TopicPartition, Long> offsets = new HashMap<>();
        answer(admin.listConsumerGroupOffsets(group, stable).partitionsToOffsetAndMetadata())
                .forEach((partition, offset) -> {
                    if (offset != null && READ.contains(partition.topic())) {
                        offsets.put(partition, offset.offset());
                    }
                });
        return offsets;
    }

    /** What a scheduler left open is no part of the events yet, and may become one: it is decided within seconds. */
    private void awaitDecisions() {
        List<TopicPartition> events = all(Topics.EVENTS, partitions());
        long until = System.nanoTime() + PATIENCE_NS;
        boolean isOpen = true;
        while (isOpen) {
            isOpen = !ends(events, IsolationLevel.READ_UNCOMMITTED).equals(ends(events, IsolationLevel.READ_COMMITTED));
            refuseIf(
                    isOpen && System.nanoTime() > until,
                    "a transaction is open on " + Topics.EVENTS
                            + " and does not end: is a scheduler running under another"
                            + " application id? docs/operations.md says what to do about transactions that hang");
        }
    }

    /** How many partitions the topics of trees have. */
    private int partitions() {
        return describe(Topics.EVENTS)
                .orElseThrow(() -> new IllegalStateException(
                        "there is no topic " + Topics.EVENTS + " on this cluster; a scheduler makes it"))
                .partitions()
                .size();
    }

    // ---- more partitions

    /**
     * Gives the topics the partitions that are wanted, and writes down where the trees lived before; answers how many there are.
     */
    int grow() {
        int now = partitions();
        int wanted = plan.partitions().orElse(now);
        int before = describe(changelogOf(plan.from()))
                .map(topic -> topic.partitions().size())
                .orElse(now);
        Map<String, NewPartitions> more = new HashMap<>();
        for (String topic : BY_TREE) {
            if (describe(topic).orElseThrow().partitions().size() < wanted) {
                more.put(topic, NewPartitions.increaseTo(wanted));
            }
        }
        answer(admin.createPartitions(more).all());
        if (before < wanted && !isWrittenDown(wanted)) {
            writeDown(new Event.PartitionsGrown(before, wanted), wanted);
        }
        return wanted;
    }

    /** By one that was ended in the middle. Nothing has come behind it since, for nobody works. */
    private boolean isWrittenDown(int partitions) {
        try (PartitionLog log = new PartitionLog(plan.kafka(), new TopicPartition(Topics.EVENTS, partitions - 1))) {
            // The last partition was made for it, so it begins with that.
            while (!log.isAtEnd()) {
                for (ConsumerRecord<byte[], byte[]> record : log.next()) {
                    return plan.wire().events(Optional.ofNullable(record.key()), record.value()).stream()
                            .anyMatch(recorded -> recorded.event() instanceof Event.PartitionsGrown grown
                                    && grown.to() == partitions);
                }
            }
            return false;
        }
    }

    /** In all partitions or in none. */
    private void writeDown(Event.PartitionsGrown grown, int partitions) {
        Cause cause = new Cause("", Optional.empty(), "rebuild " + plan.to());
        long now = Math.max(System.currentTimeMillis(), latest(partitions));
        Message message = plan.wire()
                .messages(List.of(new Recorded("", 0, now, cause, grown)))
                .getFirst();
        Map<String, Object> ours = new HashMap<>(plan.kafka());
        ours.put("transactional.id", plan.to() + "-rebuild");
        ByteArraySerializer bytes = new ByteArraySerializer();
        try (Producer<byte[], byte[]> producer = new KafkaProducer<>(ours, bytes, bytes)) {
            producer.initTransactions();
            producer.beginTransaction();
            for (int partition = 0; partition < partitions; partition++) {
                producer.send(new ProducerRecord<>(Topics.EVENTS, partition, now, null, message.value()));
            }
            producer.commitTransaction();
        }
    }

    /** The time of the last event. */
    private long latest(int partitions) {
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        all(Topics.EVENTS, partitions).forEach(one -> asked.put(one, OffsetSpec.maxTimestamp()));
        return answer(admin.listOffsets(asked).all()).values().stream()
                .mapToLong(ListOffsetsResultInfo::timestamp)
                .max()
                .orElse(0);
    }

    // ---- the new schedulers' topic and group

    /** Makes the topic of the new state, empty; answers its name. */
    String changelog(int partitions) {
        String changelog = changelogOf(plan.to());
        if (describe(changelog).isPresent()) {
            // Nobody has read anything with it: it is what one left that was ended in the middle.
            answer(admin.deleteTopics(List.of(changelog)).all());
        }
        Map<String, String> settings = new HashMap<>(Map.of(
                TopicConfig.CLEANUP_POLICY_CONFIG,
                TopicConfig.CLEANUP_POLICY_COMPACT,
                TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                Integer.toString(2 * 1024 * 1024)));
        settings.putAll(settingsOf(changelogOf(plan.from())));
        Optional<Short> replication = describe(changelogOf(plan.from()))
                .map(topic -> (short) topic.partitions().getFirst().replicas().size());
        make(new NewTopic(changelog, Optional.of(partitions), replication).configs(settings));
        return changelog;
    }

    /** A topic that is being deleted is still in the way for a moment. */
    private void make(NewTopic topic) {
        long until = System.nanoTime() + PATIENCE_NS;
        while (true) {
            try {
                answer(admin.createTopics(List.of(topic)).all());
                return;
            } catch (TopicExistsException e) {
                if (System.nanoTime() > until) {
                    throw e;
                }
            }
        }
    }

    private Map<String, String> settingsOf(String topic) {
        if (describe(topic).isEmpty()) {
            return Map.of();
        }
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        Map<String, String> settings = new HashMap<>();
        answer(admin.describeConfigs(List.of(resource)).all()).get(resource).entries().stream()
                .filter(entry -> entry.source() == ConfigEntry.ConfigSource.DYNAMIC_TOPIC_CONFIG)
                .forEach(entry -> settings.put(entry.name(), entry.value()));
        return settings;
    }

    /** Lets the new schedulers go on where the old ones were; answers how many records are still to be read. The last step. */
    long offsets() {
        Map<TopicPartition, OffsetAndMetadata> begin = new HashMap<>();
        long unread = 0;
        for (String topic : READ) {
            List<TopicPartition> partitions =
                    all(topic, describe(topic).orElseThrow().partitions().size());
            Map<TopicPartition, Long> starts = offsets(partitions, OffsetSpec.earliest());
            Map<TopicPartition, Long> ends = ends(partitions, IsolationLevel.READ_COMMITTED);
            boolean skip = read.isEmpty() && plan.unread().equals(Optional.of(Rebuild.Unread.LATEST));
            for (TopicPartition partition : partitions) {
                long from = read.getOrDefault(partition, (skip ? ends : starts).get(partition));
                begin.put(partition, new OffsetAndMetadata(from));
                unread += Math.max(0, ends.get(partition) - from);
            }
        }
        answer(admin.alterConsumerGroupOffsets(plan.to(), begin).all());
        return unread;
    }

    // ----

    private Map<TopicPartition, Long> ends(List<TopicPartition> partitions, IsolationLevel isolation) {
        return offsets(partitions, OffsetSpec.latest(), new ListOffsetsOptions(isolation));
    }

    private Map<TopicPartition, Long> offsets(List<TopicPartition> partitions, OffsetSpec which) {
        return offsets(partitions, which, new ListOffsetsOptions());
    }

    private Map<TopicPartition, Long> offsets(
            List<TopicPartition> partitions, OffsetSpec which, ListOffsetsOptions options) {
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        partitions.forEach(one -> asked.put(one, which));
        Map<TopicPartition, Long> offsets = new HashMap<>();
        answer(admin.listOffsets(asked, options).all()).forEach((one, found) -> offsets.put(one, found.offset()));
        return offsets;
    }

    private static List<TopicPartition> all(String topic, int partitions) {
        return IntStream.range(0, partitions)
                .mapToObj(partition -> new TopicPartition(topic, partition))
                .toList();
    }

    private Optional<TopicDescription> describe(String topic) {
        try {
            return Optional.of(
                    answer(admin.describeTopics(List.of(topic)).allTopicNames()).get(topic));
        } catch (UnknownTopicOrPartitionException e) {
            return Optional.empty();
        }
    }

    private static String changelogOf(String applicationId) {
        return applicationId + "-state-changelog";
    }

    private static void refuseIf(boolean wrong, String why) {
        if (wrong) {
            throw new IllegalStateException(why);
        }
    }

    private static <T> T answer(Future<T> future) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof KafkaException told) {
                throw told;
            }
            throw new KafkaException(e.getCause());
        }
    }
}
