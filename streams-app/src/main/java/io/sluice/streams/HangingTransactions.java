package io.sluice.streams;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeProducersOptions;
import org.apache.kafka.clients.admin.DescribeProducersResult;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds transactions that nobody is going to end, and ends them.
 *
 * <p>The coordinator of a transaction leaves out the end marker of a partition that has no leader at that moment, as if it had
 * been deleted, and calls the transaction complete (KAFKA-20734). When the leader is back, the transaction is open there for
 * ever: readers of committed records see nothing behind it, offsets that were part of it cannot be read, and the next
 * transaction of the same producer would commit it.
 *
 * <p>A marker is written before the coordinator forgets the partition. So a transaction that is open on a partition, of which
 * the coordinator knows nothing there, and that is open afterwards still, hangs for certain.
 */
final class HangingTransactions {

    private static final Logger LOG = LoggerFactory.getLogger(HangingTransactions.class);

    /** A partition without a leader gives no answer; the others must not wait for it as long as for a broker. */
    private static final int PATIENCE_MS = (int) Duration.ofSeconds(5).toMillis();

    private final Admin admin;
    private final Collection<String> topics;
    private final Seizure seizure;
    private final ShellCounts counts;
    private final Set<String> told = new LinkedHashSet<>();
    private Set<TopicPartition> partitions = Set.of();

    /** @param topics all that the topology writes to in transactions */
    HangingTransactions(Admin admin, Collection<String> topics, Seizure seizure, ShellCounts counts) {
        this.admin = admin;
        this.topics = topics;
        this.seizure = seizure;
        this.counts = counts;
    }

    /** An open transaction as a partition knows it. */
    private record Open(TopicPartition partition, long producerId, int epoch, long firstOffset) {}

    /** Looks once and ends what hangs; what cannot be ended is named in the log. Never fails. */
    synchronized void end() {
        try {
            Map<String, Set<TopicPartition>> hanging = new TreeMap<>();
            find().forEach((open, transactionalId) -> hanging.computeIfAbsent(
                            transactionalId, id -> new LinkedHashSet<>())
                    .add(open.partition()));
            hanging.forEach(this::end);
        } catch (KafkaException e) {
            LOG.debug("could not look for hanging transactions; the next look is soon", e);
        }
    }

    private void end(String transactionalId, Set<TopicPartition> on) {
        try {
            seizure.abort(transactionalId, on);
            counts.hangingEnded();
            LOG.warn(
                    "ended a transaction of {} that would have stayed open for ever on {}: its coordinator took it for"
                            + " complete without a marker there, as it happens when partitions have no leader"
                            + " (KAFKA-20734)",
                    transactionalId,
                    on);
        } catch (KafkaException e) {
            LOG.warn(
                    "a transaction of {} hangs on {} and could not be ended: {}. It is tried again; until then committed"
                            + " records behind it are not seen. By hand: kafka-transactions.sh find-hanging, then abort",
                    transactionalId,
                    on,
                    e.toString());
        }
    }

    private Map<Open, String> find() {
        Set<Open> open = open(partitions());
        if (open.isEmpty()) {
            return Map.of();
        }
        Set<Long> producers = open.stream().map(Open::producerId).collect(Collectors.toSet());
        Map<Long, TransactionDescription> known = transactions(producers);
        Set<Open> suspects = open.stream()
                .filter(one -> !isKnown(one, known.get(one.producerId())))
                .collect(Collectors.toSet());
        if (suspects.isEmpty()) {
            return Map.of();
        }
        suspects.retainAll(open(suspects.stream().map(Open::partition).collect(Collectors.toSet())));
        return named(suspects, producers);
    }

    private static boolean isKnown(Open open, TransactionDescription transaction) {
        return transaction != null && transaction.topicPartitions().contains(open.partition());
    }

    private Map<Open, String> named(Set<Open> hanging, Set<Long> producers) {
        Map<Long, String> ids = ids(producers);
        hanging.stream()
                .filter(open -> !ids.containsKey(open.producerId()))
                .forEach(open -> once("a transaction of an unknown producer hangs: " + open
                        + ". Committed records behind it are not seen. Look with kafka-transactions.sh find-hanging, then"
                        + " abort"));
        return hanging.stream()
                .filter(open -> ids.containsKey(open.producerId()))
                .collect(Collectors.toMap(open -> open, open -> ids.get(open.producerId())));
    }

    private Set<Open> open(Set<TopicPartition> where) {
        DescribeProducersResult described =
                admin.describeProducers(where, new DescribeProducersOptions().timeoutMs(PATIENCE_MS));
        Set<Open> open = new LinkedHashSet<>();
        for (TopicPartition partition : where) {
            try {
                Answers.of(described.partitionResult(partition))
                        .activeProducers()
                        .forEach(state -> state.currentTransactionStartOffset()
                                .ifPresent(offset -> open.add(
                                        new Open(partition, state.producerId(), state.producerEpoch(), offset))));
            } catch (AuthorizationException e) {
                once("cannot see whether transactions hang on " + partition.topic() + ": " + e.getMessage()
                        + " (it needs READ on the topic)");
            } catch (KafkaException e) {
                LOG.debug("no answer on {}; the next look is soon", partition, e);
            }
        }
        return open;
    }

    private Map<Long, TransactionDescription> transactions(Set<Long> producers) {
        Collection<String> ids = ids(producers).values();
        return Answers.of(admin.describeTransactions(ids).all()).values().stream()
                .collect(Collectors.toMap(TransactionDescription::producerId, one -> one, (one, same) -> one));
    }

    private Map<Long, String> ids(Set<Long> producers) {
        return Answers.of(admin.listTransactions(new ListTransactionsOptions().filterProducerIds(producers))
                        .all())
                .stream()
                .collect(Collectors.toMap(
                        TransactionListing::producerId, TransactionListing::transactionalId, (one, same) -> one));
    }

    /** They never change, but the changelog is made by the first start only. */
    private Set<TopicPartition> partitions() {
        Set<String> seen = partitions.stream().map(TopicPartition::topic).collect(Collectors.toSet());
        if (!seen.containsAll(topics)) {
            Set<String> there = new TreeSet<>(Answers.of(admin.listTopics().names()));
            there.retainAll(topics);
            List<TopicPartition> all = new ArrayList<>();
            Answers.of(admin.describeTopics(there).allTopicNames())
                    .forEach((name, topic) -> topic.partitions()
                            .forEach(partition -> all.add(new TopicPartition(name, partition.partition()))));
            partitions = Set.copyOf(all);
        }
        return partitions;
    }

    private void once(String warning) {
        if (told.add(warning)) {
            LOG.warn("{}", warning);
        }
    }
}
