package io.sluice.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.core.Cause;
import io.sluice.core.Event;
import io.sluice.core.Recorded;
import io.sluice.schemas.Topics;
import io.sluice.wire.TreePartitions;
import io.sluice.wire.Wire;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class HomesTest {

    private static final long NOW = Long.MAX_VALUE;
    private static final String TREE = "acme";

    /** The first record of each partition that has one. */
    private final Map<Integer, Recorded> first = new HashMap<>();

    private Homes homes(int partitions) {
        List<TopicPartition> all = IntStream.range(0, partitions)
                .mapToObj(number -> new TopicPartition(Topics.EVENTS, number))
                .toList();
        MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest") {
            @Override
            public synchronized void assign(Collection<TopicPartition> one) {
                super.assign(one);
                one.forEach(partition -> {
                    if (first.containsKey(partition.partition())) {
                        byte[] value = Wire.bundled()
                                .messages(List.of(first.get(partition.partition())))
                                .getFirst()
                                .value();
                        schedulePollTask(() ->
                                addRecord(new ConsumerRecord<>(Topics.EVENTS, partition.partition(), 0, null, value)));
                    }
                });
            }
        };
        Map<TopicPartition, Long> begins = new HashMap<>();
        Map<TopicPartition, Long> ends = new HashMap<>();
        all.forEach(one -> {
            begins.put(one, 0L);
            ends.put(one, first.containsKey(one.partition()) ? 1L : 0L);
        });
        consumer.updateBeginningOffsets(begins);
        consumer.updateEndOffsets(ends);
        return Homes.read(consumer, all, Wire.bundled());
    }

    private void grown(int from, int to, long at) {
        Recorded grown =
                new Recorded("", 0, at, new Cause("", Optional.empty(), "x"), new Event.PartitionsGrown(from, to));
        IntStream.range(from, to).forEach(partition -> first.put(partition, grown));
    }

    @Test
    void a_tree_has_one_home_as_long_as_the_topic_has_not_grown() {
        first.put(3, new Recorded("", 0, 5, new Cause("", Optional.empty(), "x"), new Event.FileConfigured("root:1")));

        assertThat(homes(4).of(TREE, 0, NOW)).containsExactly(new Homes.Home(TreePartitions.of(TREE, 4), 0, NOW));
    }

    @Test
    void it_moves_each_time_the_topic_grows() {
        grown(4, 6, 100);
        grown(6, 9, 200);

        Homes homes = homes(9);

        assertThat(homes.of(TREE, 0, NOW))
                .containsExactly(
                        new Homes.Home(TreePartitions.of(TREE, 4), 0, 100),
                        new Homes.Home(TreePartitions.of(TREE, 6), 101, 200),
                        new Homes.Home(TreePartitions.of(TREE, 9), 201, NOW));
        assertThat(homes.of(TREE, 150, 180)).containsExactly(new Homes.Home(TreePartitions.of(TREE, 6), 150, 180));
        assertThat(homes.of(TREE, 150, NOW)).hasSize(2);
        assertThat(homes.of(TREE, 0, 100)).containsExactly(new Homes.Home(TreePartitions.of(TREE, 4), 0, 100));
    }

    @Test
    void an_empty_topic_has_homes_too() {
        assertThat(homes(4).of(TREE, 0, NOW)).hasSize(1);
    }
}
