package io.sluice.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.app.DeadLetters.Letter;
import io.sluice.schemas.Topics;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

/** Semantics §14: what was put aside can be read and sent again. */
class DeadLettersTest {

    private static final TopicPartition PARTITION = new TopicPartition(Topics.DEAD_LETTERS, 0);

    private static ConsumerRecord<byte[], byte[]> letter(long offset, String key, RecordHeaders headers) {
        return new ConsumerRecord<>(
                Topics.DEAD_LETTERS,
                0,
                offset,
                1_767_225_600_000L,
                TimestampType.CREATE_TIME,
                0,
                0,
                key == null ? null : key.getBytes(UTF_8),
                new byte[] {1, 2, 3},
                headers,
                Optional.empty());
    }

    private static RecordHeaders from(String topic) {
        RecordHeaders headers = new RecordHeaders();
        headers.add("trace", "abc".getBytes(UTF_8));
        headers.add("sluice-cause", "not in the wire format".getBytes(UTF_8));
        headers.add("sluice-topic", topic.getBytes(UTF_8));
        headers.add("sluice-partition", "3".getBytes(UTF_8));
        headers.add("sluice-offset", "99".getBytes(UTF_8));
        return headers;
    }

    private static DeadLetters topic(List<ConsumerRecord<byte[], byte[]>> records) {
        MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
        consumer.updatePartitions(
                Topics.DEAD_LETTERS, List.of(new PartitionInfo(Topics.DEAD_LETTERS, 0, Node.noNode(), null, null)));
        consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
        consumer.updateEndOffsets(Map.of(PARTITION, (long) records.size()));
        consumer.schedulePollTask(() -> records.forEach(consumer::addRecord));
        return new DeadLetters(consumer);
    }

    @Test
    void all_that_are_kept_are_listed_with_why_and_whence() {
        try (DeadLetters letters = topic(List.of(letter(0, "acme", from("sluice.jobs")), letter(1, null, from("x"))))) {
            List<Letter> found = letters.read(any -> true, 10);

            assertThat(found).extracting(Letter::position).containsExactly("0-0", "0-1");
            assertThat(found.getFirst().cause()).isEqualTo("not in the wire format");
            assertThat(found.getFirst().origin()).isEqualTo("sluice.jobs-3 offset 99");
        }
    }

    @Test
    void a_retry_sends_the_same_bytes_with_the_same_key_to_where_they_came_from_and_marks_them() {
        ProducerRecord<byte[], byte[]> again = new Letter(letter(7, "acme", from("sluice.jobs"))).again();

        assertThat(again.topic()).isEqualTo("sluice.jobs");
        assertThat(again.partition()).isNull();
        assertThat(again.key()).isEqualTo("acme".getBytes(UTF_8));
        assertThat(again.value()).containsExactly(1, 2, 3);
        assertThat(again.headers().toArray())
                .extracting(header -> header.key() + "=" + new String(header.value(), UTF_8))
                .containsExactly("trace=abc", "sluice-retried=0-7");
    }

    @Test
    void what_had_no_key_goes_to_the_partition_that_its_sender_had_named() {
        assertThat(new Letter(letter(7, null, from("sluice.reports"))).again().partition())
                .isEqualTo(3);
    }

    @Test
    void a_timer_and_what_was_too_large_to_be_kept_cannot_be_sent_again() {
        assertThatThrownBy(() -> new Letter(letter(7, null, new RecordHeaders())).again())
                .hasMessageContaining("is a timer that was given up");
        RecordHeaders large = from("sluice.jobs");
        large.add("sluice-value-left-out", "7000000".getBytes(UTF_8));
        assertThatThrownBy(() -> new Letter(letter(7, "acme", large)).again())
                .hasMessageContaining("too large to be kept (7000000 bytes)");
    }

    @Test
    void one_is_found_by_its_position_and_a_missing_one_is_named() {
        try (DeadLetters letters = topic(List.of(letter(0, "acme", from("sluice.jobs"))))) {
            assertThat(letters.at("0-0").origin()).startsWith("sluice.jobs");
        }
        try (DeadLetters letters = topic(List.of())) {
            assertThatThrownBy(() -> letters.at("0-5")).hasMessageContaining("there is no dead letter 0-5");
            assertThatThrownBy(() -> letters.at("five")).hasMessageContaining("expected such as 0-17");
        }
    }

    @Test
    void list_takes_no_position_and_the_others_need_one() {
        assertThat(Told.by("dead-letters", "show").err()).contains("show needs the position");
        assertThat(Told.by("dead-letters", "list", "0-1").err()).contains("list takes no positions");
    }
}
