package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.app.Main;
import io.sluice.contract.RecordEngine;
import io.sluice.contract.RecordEngine.DeadLetter;
import io.sluice.contract.RecordScenarios;
import io.sluice.contract.ScenarioSuite;
import io.sluice.core.Cause;
import io.sluice.core.Command;
import io.sluice.core.Failure;
import io.sluice.core.JobFilter;
import io.sluice.core.JobId;
import io.sluice.core.Payload;
import io.sluice.core.Recorded;
import io.sluice.core.Submission;
import io.sluice.schemas.Topics;
import io.sluice.web.JobDetails;
import io.sluice.wire.Wire;
import io.sluice.wire.WireBytes;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A scheduler as it is deployed, and around it nothing but a Kafka client: what any other language would need. */
class BrokerScenariosIT implements ScenarioSuite, RecordScenarios {

    @RegisterExtension
    static final SharedBroker BROKER = new SharedBroker();

    private static SchedulerProcess scheduler;
    private static RealTime engine;

    @BeforeAll
    static void start() {
        String broker = BROKER.bootstrapServers();
        scheduler = new SchedulerProcess(broker, BROKER.folder().resolve("scheduler-scenarios")).start();
        engine = new RealTime(broker, scheduler.api());
    }

    @AfterAll
    static void stop() {
        engine.close();
        scheduler.stop();
        scheduler.close();
        String broker = BROKER.bootstrapServers();
        Verified.mustBe(broker, BROKER.folder().resolve("verify-scenarios"));
    }

    @Override
    public RecordEngine engine() {
        return engine;
    }

    /** What came to a wrong partition twice is right as soon as it is sent by its key again. */
    @Test
    void a_dead_letter_that_is_sent_again_is_taken_in() {
        String tree = "dead-letter-" + UUID.randomUUID();
        JobId job = new JobId(tree, UUID.randomUUID());
        Submission asked = Submission.of(job, "noop", "", new Payload(new byte[0], "text/plain"));
        engine.astrayAgain(tree, new Command.Submit(asked));
        engine.await("the dead letter", () -> !engine.deadLetters(tree).isEmpty());
        DeadLetter dead = engine.deadLetters(tree).getFirst();
        assertThat(dead.cause()).contains("wrong partition again");
        assertThat(engine.seen(job)).isEmpty();

        StringWriter said = new StringWriter();
        int exit = Main.run(
                new PrintWriter(said, true),
                new PrintWriter(said, true),
                "dead-letters",
                "retry",
                dead.position(),
                "--bootstrap-servers",
                BROKER.bootstrapServers());

        assertThat(exit).as(said.toString()).isZero();
        engine.await("the job", () -> engine.seen(job).isPresent());
    }

    private static final class RealTime implements RecordEngine {

        private static final Duration PATIENCE = Duration.ofSeconds(30);
        private static final Duration POLL = Duration.ofMillis(20);

        private final KafkaProducer<byte[], byte[]> producer;
        private final KafkaConsumer<byte[], byte[]> consumer;
        private final List<Recorded> events = new ArrayList<>();
        private final List<Release> released = new ArrayList<>();
        private final List<DeadLetter> dead = new ArrayList<>();
        private final Api api;

        RealTime(String broker, Api api) {
            this.api = api;
            ByteArraySerializer to = new ByteArraySerializer();
            producer = new KafkaProducer<>(Map.of("bootstrap.servers", broker), to, to);
            ByteArrayDeserializer from = new ByteArrayDeserializer();
            consumer = new KafkaConsumer<>(
                    Map.of("bootstrap.servers", broker, "isolation.level", "read_committed"), from, from);
            List<TopicPartition> all = Stream.of(Topics.EVENTS, Topics.channelTopic("root"), Topics.DEAD_LETTERS)
                    .flatMap(topic -> consumer.partitionsFor(topic).stream())
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            consumer.assign(all);
            consumer.seekToEnd(all);
            all.forEach(consumer::position);
        }

        @Override
        public void command(String tree, Command command) {
            Cause cause = new Cause(tree, Optional.of(UUID.randomUUID()), "a scenario");
            send(Topics.JOBS, tree, tree.getBytes(StandardCharsets.UTF_8), WireBytes.command(command, cause));
        }

        @Override
        public void report(String tree, Command report) {
            send(Topics.REPORTS, tree, tree.getBytes(StandardCharsets.UTF_8), WireBytes.report(report));
        }

        @Override
        public void heartbeat(String tree, Command.Heartbeat heartbeat) {
            send(Topics.REPORTS, tree, null, WireBytes.report(heartbeat));
        }

        @Override
        public void channelsFile(String tree, String text) {
            send(Topics.JOBS, tree, null, WireBytes.command(new Command.ConfigureFile(text), Cause.itself()));
        }

        @Override
        public void bytes(String tree, byte[] value) {
            send(Topics.JOBS, tree, tree.getBytes(StandardCharsets.UTF_8), value);
        }

        /** As if it had been sent on to a partition that is wrong as well. */
        void astrayAgain(String tree, Command command) {
            byte[] key = tree.getBytes(StandardCharsets.UTF_8);
            int wrong = (Stage.partitionOf(tree) + 1) % SchedulerProcess.PARTITIONS;
            Cause cause = new Cause(tree, Optional.of(UUID.randomUUID()), "a scenario");
            ProducerRecord<byte[], byte[]> record =
                    new ProducerRecord<>(Topics.JOBS, wrong, key, WireBytes.command(command, cause));
            record.headers().add("sluice-forwarded", new byte[0]);
            send(record);
        }

        @Override
        public int partition(String tree) {
            return Stage.partitionOf(tree);
        }

        private void send(String topic, String tree, byte[] key, byte[] value) {
            send(new ProducerRecord<>(topic, Stage.partitionOf(tree), key, value));
        }

        private void send(ProducerRecord<byte[], byte[]> record) {
            try {
                producer.send(record).get();
            } catch (ExecutionException | InterruptedException e) {
                throw new AssertionError("cannot write to " + record.topic(), e);
            }
        }

        @Override
        public List<Recorded> events(String tree) {
            return events.stream()
                    .filter(recorded -> recorded.tree().equals(tree))
                    .toList();
        }

        @Override
        public List<Release> released(String tree) {
            return released.stream()
                    .filter(release -> release.bundle().tree().equals(tree))
                    .toList();
        }

        @Override
        public List<DeadLetter> deadLetters(String tree) {
            return dead.stream().filter(letter -> letter.key().equals(tree)).toList();
        }

        private void add(ConsumerRecord<byte[], byte[]> record) {
            switch (record.topic()) {
                case Topics.EVENTS ->
                    events.addAll(Wire.bundled().events(Optional.ofNullable(record.key()), record.value()));
                case Topics.DEAD_LETTERS ->
                    dead.add(new DeadLetter(
                            record.partition() + "-" + record.offset(),
                            new String(record.key(), StandardCharsets.UTF_8),
                            record.value(),
                            new String(
                                    record.headers().lastHeader("sluice-cause").value(), StandardCharsets.UTF_8)));
                default -> Release.in(record.value()).forEach(released::add);
            }
        }

        @Override
        public Optional<Seen> seen(JobId job) {
            return api.find(new io.sluice.sdk.JobId(job.tree(), job.uuid())).map(RealTime::seen);
        }

        private static Seen seen(JobDetails job) {
            return new Seen(
                    job.row().state(),
                    job.result(),
                    job.failure().map(error -> new Failure(error.type(), error.message(), error.stackTrace())),
                    job.reason().orElse(""));
        }

        @Override
        public long count(String tree, JobFilter filter) {
            return api.count(tree, filter);
        }

        @Override
        public void await(String what, BooleanSupplier holds) {
            Awaitility.await(what)
                    .atMost(PATIENCE)
                    .pollInSameThread()
                    .pollInterval(Duration.ofMillis(1))
                    .until(() -> {
                        consumer.poll(POLL).forEach(this::add);
                        return holds.getAsBoolean();
                    });
        }

        @Override
        public long now() {
            return System.currentTimeMillis();
        }

        @Override
        public void close() {
            producer.close();
            consumer.close();
        }
    }
}
