package io.sluice.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.schemas.CommandRejected;
import io.sluice.schemas.Event;
import io.sluice.schemas.JobDuplicate;
import io.sluice.schemas.RecordFormats;
import io.sluice.schemas.Topics;
import io.sluice.schemas.UuidFormat;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class VerdictsTest {

    private static final TopicPartition EVENTS = new TopicPartition(Topics.EVENTS, 0);
    private final JobIds ids = new JobIds();
    private final JobId job = ids.next("acme");

    private static MockConsumer<byte[], byte[]> events() {
        MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("latest");
        consumer.updatePartitions(
                Topics.EVENTS, List.of(new PartitionInfo(Topics.EVENTS, 0, Node.noNode(), new Node[0], new Node[0])));
        consumer.updateEndOffsets(Map.of(EVENTS, 7L));
        return consumer;
    }

    private static Event event(UUID command, List<Object> changes) {
        return new Event(1L, 0L, command == null ? null : UuidFormat.encode(command), "", changes);
    }

    @Test
    void an_event_says_what_became_of_a_command() {
        assertThat(Verdicts.verdict(event(job.uuid(), List.of()), "acme")).isEqualTo(new Verdict.Accepted());
        JobDuplicate duplicate = new JobDuplicate(UuidFormat.encode(job.uuid()), UuidFormat.encode(job.uuid()));
        assertThat(Verdicts.verdict(event(job.uuid(), List.of(duplicate)), "acme"))
                .isEqualTo(new Verdict.Duplicate(job));
        io.sluice.schemas.JobReplaced replaced = io.sluice.schemas.JobReplaced.newBuilder()
                .setJob(UuidFormat.encode(job.uuid()))
                .build();
        assertThat(Verdicts.verdict(event(ids.next("acme").uuid(), List.of(replaced)), "acme"))
                .isEqualTo(new Verdict.Replaced(job));
        CommandRejected rejected = new CommandRejected(null, "NO_TREE", "no tree acme");
        assertThat(Verdicts.verdict(event(job.uuid(), List.of(rejected)), "acme"))
                .isEqualTo(new Verdict.Rejected("NO_TREE", "no tree acme"));
    }

    @Test
    void a_verdict_comes_with_the_event_that_names_the_command() {
        MockConsumer<byte[], byte[]> consumer = events();
        try (Verdicts verdicts = new Verdicts(
                Duration.ofSeconds(10), RecordFormats.bundled().event(), () -> consumer, "test-verdicts")) {
            CompletableFuture<Verdict> expected = verdicts.expect(job.uuid(), "job " + job);
            CompletableFuture<Verdict> verdict = verdicts.sent(job.uuid(), expected, "job " + job);
            byte[] key = "acme".getBytes(StandardCharsets.UTF_8);
            consumer.schedulePollTask(() -> {
                consumer.addRecord(new ConsumerRecord<>(Topics.EVENTS, 0, 7, key, new byte[] {9}));
                consumer.addRecord(new ConsumerRecord<>(
                        Topics.EVENTS,
                        0,
                        8,
                        key,
                        RecordFormats.bundled().event().encode(event(null, List.of()))));
                consumer.addRecord(new ConsumerRecord<>(
                        Topics.EVENTS,
                        0,
                        9,
                        key,
                        RecordFormats.bundled().event().encode(event(job.uuid(), List.of()))));
            });
            Awaitility.await().until(verdict::isDone);
            assertThat(verdict).isCompletedWithValue(new Verdict.Accepted());
        }
    }

    @Test
    void a_verdict_that_does_not_come_says_so() {
        try (Verdicts verdicts = new Verdicts(
                Duration.ofMillis(200), RecordFormats.bundled().event(), VerdictsTest::events, "test-verdicts")) {
            CompletableFuture<Verdict> verdict =
                    verdicts.sent(job.uuid(), verdicts.expect(job.uuid(), "job " + job), "job " + job);
            assertThatThrownBy(verdict::join)
                    .hasCauseInstanceOf(VerdictTimeoutException.class)
                    .hasMessageContaining("Is the scheduler up?");
        }
    }
}
