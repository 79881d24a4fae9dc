package io.sluice.log;

import io.sluice.core.Event.PartitionsGrown;
import io.sluice.core.Recorded;
import io.sluice.wire.TreePartitions;
import io.sluice.wire.Wire;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** In which partition a tree's events stand, and from when to when: each time the topic was given more, trees moved. */
final class Homes {

    private static final Duration POLL = Duration.ofMillis(250);

    /** From the newest to the oldest. */
    private final List<Era> eras;

    /** So many partitions, from a time on. */
    private record Era(int partitions, long from) {}

    /**
     * Where a tree lives for a while.
     *
     * @param partition which
     * @param from the first time
     * @param to the last time
     */
    record Home(int partition, long from, long to) {}

    private Homes(List<Era> eras) {
        this.eras = eras;
    }

    /**
     * What the topic says of itself: what was made by growing begins with that.
     *
     * @param consumer is assigned other partitions by this
     */
    static Homes read(Consumer<byte[], byte[]> consumer, List<TopicPartition> all, Wire wire) {
        List<Era> eras = new ArrayList<>();
        int partitions = all.size();
        // One alone was never grown.
        while (partitions > 1) {
            Optional<Recorded> first = first(consumer, all.get(partitions - 1), wire);
            if (first.isEmpty() || !(first.get().event() instanceof PartitionsGrown grown)) {
                break;
            }
            eras.add(new Era(partitions, first.get().at() + 1));
            partitions = grown.from();
        }
        eras.add(new Era(partitions, Long.MIN_VALUE));
        return new Homes(eras);
    }

    /** The first event of a partition, if it belongs to no tree. */
    private static Optional<Recorded> first(Consumer<byte[], byte[]> consumer, TopicPartition partition, Wire wire) {
        List<TopicPartition> one = List.of(partition);
        consumer.assign(one);
        consumer.seekToBeginning(one);
        long end = consumer.endOffsets(one).get(partition);
        while (consumer.position(partition) < end) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                return record.key() == null
                        ? wire.events(Optional.empty(), record.value()).stream().findFirst()
                        : Optional.empty();
            }
        }
        return Optional.empty();
    }

    /** The homes of a tree in a stretch of time, in their order. */
    List<Home> of(String tree, long from, long to) {
        List<Home> homes = new ArrayList<>();
        long until = to;
        for (Era era : eras) {
            if (era.from() <= until) {
                homes.add(new Home(TreePartitions.of(tree, era.partitions()), Math.max(from, era.from()), until));
            }
            until = Math.min(until, era.from() - 1);
            if (era.from() <= from) {
                break;
            }
        }
        Collections.reverse(homes);
        return homes;
    }
}
