package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.app.Main;
import io.sluice.core.Event;
import io.sluice.core.JobState;
import io.sluice.schemas.Topics;
import io.sluice.sdk.Dedup;
import io.sluice.sdk.JobClient;
import io.sluice.sdk.JobFlow;
import io.sluice.sdk.JobHandle;
import io.sluice.sdk.JobRequest;
import io.sluice.sdk.JobSchedule;
import io.sluice.web.ChannelDocument;
import io.sluice.wire.Wire;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code sluice rebuild} as an operator runs it, with a hundred thousand jobs that wait. */
class RebuildIT {

    private static final int WAITING = 100_000;
    private static final int ENDING = 100;
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    /** Verified by the test itself, under other application ids. */
    @RegisterExtension
    final Stage stage = Stage.withOwnBroker("rebuild").tampered();

    private final StringWriter told = new StringWriter();

    /** Jobs that wait, by tree, as they were submitted. */
    private final Map<String, List<Waiting>> waiting = new TreeMap<>();

    private record Waiting(String id, int priority) {}

    @Test
    void schedulers_go_on_in_a_state_that_is_made_of_the_events_also_with_more_partitions() {
        SchedulerProcess one = stage.scheduler("one").start();
        List<String> trees = stage.trees(2);
        WorkerProcess worker = stage.worker(8, "noop", "flaky");
        History history = stage.history();
        JobClient client = stage.client();
        submit(client, trees);
        await("all is stored, and what can end has ended")
                .atMost(PATIENCE)
                .until(() -> history.readOn().count(trees, JobState::isEnded) == ENDING * trees.size()
                        && history.count(trees, JobState.READY::equals) == WAITING);
        List<List<ChannelDocument>> before = channels(one, trees);

        assertThat(rebuild("two")).as("while schedulers run").isEqualTo(1);
        assertThat(told.toString()).contains("schedulers named sluice are running");
        worker.kill();
        one.stop();
        client.submit(JobRequest.of(WorkerMain.NOOP, null).channel("root.late").tree(trees.getFirst()));
        client.flush();
        assertThat(rebuild("two")).as(told.toString()).isZero();
        assertThat(told.toString()).contains("the state of two is made").contains("4 partitions");
        Shown.mustBe("sluice rebuild two", told.toString());
        assertThat(verify("two")).contains("no difference");
        assertThat(rebuild("two")).as("a second time").isEqualTo(1);
        assertThat(told.toString()).contains("take another application id");

        assertThat(rebuild("three", "--application-id", "two", "--partitions", "6"))
                .as("without --yes")
                .isEqualTo(2);
        assertThat(rebuild("three", "--application-id", "two", "--partitions", "6", "--yes"))
                .as(told.toString())
                .isZero();
        Shown.mustBe("sluice rebuild three", told.toString());
        assertThat(verify("three")).contains("no difference");
        SchedulerProcess three = stage.scheduler("three");
        three.launch("--application-id", "three");
        three.awaitReady();
        await("the job that nobody had read")
                .atMost(PATIENCE)
                .until(() -> channels(three, trees.subList(0, 1)).getFirst().stream()
                        .anyMatch(channel -> channel.path().equals("root.late")));
        assertThat(channels(three, trees.subList(1, trees.size()))).isEqualTo(before.subList(1, trees.size()));

        stage.worker(8, "rare", "noop");
        await("all are done")
                .atMost(PATIENCE)
                .until(() -> channels(three, trees).stream()
                        .flatMap(List::stream)
                        .filter(channel -> channel.path().equals("root.rare"))
                        .allMatch(channel -> channel.ready() == 0 && channel.seats() == 0));
        assertThat(released(trees)).isEqualTo(inOrder(trees));
        assertThat(verify("three")).contains("no difference");
        assertThat(run("state", "--at", "0s", "--tree", trees.getLast())).isZero();
        Shown.mustBe("sluice state --at", told.toString());
        assertThat(run("history", waiting.get(trees.getLast()).getFirst().id())).isZero();
        assertThat(told.toString()).contains("JobSubmitted").contains("JobDone");
    }

    // ---- what is there before

    private void submit(JobClient client, List<String> trees) {
        for (String tree : trees) {
            List<JobRequest<?>> ending = new ArrayList<>();
            for (int i = 0; i < ENDING; i++) {
                ending.add(
                        i % 10 == 0
                                ? JobRequest.of(WorkerMain.FLAKY, 2)
                                        .maxAttempts(i % 20 == 0 ? 1 : 3)
                                        .tree(tree)
                                : JobRequest.of(WorkerMain.NOOP, null).tree(tree));
            }
            client.submitAll(ending).join();
            client.submit(JobRequest.of(WorkerMain.NOOP, null)
                    .tree(tree)
                    .channel("root.later")
                    .eta(Duration.ofHours(1))
                    .dedup(Dedup.key("k")));
            client.submit(JobFlow.chain(
                    JobRequest.of(WorkerMain.RARE, null)
                            .tree(tree)
                            .channel("root.flow")
                            .eta(Duration.ofHours(1)),
                    JobRequest.of(WorkerMain.NOOP, null).tree(tree).channel("root.flow")));
            client.putSchedule(JobSchedule.of(
                    "nightly", "@yearly", JobRequest.of(WorkerMain.NOOP, null).tree(tree)));
            client.configure(tree, "root.rare:5");
            client.pause(tree, "root.night", "tests");
        }
        List<JobRequest<?>> rare = new ArrayList<>();
        for (int i = 0; i < WAITING; i++) {
            rare.add(JobRequest.of(WorkerMain.RARE, null)
                    .tree(trees.get(i % trees.size()))
                    .channel("root.rare")
                    .priority(i * 7 % 13));
        }
        List<JobHandle> handles = client.submitAll(rare).join();
        for (int i = 0; i < WAITING; i++) {
            String id = handles.get(i).id().toString();
            waiting.computeIfAbsent(trees.get(i % trees.size()), first -> new ArrayList<>())
                    .add(new Waiting(id, i * 7 % 13));
        }
    }

    /** By tree, in the order in which they were submitted. */
    private Map<String, List<String>> inOrder(List<String> trees) {
        Map<String, List<String>> order = new TreeMap<>();
        trees.forEach(tree -> order.put(
                tree,
                waiting.get(tree).stream()
                        .sorted(Comparator.comparingInt(Waiting::priority))
                        .map(Waiting::id)
                        .toList()));
        return order;
    }

    // ---- what is there afterwards

    private static List<List<ChannelDocument>> channels(SchedulerProcess scheduler, List<String> trees) {
        return trees.stream()
                .map(tree -> scheduler.api().channels(tree).channels())
                .toList();
    }

    /** By tree, the jobs of that channel in the order in which they were released. */
    private Map<String, List<String>> released(List<String> trees) {
        Map<String, List<String>> released = new TreeMap<>();
        trees.forEach(tree -> released.put(tree, new ArrayList<>()));
        Map<String, Object> settings =
                Map.of("bootstrap.servers", stage.broker().bootstrapServers(), "isolation.level", "read_committed");
        ByteArrayDeserializer bytes = new ByteArrayDeserializer();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(settings, bytes, bytes)) {
            List<TopicPartition> all = consumer.partitionsFor(Topics.EVENTS).stream()
                    .map(found -> new TopicPartition(found.topic(), found.partition()))
                    .toList();
            consumer.assign(all);
            consumer.seekToBeginning(all);
            Map<TopicPartition, Long> ends = consumer.endOffsets(all);
            while (all.stream().anyMatch(one -> consumer.position(one) < ends.get(one))) {
                consumer.poll(Duration.ofMillis(200))
                        .forEach(record -> Wire.bundled()
                                .events(Optional.ofNullable(record.key()), record.value())
                                .forEach(recorded -> {
                                    if (recorded.event() instanceof Event.JobReleased job
                                            && job.channel().text().equals("root.rare")) {
                                        released.get(recorded.tree())
                                                .add(job.job().toString());
                                    }
                                }));
            }
        }
        return released;
    }

    // ---- the command

    private int rebuild(String id, String... more) {
        List<String> arguments =
                new ArrayList<>(List.of(id, "--directory", stage.file("scratch").toString()));
        arguments.addAll(List.of(more));
        return run("rebuild", arguments.toArray(String[]::new));
    }

    private String verify(String id) {
        assertThat(run(
                        "verify",
                        "--application-id",
                        id,
                        "--directory",
                        stage.file("scratch").toString()))
                .as(told.toString())
                .isZero();
        return told.toString();
    }

    private int run(String command, String... more) {
        List<String> arguments = new ArrayList<>(
                List.of(command, "--bootstrap-servers", stage.broker().bootstrapServers()));
        arguments.addAll(List.of(more));
        told.getBuffer().setLength(0);
        PrintWriter out = new PrintWriter(told);
        int exit = Main.run(out, out, arguments.toArray(String[]::new));
        System.out.println("$ sluice " + String.join(" ", arguments) + "\n" + told);
        return exit;
    }
}
