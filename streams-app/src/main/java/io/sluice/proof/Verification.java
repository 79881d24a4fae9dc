package io.sluice.proof;

import io.sluice.core.Recorded;
import io.sluice.schemas.Topics;
import io.sluice.state.Comparison;
import io.sluice.state.Comparison.Difference;
import io.sluice.state.OrderedStore.Write;
import io.sluice.state.Reads;
import io.sluice.wire.Wire;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Folds the events of one partition and compares what comes out with the state that is kept: key by key, up to the event with
 * which the kept state was written. Both are made on disk, so the memory that it takes follows neither the log nor the backlog.
 *
 * <p>The kept state is read from its changelog, which is what an instance restores from; the scheduler may run meanwhile.
 *
 * @since 0.1
 */
public final class Verification {

    /** So long the events may be behind the state that they were committed with. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Plan plan;
    private final int partition;
    private final Progress progress;

    /**
     * What is compared, and where.
     *
     * @param kafka settings of the clients
     * @param wire how events are read
     * @param applicationId the schedulers' name, which the changelog begins with
     * @param partitions how many partitions the trees are spread over
     * @param directory where both states are made, and deleted again
     * @since 0.1
     */
    public record Plan(Map<String, Object> kafka, Wire wire, String applicationId, int partitions, Path directory) {}

    /** Told how far it is. */
    @FunctionalInterface
    public interface Progress {

        /**
         * @param what is being done
         * @param share of it, from 0 to 1
         */
        void at(String what, double share);
    }

    /**
     * What came out.
     *
     * @param events how many were folded
     * @param compared how many entries were compared
     * @param differences how many of them differ, or could not be made from the log
     * @since 0.1
     */
    public record Result(long events, long compared, long differences) {}

    /**
     * How many partitions the events have.
     *
     * @param kafka settings of the client
     */
    public static int partitions(Map<String, Object> kafka) {
        return PartitionLog.partitions(kafka, Topics.EVENTS);
    }

    /**
     * How many partitions can be verified.
     *
     * @param kafka settings of the client
     * @param applicationId the schedulers' name
     * @throws IllegalStateException if there is no state under that name, or its partitions are not those of the events
     */
    public static int partitions(Map<String, Object> kafka, String applicationId) {
        String changelog = changelog(applicationId);
        int kept = PartitionLog.partitions(kafka, changelog);
        int events = partitions(kafka);
        if (kept == 0) {
            throw new IllegalStateException(
                    "there is no topic " + changelog + ", which holds the state of the schedulers named "
                            + applicationId + "; is that their application id?");
        }
        if (kept != events) {
            throw new IllegalStateException(
                    "the state " + changelog + " has " + kept + " partitions and " + Topics.EVENTS + " has " + events
                            + ": the topic was grown, and what is in its partitions is not the same any more");
        }
        return kept;
    }

    private static String changelog(String applicationId) {
        return applicationId + "-state-changelog";
    }

    /** One partition's. */
    public Verification(Plan plan, int partition, Progress progress) {
        this.plan = plan;
        this.partition = partition;
        this.progress = progress;
    }

    /**
     * Does it.
     *
     * @param found told each difference: first what is kept, then what the events make
     * @throws IllegalStateException if the log holds what this version cannot read
     */
    public Result run(Consumer<Difference> found) {
        try (DiskStore kept = new DiskStore(plan.directory().resolve("kept-" + partition))) {
            copy(kept);
            Known known = Known.of(kept);
            PartitionFold.Reading reading = new PartitionFold.Reading(
                    plan,
                    known::has,
                    (tree, expected, there) -> found.accept(new Difference(
                            tree, "EVENTS", "EVENTS " + tree, Optional.of(expected), Optional.of(there))),
                    progress);
            try (PartitionFold folded = new PartitionFold(reading, partition, tree -> true)) {
                Instant until = Instant.now().plus(PATIENCE);
                folded.read(
                        () -> known.isReached(folded.fold()) || Instant.now().isAfter(until));
                known.judge(folded.fold(), folded.isFromTheFirst());
                return compare(kept, folded, known, found);
            }
        }
    }

    private Result compare(DiskStore kept, PartitionFold folded, Known known, Consumer<Difference> found) {
        progress.at("comparing partition " + partition, 0);
        EventFold fold = folded.fold();
        long[] differences = {fold.brokenTrees()};
        long compared = new Comparison(kept, folded.store()).differences(difference -> {
            if (folded.isFromTheFirst() ? !fold.isBroken(difference.tree()) : known.counts(difference, fold)) {
                differences[0]++;
                found.accept(difference);
            }
        });
        return new Result(folded.events(), compared, differences[0]);
    }

    /** The state as it is kept. */
    private void copy(DiskStore kept) {
        TopicPartition changelog = new TopicPartition(changelog(plan.applicationId()), partition);
        try (PartitionLog log = new PartitionLog(plan.kafka(), changelog)) {
            while (!log.isAtEnd()) {
                List<Write> writes = new ArrayList<>();
                for (ConsumerRecord<byte[], byte[]> record : log.next()) {
                    writes.add(
                            record.value() == null
                                    ? new Write.Remove(record.key())
                                    : new Write.Put(record.key(), record.value()));
                }
                kept.putAll(writes);
                progress.at("reading the state of partition " + partition, log.share());
            }
        }
    }

    /**
     * What the kept state knows.
     *
     * @param events by tree, the number of its last event
     * @param empty trees in which nothing lives: nothing is left of them but numbers, and their events may have left the log
     */
    private record Known(Map<String, Long> events, Set<String> empty) {

        static Known of(DiskStore kept) {
            Reads reads = new Reads(kept);
            Map<String, Long> events = new HashMap<>();
            reads.lastEvents(events::put);
            return new Known(
                    events, events.keySet().stream().filter(reads::holdsNothing).collect(Collectors.toSet()));
        }

        boolean has(Recorded recorded) {
            return recorded.tree().isEmpty() || recorded.number() <= events.getOrDefault(recorded.tree(), 0L);
        }

        boolean isReached(EventFold fold) {
            return events.entrySet().stream()
                    .allMatch(tree -> fold.last(tree.getKey()) >= tree.getValue() || mayHaveLeft(tree.getKey(), fold));
        }

        /** Nobody waits for what comes no more. */
        private boolean mayHaveLeft(String tree, EventFold fold) {
            return empty.contains(tree) && fold.last(tree) == 0;
        }

        /** Says of which trees the log does not have what it takes. */
        void judge(EventFold fold, boolean isFromTheFirst) {
            events.forEach((tree, number) -> {
                boolean hasLeft = fold.last(tree) == 0 && !isFromTheFirst;
                if (fold.isBroken(tree) || hasLeft && empty.contains(tree)) {
                    return;
                }
                if (fold.last(tree) < number && !hasLeft) {
                    fold.missing(tree, fold.last(tree) + 1, number);
                } else if (hasLeft || !fold.isWhole(tree) && !empty.contains(tree)) {
                    fold.notYetWhole(tree);
                }
            });
        }

        /** Whether it tells more than that first events have left the log. A tree that is whole knows the file. */
        boolean counts(Difference difference, EventFold fold) {
            return switch (difference.index()) {
                case "META" -> fold.knowsFile();
                case "TREE" -> !empty.contains(difference.tree()) && !fold.isBroken(difference.tree());
                default -> !fold.isBroken(difference.tree());
            };
        }
    }
}
