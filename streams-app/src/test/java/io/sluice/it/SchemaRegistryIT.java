package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.app.AppConfig;
import io.sluice.app.Main;
import io.sluice.app.SchedulerApp;
import io.sluice.devcluster.BrokerProcess;
import io.sluice.devcluster.RegistryProcess;
import io.sluice.schemas.Command;
import io.sluice.schemas.JobSpec;
import io.sluice.schemas.RecordFormats;
import io.sluice.schemas.Subject;
import io.sluice.schemas.Submit;
import io.sluice.schemas.Topics;
import io.sluice.schemas.UuidFormat;
import io.sluice.schemas.registry.RegistrySettings;
import io.sluice.schemas.registry.SchemaRegistry;
import io.sluice.schemas.registry.SchemaRegistryException;
import io.sluice.sdk.JobClient;
import io.sluice.sdk.JobId;
import io.sluice.sdk.JobRequest;
import io.sluice.sdk.JobType;
import io.sluice.sdk.Worker;
import io.sluice.wire.Wire;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A real registry, with schemas of others in it before ours come: their ids are then not the bundled ones. */
class SchemaRegistryIT {

    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final JobType<String> NOTE = JobType.of("note", String.class);
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final int OTHERS = 12;

    private static Path folder;
    private static RegistryProcess registry;

    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final Set<JobId> done = ConcurrentHashMap.newKeySet();

    @BeforeAll
    static void start() {
        folder = Folders.fresh("registry");
        registry = RegistryProcess.start(Path.of(System.getProperty("sluice.registry.home")), folder);
        // Ours get none of the numbers that are bundled.
        IntStream.rangeClosed(1, OTHERS)
                .forEach(n -> client(Map.of())
                        .register(
                                "others-" + n,
                                SchemaBuilder.record("Other" + n)
                                        .fields()
                                        .requiredInt("n")
                                        .endRecord()));
    }

    @AfterAll
    static void stop() {
        registry.close();
    }

    @BeforeEach
    void forgetOurs() throws Exception {
        for (Subject subject : Subject.all()) {
            ask("DELETE", "/subjects/" + subject.name(), "");
        }
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable resource : open) {
            resource.close();
        }
    }

    // ---- registering

    @Test
    void a_start_that_may_not_register_is_refused_until_ci_has_registered() throws Exception {
        RecordFormats formats = RecordFormats.configured(
                Map.of("schema.registry.url", registry.url(), "auto.register.schemas", "false"));
        assertThatThrownBy(() -> formats.prepare(formats.command()))
                .isInstanceOf(SchemaRegistryException.class)
                .hasMessageContaining("sluice.jobs-value")
                .hasMessageContaining("sluice schemas register");

        assertThat(run(0, "schemas", "check", "--registry-url", registry.url()))
                .contains("sluice.jobs-value compatible");
        assertThat(run(0, "schemas", "register", "--registry-url", registry.url()))
                .contains("sluice.channel.root-value registered id ");
        JsonNode lines =
                new ObjectMapper().readTree(run(0, "schemas", "check", "--registry-url", registry.url(), "--json"));
        assertThat(lines).hasSize(5).allSatisfy(line -> {
            assertThat(line.path("state").asText()).isEqualTo("registered");
            assertThat(line.path("id").asInt()).isGreaterThan(OTHERS);
        });

        formats.prepare(formats.command(), formats.event());
        for (Subject subject : Subject.all()) {
            assertThat(ask("GET", "/config/" + subject.name(), "")).contains("BACKWARD_TRANSITIVE");
        }
    }

    @Test
    void what_is_not_compatible_is_refused_in_the_registrys_own_words() throws Exception {
        SchemaRegistry client = client(Map.of());
        Schema foreign = SchemaBuilder.record("io.sluice.schemas.Command")
                .fields()
                .requiredString("somethingElse")
                .endRecord();
        client.register("sluice.jobs-value", foreign);

        RecordFormats formats = RecordFormats.configured(Map.of("schema.registry.url", registry.url()));
        assertThatThrownBy(() -> formats.prepare(formats.command()))
                .isInstanceOf(SchemaRegistryException.class)
                .hasMessageContaining("sluice.jobs-value")
                .hasMessageContaining("409")
                .hasMessageContaining("Incompatible");
        assertThat(run(1, "schemas", "check", "--registry-url", registry.url()))
                .contains("sluice.jobs-value refused", "  not compatible");
    }

    @Test
    void a_second_process_finds_what_the_first_has_registered() {
        Map<String, String> settings = Map.of("schema.registry.url", registry.url());
        RecordFormats first = RecordFormats.configured(settings);
        RecordFormats second = RecordFormats.configured(settings);
        Command command = submission(new JobId("main", UUID.randomUUID()));

        first.prepare(first.command());
        second.prepare(second.command());

        assertThat(second.command().encode(command)).isEqualTo(first.command().encode(command));
        assertThat(second.command().decode(first.command().encode(command))).isEqualTo(command);
    }

    @Test
    void an_id_that_nobody_would_give_is_unknown_and_no_reason_to_wait() {
        SchemaRegistry client = client(Map.of());
        assertThat(client.byId(0)).isEmpty();
        assertThat(client.byId(Integer.MAX_VALUE)).isEmpty();
        assertThat(client.byId(-1)).isEmpty();
    }

    // ---- jobs

    @Test
    void a_cluster_is_switched_to_a_registry_and_goes_on_while_that_is_away() throws Exception {
        BrokerProcess broker = opened(SharedBroker.start("registry-broker", Map.of()));
        String kafka = broker.bootstrapServers();
        Map<String, String> with = Map.of("schema.registry.url", registry.url());

        // Before: bundled ids, one job done, one that the scheduler has not even read.
        SchedulerApp before = scheduler(kafka, Map.of());
        Worker worker = worker(kafka, Map.of());
        JobClient old = client(kafka, Map.of());
        awaitDone(submit(old));
        worker.close();
        before.close();
        JobId unread = submit(old);

        // After: the same log and state, and everybody has the registry's ids.
        SchedulerApp after = scheduler(kafka, with);
        worker(kafka, with);
        JobClient client = client(kafka, with);
        awaitDone(unread, submit(client));
        RecordFormats formats = RecordFormats.configured(with);
        for (String topic : List.of(Topics.JOBS, Topics.REPORTS, Topics.EVENTS, Topics.channelTopic("root"))) {
            assertThat(ids(kafka, topic)).as(topic).anyMatch(id -> id <= 5).anyMatch(id -> id > OTHERS);
        }
        verify(kafka, formats);
        assertThat(run(0, "events", "--bootstrap-servers", kafka, "--config", config(with)))
                .contains(unread.toString());

        // A user with a schema of his own under the same subject: no docs, and fewer fields.
        Schema theirs = without("sentAt");
        int id = client(Map.of()).register("sluice.jobs-value", theirs);
        JobId generic = new JobId("main", UUID.randomUUID());
        RawSender raw = opened(new RawSender(kafka));
        raw.job("main", Stage.partitionOf("main"), generic(theirs, id, submission(generic)));
        awaitDone(generic);

        // What nobody here has seen yet waits for the registry, and is no dead letter; what is on other stream threads
        // goes on.
        Schema unseen = without("by");
        int unseenId = client(Map.of()).register("sluice.jobs-value", unseen);
        registry.kill();
        awaitDone(submit(client));
        String other = otherPartition();
        JobId waiting = new JobId("main", UUID.randomUUID());
        raw.job("main", Stage.partitionOf("main"), generic(unseen, unseenId, submission(waiting)));
        awaitDone(new JobId(
                other, client.submit(JobRequest.of(NOTE, "on").tree(other)).id().uuid()));
        assertThat(done).doesNotContain(waiting);
        registry.restart();
        awaitDone(waiting, submit(client));
        assertThat(ids(kafka, Topics.DEAD_LETTERS)).isEmpty();

        // What the registry has never heard of is one.
        raw.job("main", Stage.partitionOf("main"), generic(unseen, 999_999, submission(waiting)));
        await("a dead letter")
                .atMost(PATIENCE)
                .until(() -> ids(kafka, Topics.DEAD_LETTERS).equals(List.of(999_999)));
        assertThat(after.stopped()).isEmpty();
    }

    private SchedulerApp scheduler(String kafka, Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "bootstrap.servers",
                kafka,
                "state.dir",
                folder.resolve("state").toString(),
                "http.port",
                "0",
                "create.topics",
                "true",
                "partitions",
                Integer.toString(SchedulerProcess.PARTITIONS),
                "channels",
                "root:8",
                "threads",
                Integer.toString(SchedulerProcess.PARTITIONS)));
        settings.putAll(more);
        SchedulerApp app = opened(SchedulerApp.start(AppConfig.of(settings), step -> {}));
        assertThat(app.awaitReady(PATIENCE)).isTrue();
        return app;
    }

    private Worker worker(String kafka, Map<String, String> more) throws InterruptedException {
        Worker worker = opened(Worker.builder()
                .bootstrapServers(kafka)
                .properties(more)
                .slots(4)
                .handler(NOTE, (text, context) -> {
                    done.add(context.id());
                    return null;
                })
                .build());
        assertThat(worker.start().awaitReady(PATIENCE)).isTrue();
        return worker;
    }

    private JobClient client(String kafka, Map<String, String> more) {
        return opened(
                JobClient.builder().bootstrapServers(kafka).properties(more).build());
    }

    private static JobId submit(JobClient client) {
        return client.submit(JobRequest.of(NOTE, "hello")).id();
    }

    private void awaitDone(JobId... jobs) {
        await("jobs that were run")
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(done).contains(jobs));
    }

    private static String otherPartition() {
        return IntStream.range(0, 100)
                .mapToObj(n -> "other-" + n)
                .filter(tree -> Stage.partitionOf(tree) != Stage.partitionOf("main"))
                .findFirst()
                .orElseThrow();
    }

    private static void verify(String kafka, RecordFormats formats) {
        await("a state that is what its events make")
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(Verified.differences(kafka, Wire.of(formats), folder.resolve("verify")))
                        .isEmpty());
    }

    /** The schema ids of the records that are on a topic. */
    private static List<Integer> ids(String kafka, String topic) {
        ByteArrayDeserializer bytes = new ByteArrayDeserializer();
        List<Integer> ids = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", kafka, "isolation.level", "read_committed"), bytes, bytes)) {
            List<TopicPartition> all = consumer.partitionsFor(topic).stream()
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            consumer.assign(all);
            consumer.seekToBeginning(all);
            Map<TopicPartition, Long> ends = consumer.endOffsets(all);
            while (all.stream().anyMatch(one -> consumer.position(one) < ends.get(one))) {
                consumer.poll(Duration.ofMillis(100))
                        .forEach(record ->
                                ids.add(ByteBuffer.wrap(record.value(), 1, 4).getInt()));
            }
        }
        return ids;
    }

    // ---- other people's writers

    private static Command submission(JobId id) {
        JobSpec job = JobSpec.newBuilder()
                .setParents(List.of())
                .setId(UuidFormat.encode(id.uuid()))
                .setType(NOTE.name())
                .setPayload(ByteBuffer.wrap("\"hello\"".getBytes(StandardCharsets.UTF_8)))
                .build();
        return new Command(null, "", 0L, new Submit(job));
    }

    /** The schema of commands as somebody else may have it: a field less, and no docs. */
    private static Schema without(String field) {
        Schema ours = Subject.of("io.sluice.schemas.Command").versions().get(0).schema();
        List<Schema.Field> fields = ours.getFields().stream()
                .filter(one -> !one.name().equals(field))
                .map(one -> new Schema.Field(one.name(), one.schema(), null, one.defaultVal()))
                .toList();
        return Schema.createRecord(ours.getName(), null, ours.getNamespace(), false, fields);
    }

    /** As Confluent's serializer writes a generic record. */
    private static byte[] generic(Schema theirs, int id, Command command) throws IOException {
        byte[] ours = RecordFormats.bundled().command().encode(command);
        GenericRecord read = new GenericDatumReader<GenericRecord>(Command.getClassSchema(), theirs, GenericData.get())
                .read(null, DecoderFactory.get().binaryDecoder(ours, 5, ours.length - 5, null));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(ByteBuffer.allocate(5).put((byte) 0).putInt(id).array());
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
        new GenericDatumWriter<GenericRecord>(theirs).write(read, encoder);
        encoder.flush();
        return bytes.toByteArray();
    }

    // ----

    private static SchemaRegistry client(Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(Map.of("schema.registry.url", registry.url()));
        settings.putAll(more);
        return RegistrySettings.of(settings).orElseThrow().open();
    }

    private static String ask(String method, String path, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(registry.url() + path))
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        return HTTP.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }

    private static String config(Map<String, String> settings) throws IOException {
        Path file = folder.resolve("cli.properties");
        List<String> lines = settings.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .toList();
        return java.nio.file.Files.write(file, lines).toString();
    }

    private static String run(int code, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int got = Main.run(new PrintWriter(out), new PrintWriter(err), arguments);
        assertThat(got).as(out + " " + err).isEqualTo(code);
        return out.toString();
    }

    private <T extends AutoCloseable> T opened(T resource) {
        open.push(resource);
        return resource;
    }
}
