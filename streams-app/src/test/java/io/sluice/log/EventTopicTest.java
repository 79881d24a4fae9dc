package io.sluice.log;

import static io.sluice.log.Tape.done;
import static io.sluice.log.Tape.failed;
import static io.sluice.log.Tape.job;
import static io.sluice.log.Tape.submitted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.core.Recorded;
import io.sluice.schemas.Topics;
import io.sluice.wire.Message;
import io.sluice.wire.Wire;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class EventTopicTest {

    private static final TopicPartition PARTITION = new TopicPartition(Topics.EVENTS, 0);
    private static final byte[] KEY = Tape.TREE.getBytes(StandardCharsets.UTF_8);

    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
    private final List<Long> numbers = new ArrayList<>();

    private EventTopic topic(byte[]... values) {
        consumer.updatePartitions(
                Topics.EVENTS, List.of(new PartitionInfo(Topics.EVENTS, 0, Node.noNode(), null, null)));
        consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
        consumer.updateEndOffsets(Map.of(PARTITION, (long) values.length));
        consumer.schedulePollTask(() -> {
            for (int i = 0; i < values.length; i++) {
                consumer.addRecord(new ConsumerRecord<>(Topics.EVENTS, 0, i, KEY, values[i]));
            }
        });
        return EventTopic.over(consumer, Wire.bundled());
    }

    private static EventTopic of(EventTopicTest test, Tape tape) {
        return test.topic(Wire.bundled().messages(tape.events()).stream()
                .map(Message::value)
                .toArray(byte[][]::new));
    }

    private boolean add(Recorded recorded) {
        return numbers.add(recorded.number());
    }

    private static Tape four() {
        return new Tape()
                .then(submitted(job(1)))
                .then(submitted(job(2)))
                .then(failed(job(1)))
                .then(done(job(2)));
    }

    @Test
    void it_is_read_up_to_where_it_ended_with_its_share_told() {
        List<Double> shares = new ArrayList<>();
        try (EventTopic topic = of(this, four())) {
            Watch watch = share -> shares.add(share);
            assertThat(topic.read(Stretch.of(Tape.TREE, 0, Long.MAX_VALUE), watch, this::add))
                    .isTrue();
        }
        assertThat(numbers).containsExactly(1L, 2L, 3L, 4L);
        assertThat(shares).first().isEqualTo(0.0);
    }

    @Test
    void it_ends_with_the_time_and_with_who_has_enough() {
        try (EventTopic topic = of(this, four())) {
            assertThat(topic.read(Stretch.of(Tape.TREE, 0, Tape.time(2)), Watch.NOBODY, this::add))
                    .isTrue();
        }
        assertThat(numbers).containsExactly(1L, 2L);
    }

    @Test
    void who_has_enough_gets_no_more() {
        try (EventTopic topic = of(this, four())) {
            assertThat(topic.read(Stretch.of(Tape.TREE, 0, Long.MAX_VALUE), Watch.NOBODY, recorded -> {
                        numbers.add(recorded.number());
                        return recorded.number() < 3;
                    }))
                    .isTrue();
        }
        assertThat(numbers).containsExactly(1L, 2L, 3L);
    }

    @Test
    void other_trees_are_passed_over_and_all_trees_can_be_asked_for() {
        try (EventTopic topic = of(this, four())) {
            assertThat(topic.read(Stretch.everywhere("main", Long.MAX_VALUE), Watch.NOBODY, this::add))
                    .isTrue();
        }
        assertThat(numbers).isEmpty();
    }

    @Test
    void whoever_watches_can_stop_it() {
        try (EventTopic topic = of(this, four())) {
            Stretch all = new Stretch(Optional.empty(), false, 0, Long.MAX_VALUE);
            assertThat(topic.read(all, share -> false, this::add)).isFalse();
        }
        assertThat(numbers).isEmpty();
    }

    @Test
    void a_record_that_is_no_event_ends_it_with_its_place() {
        try (EventTopic topic = topic(new byte[] {1, 2, 3})) {
            Stretch stretch = Stretch.of(Tape.TREE, 0, Long.MAX_VALUE);
            assertThatThrownBy(() -> topic.read(stretch, Watch.NOBODY, this::add))
                    .isInstanceOf(LogException.class)
                    .hasMessageContaining("offset 0 of sluice.events-0");
        }
    }

    @Test
    void without_the_topic_it_says_who_makes_it() {
        consumer.updatePartitions(Topics.EVENTS, List.of());

        assertThatThrownBy(() -> EventTopic.over(consumer, Wire.bundled()))
                .hasMessageContaining("a scheduler makes it");
        assertThat(consumer.closed()).isTrue();
    }
}
