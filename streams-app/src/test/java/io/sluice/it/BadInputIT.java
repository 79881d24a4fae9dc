package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.sluice.core.Event;
import io.sluice.core.RejectionCode;
import io.sluice.schemas.Command;
import io.sluice.schemas.JobSpec;
import io.sluice.schemas.RecordFormats;
import io.sluice.schemas.Submit;
import io.sluice.schemas.Topics;
import io.sluice.schemas.UuidFormat;
import io.sluice.sdk.JobId;
import io.sluice.sdk.JobRequest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class BadInputIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @RegisterExtension
    final Stage stage = Stage.withOwnBroker("bad-input").tampered();

    @Test
    void nothing_that_comes_in_stops_the_stream_and_other_partition_counts_are_refused() throws Exception {
        SchedulerProcess scheduler = stage.scheduler("one").start();
        stage.worker(4, "noop");
        History history = stage.history();
        String tree = stage.trees(1).getFirst();
        int own = Stage.partitionOf(tree);
        int wrong = (own + 1) % SchedulerProcess.PARTITIONS;
        RawSender raw = stage.raw();

        RecordMetadata garbage = raw.job(tree, own, "garbage".getBytes(StandardCharsets.UTF_8));
        RecordMetadata unknown = raw.job(tree, own, new byte[] {0, 0, 0, 9, 9, 1, 2, 3});
        JobId astray = new JobId(tree, UUID.randomUUID());
        raw.job(tree, wrong, submission(astray, "noop", 4));
        JobId large = new JobId(tree, UUID.randomUUID());
        raw.job(tree, own, submission(large, "noop", 600 * 1024));
        JobId after = stage.client()
                .submit(JobRequest.of(WorkerMain.NOOP, null).tree(tree))
                .id();

        Books.awaitEnds(history, List.of(tree), 2, PATIENCE);
        assertThat(history.of(after)).isNotEmpty();
        assertThat(history.of(astray, Event.JobDone.class)).hasSize(1);
        assertThat(history.of(large)).isEmpty();
        assertThat(history.tree(tree).rejections()).singleElement().satisfies(rejection -> {
            assertThat(rejection.code()).isEqualTo(RejectionCode.OVER_LIMIT);
            assertThat(rejection.reason()).contains("payload");
        });
        List<ConsumerRecord<byte[], byte[]>> dead = deadLetters(2);
        assertThat(dead.get(0).value()).asString().isEqualTo("garbage");
        assertIsFrom(dead.get(0), garbage, "");
        assertIsFrom(dead.get(1), unknown, "schema");
        Books.areClosed(history, scheduler.api(), List.of(tree), stage.workers());

        scheduler.stop();
        Verified.mustBe(stage.broker().bootstrapServers(), stage.file("verify-before"));
        grow(2 * SchedulerProcess.PARTITIONS);
        scheduler.launch();
        assertThat(scheduler.process().awaitExit(PATIENCE)).isTrue();
        assertThat(scheduler.process().output())
                .content()
                .contains("built with 4 partitions", "has 8", "sluice rebuild");
        assertThatThrownBy(() -> Verified.mustBe(stage.broker().bootstrapServers(), stage.file("verify")))
                .hasMessageContaining("has 4 partitions")
                .hasMessageContaining("has 8");
    }

    private static byte[] submission(JobId id, String type, int payload) {
        byte[] json = "null".repeat(payload / 4).getBytes(StandardCharsets.UTF_8);
        JobSpec job = JobSpec.newBuilder()
                .setParents(List.of())
                .setId(UuidFormat.encode(id.uuid()))
                .setType(type)
                .setPayload(ByteBuffer.wrap(json))
                .build();
        return RecordFormats.bundled().command().encode(new Command(null, "a foreign client", 1L, new Submit(job)));
    }

    private List<ConsumerRecord<byte[], byte[]>> deadLetters(int wanted) {
        ByteArrayDeserializer bytes = new ByteArrayDeserializer();
        List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", stage.broker().bootstrapServers(), "isolation.level", "read_committed"),
                bytes,
                bytes)) {
            List<TopicPartition> all = List.of(new TopicPartition(Topics.DEAD_LETTERS, 0));
            consumer.assign(all);
            consumer.seekToBeginning(all);
            await("dead letters").atMost(PATIENCE).until(() -> {
                consumer.poll(Duration.ofMillis(100)).forEach(found::add);
                return found.size() >= wanted;
            });
        }
        assertThat(found).hasSize(wanted);
        return found;
    }

    private static void assertIsFrom(ConsumerRecord<byte[], byte[]> dead, RecordMetadata sent, String cause) {
        assertThat(header(dead, "sluice-cause")).isNotBlank().contains(cause);
        assertThat(header(dead, "sluice-topic")).isEqualTo(sent.topic());
        assertThat(header(dead, "sluice-partition")).isEqualTo(Integer.toString(sent.partition()));
        assertThat(header(dead, "sluice-offset")).isEqualTo(Long.toString(sent.offset()));
    }

    private static String header(ConsumerRecord<byte[], byte[]> dead, String name) {
        return new String(dead.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    private void grow(int partitions) throws Exception {
        NewPartitions more = NewPartitions.increaseTo(partitions);
        try (Admin admin =
                Admin.create(Map.of("bootstrap.servers", stage.broker().bootstrapServers()))) {
            admin.createPartitions(Map.of(Topics.JOBS, more, Topics.REPORTS, more, Topics.EVENTS, more))
                    .all()
                    .get();
        }
    }
}
