package io.sluice.proof;

import io.sluice.core.Event.PartitionsGrown;
import io.sluice.core.Recorded;
import io.sluice.schemas.Topics;
import io.sluice.state.Resettlement;
import io.sluice.wire.BadRecordException;
import io.sluice.wire.TreePartitions;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * The state of one partition as all events of its trees make it, on disk. Where the topics were grown, what its trees did before
 * that is taken from the partitions in which they lived then.
 */
final class PartitionFold implements AutoCloseable {

    private final Reading reading;
    private final int partition;
    private final Predicate<String> trees;
    private final String name;
    private DiskStore store;
    private EventFold fold;
    private long events;
    private boolean isFromTheFirst = true;

    /**
     * What is read, and who is told.
     *
     * @param plan where to read and to write; the application id does not matter
     * @param wanted events that count
     * @param told of trees whose state cannot be made
     * @param progress how far it is
     */
    record Reading(
            Verification.Plan plan,
            Predicate<Recorded> wanted,
            EventFold.Broken told,
            Verification.Progress progress) {}

    /** @param trees those that count; what belongs to no tree always does */
    PartitionFold(Reading reading, int partition, Predicate<String> trees) {
        this(reading, partition, trees, "folded-" + partition);
    }

    private PartitionFold(Reading reading, int partition, Predicate<String> trees, String name) {
        this.reading = reading;
        this.partition = partition;
        this.trees = trees;
        this.name = name;
        begin(name, any -> {});
    }

    private void begin(String directory, Consumer<DiskStore> filling) {
        store = new DiskStore(reading.plan().directory().resolve(directory));
        filling.accept(store);
        fold = new EventFold(store, reading.plan().partitions(), reading.told());
    }

    /** The state, once it was read. */
    DiskStore store() {
        return store;
    }

    /** How far it is. */
    EventFold fold() {
        return fold;
    }

    /** Whether nothing of what was ever written is missing. */
    boolean isFromTheFirst() {
        return isFromTheFirst;
    }

    /** How many events made it. */
    long events() {
        return events + fold.events();
    }

    /**
     * Reads up to where the log ended when this began, and on until it is enough.
     *
     * @throws IllegalStateException if the log holds what this version cannot read
     */
    void read(BooleanSupplier enough) {
        try (PartitionLog log = log()) {
            while (!log.isAtEnd() || !enough.getAsBoolean()) {
                log.next().forEach(record -> take(record, OptionalInt.empty()));
                report(log);
            }
            fold.land();
        }
    }

    /** Reads what came before the trees were spread over that many partitions. */
    private void readUntil(int partitions) {
        try (PartitionLog log = log()) {
            boolean there = false;
            while (!there && !log.isAtEnd()) {
                for (ConsumerRecord<byte[], byte[]> record : log.next()) {
                    there = there || take(record, OptionalInt.of(partitions));
                }
                report(log);
            }
            fold.land();
        }
    }

    private PartitionLog log() {
        PartitionLog log = new PartitionLog(reading.plan().kafka(), new TopicPartition(Topics.EVENTS, partition));
        isFromTheFirst &= log.isFromTheFirst();
        return log;
    }

    private void report(PartitionLog log) {
        reading.progress().at("folding the events of partition " + partition, log.share());
    }

    /** Whether the end is there: the time at which there were so many partitions. */
    private boolean take(ConsumerRecord<byte[], byte[]> record, OptionalInt end) {
        Optional<byte[]> key = Optional.ofNullable(record.key());
        if (key.isPresent() && !trees.test(new String(key.get(), StandardCharsets.UTF_8))) {
            // Not decoded, but the log goes back that far.
            fold.read(record.timestamp());
            return false;
        }
        for (Recorded recorded : read(record, key)) {
            fold.read(recorded.at());
            if (recorded.event() instanceof PartitionsGrown grown) {
                if (end.isPresent() && grown.to() >= end.getAsInt()) {
                    return true;
                }
                grow(grown);
                fold.take(recorded);
            } else if (reading.wanted().test(recorded)) {
                fold.take(recorded);
            }
        }
        return false;
    }

    private List<Recorded> read(ConsumerRecord<byte[], byte[]> record, Optional<byte[]> key) {
        try {
            return reading.plan().wire().events(key, record.value());
        } catch (BadRecordException e) {
            throw new IllegalStateException(
                    "the record at offset " + record.offset() + " of " + record.topic() + "-" + record.partition()
                            + " is no event that this version can read: " + e.getMessage(),
                    e);
        }
    }

    // ---- the topics were grown

    /** Goes on with the trees that live here from now on. */
    private void grow(PartitionsGrown grown) {
        fold.land();
        List<PartitionFold> before = before(grown);
        List<DiskStore> states = new ArrayList<>();
        List<EventFold> folds = new ArrayList<>();
        before.forEach(other -> {
            states.add(other.store);
            folds.add(other.fold);
        });
        if (partition < grown.from()) {
            states.add(store);
            folds.add(fold);
        }
        DiskStore own = store;
        events = events() + before.stream().mapToLong(PartitionFold::events).sum();
        begin(name + "-of-" + grown.to(), empty -> Resettlement.move(states, tree -> livesHere(tree, grown), empty));
        isFromTheFirst &= before.stream().allMatch(PartitionFold::isFromTheFirst);
        folds.forEach(fold::follows);
        for (EventFold other : folds) {
            other.trees().stream().filter(tree -> livesHere(tree, grown)).forEach(tree -> fold.takeOver(tree, other));
        }
        before.forEach(PartitionFold::close);
        own.close();
    }

    /** The other partitions in which trees of this one lived, as they were then. */
    private List<PartitionFold> before(PartitionsGrown grown) {
        // A hash leaves the same rest to both numbers, as far as they have a divisor in common.
        int step = BigInteger.valueOf(grown.from())
                .gcd(BigInteger.valueOf(grown.to()))
                .intValueExact();
        List<PartitionFold> before = new ArrayList<>();
        for (int other = partition % step; other < grown.from(); other += step) {
            if (other != partition) {
                PartitionFold one = new PartitionFold(
                        reading,
                        other,
                        tree -> trees.test(tree) && livesHere(tree, grown),
                        name + "-of-" + grown.to() + "-from-" + other);
                before.add(one);
                one.readUntil(grown.to());
            }
        }
        return before;
    }

    private boolean livesHere(String tree, PartitionsGrown grown) {
        return TreePartitions.of(tree, grown.to()) == partition;
    }

    @Override
    public void close() {
        store.close();
    }
}
