package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.app.Main;
import io.sluice.core.JobState;
import io.sluice.schemas.Topics;
import io.sluice.sdk.Dedup;
import io.sluice.sdk.JobClient;
import io.sluice.sdk.JobFlow;
import io.sluice.sdk.JobRequest;
import io.sluice.sdk.JobSchedule;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code sluice verify} as an operator runs it. */
class VerifyIT {

    private static final String CHANGELOG = "sluice-state-changelog";

    /** First bytes of the keys, by what is said under them. */
    private static final Map<Byte, String> INDEXES = Map.ofEntries(
            Map.entry((byte) 3, "JOB"),
            Map.entry((byte) 4, "STATUS"),
            Map.entry((byte) 5, "CHANNEL"),
            Map.entry((byte) 6, "DEDUP"),
            Map.entry((byte) 7, "EDGE"),
            Map.entry((byte) 8, "FLOW"),
            Map.entry((byte) 9, "SCHEDULE"),
            Map.entry((byte) 11, "READY"),
            Map.entry((byte) 13, "SCHEDULED"),
            Map.entry((byte) 15, "FAILED"),
            Map.entry((byte) 16, "ENDED"),
            Map.entry((byte) 17, "WAITING"),
            Map.entry((byte) 40, "LATER"));

    @RegisterExtension
    final Stage stage = Stage.withOwnBroker("verify").tampered();

    @Test
    void it_is_clean_while_all_runs_and_finds_what_was_changed_behind_the_schedulers_back() {
        SchedulerProcess scheduler = start(stage.scheduler("one"));
        stage.worker(4, "noop", "flaky");
        History history = stage.history();
        JobClient client = stage.client();
        for (int i = 0; i < 50; i++) {
            client.submit(JobRequest.of(WorkerMain.NOOP, null));
        }
        client.submit(JobRequest.of(WorkerMain.FLAKY, 2).maxAttempts(1));
        client.submit(
                JobRequest.of(WorkerMain.NOOP, null).eta(Duration.ofHours(1)).dedup(Dedup.key("k")));
        client.submit(JobFlow.chain(JobRequest.of(WorkerMain.RARE, null), JobRequest.of(WorkerMain.NOOP, null)));
        client.putSchedule(JobSchedule.of("nightly", "@daily", JobRequest.of(WorkerMain.NOOP, null)));
        client.pause("main", "root.night", "tests");
        await("51 ends")
                .atMost(Duration.ofSeconds(30))
                .until(() -> history.readOn().count(List.of("main"), JobState::isEnded) == 51);

        assertThat(verify(0)).contains("no difference");
        scheduler.stop();

        Instant before = Instant.now();
        loseTheEvents();
        assertThat(verify(1)).contains("its first events have left the log");
        start(scheduler);
        await("all that lives to be written again")
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(500))
                .until(() -> run("verify", "--application-id", "sluice").exit() == 0);
        Run then = run("state", "--at", Instant.now().toString());
        assertThat(then.exit()).as(then.out()).isZero();
        assertThat(then.out()).containsPattern("root .* 50").containsPattern("night .*: tests");
        Run earlier = run("state", "--at", before.toString());
        assertThat(earlier.exit()).isEqualTo(1);
        assertThat(earlier.out())
                .contains("the log no longer has its first events")
                .contains("It works from ");
        scheduler.stop();
        assertThat(verify(0)).contains("no difference");

        Shown.mustBe("sluice verify", verify(0));

        Map<Byte, ConsumerRecord<byte[], byte[]>> planted = plant(INDEXES);
        String told = verify(1);
        assertThat(planted.keySet()).isEqualTo(INDEXES.keySet());
        Shown.mustBe("sluice verify --partition", told);
        INDEXES.values().forEach(index -> assertThat(told).contains(index + " main"));
        assertThat(told).contains("kept:   nothing").contains("differences in ");

        // A whole tree that the state does not know.
        plant(Map.of((byte) 2, "TREE"));
        assertThat(verify(1)).contains("JOB main:").contains("folded: nothing");
    }

    /** What lives is written again within seconds, so that nobody has to wait for a day. */
    private static SchedulerProcess start(SchedulerProcess scheduler) {
        scheduler.launch("--carry-within", "3s");
        scheduler.awaitReady();
        return scheduler;
    }

    private String verify(int expected) {
        Run run = run("verify", "--application-id", "sluice");
        assertThat(run.exit()).as(run.out()).isEqualTo(expected);
        return run.out();
    }

    /** What a command said, on both streams, and how it ended. */
    private record Run(int exit, String out) {}

    private Run run(String... words) {
        StringWriter out = new StringWriter();
        Path directory = stage.file("verify-scratch");
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(
                List.of("--bootstrap-servers", stage.broker().bootstrapServers(), "--directory", directory.toString()));
        PrintWriter both = new PrintWriter(out);
        int exit = Main.run(both, both, all.toArray(String[]::new));
        assertThat(directory).isEmptyDirectory();
        return new Run(exit, out.toString());
    }

    /** As retention does, but at once; the last record stays, before the marker of its transaction. */
    private void loseTheEvents() {
        try (Admin admin =
                Admin.create(Map.of("bootstrap.servers", stage.broker().bootstrapServers()))) {
            Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
            for (int number = 0; number < SchedulerProcess.PARTITIONS; number++) {
                latest.put(new TopicPartition(Topics.EVENTS, number), OffsetSpec.latest());
            }
            Map<TopicPartition, RecordsToDelete> all = new HashMap<>();
            admin.listOffsets(latest)
                    .all()
                    .get()
                    .forEach((partition, end) ->
                            all.put(partition, RecordsToDelete.beforeOffset(Math.max(0, end.offset() - 2))));
            admin.deleteRecords(all).all().get();
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
        }
    }

    /** Takes one entry of each index out of the kept state; answers which. */
    private Map<Byte, ConsumerRecord<byte[], byte[]>> plant(Map<Byte, String> indexes) {
        Map<Byte, ConsumerRecord<byte[], byte[]>> first = new TreeMap<>();
        entries().values().stream()
                .filter(record -> indexes.containsKey(record.key()[0]))
                .forEach(record -> first.putIfAbsent(record.key()[0], record));
        Map<String, Object> settings =
                Map.of("bootstrap.servers", stage.broker().bootstrapServers());
        ByteArraySerializer bytes = new ByteArraySerializer();
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(settings, bytes, bytes)) {
            first.values()
                    .forEach(record ->
                            producer.send(new ProducerRecord<>(CHANGELOG, record.partition(), record.key(), null)));
        }
        return first;
    }

    /** The kept state by key. */
    private Map<String, ConsumerRecord<byte[], byte[]>> entries() {
        Map<String, Object> settings = new HashMap<>(
                Map.of("bootstrap.servers", stage.broker().bootstrapServers(), "isolation.level", "read_committed"));
        ByteArrayDeserializer bytes = new ByteArrayDeserializer();
        Map<String, ConsumerRecord<byte[], byte[]>> entries = new TreeMap<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(settings, bytes, bytes)) {
            List<TopicPartition> all = consumer.partitionsFor(CHANGELOG).stream()
                    .map(found -> new TopicPartition(found.topic(), found.partition()))
                    .toList();
            consumer.assign(all);
            consumer.seekToBeginning(all);
            Map<TopicPartition, Long> ends = consumer.endOffsets(all);
            while (all.stream().anyMatch(one -> consumer.position(one) < ends.get(one))) {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> {
                    String key = HexFormat.of().formatHex(record.key());
                    if (record.value() == null) {
                        entries.remove(key);
                    } else {
                        entries.put(key, record);
                    }
                });
            }
        }
        return entries;
    }
}
