package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.app.Main;
import io.sluice.core.Cause;
import io.sluice.core.ChannelPath;
import io.sluice.core.Event;
import io.sluice.core.Failure;
import io.sluice.core.Job;
import io.sluice.core.JobState;
import io.sluice.core.Payload;
import io.sluice.core.Recorded;
import io.sluice.core.Submission;
import io.sluice.devcluster.JavaProcess;
import io.sluice.devcluster.JavaProgram;
import io.sluice.log.EventTopic;
import io.sluice.log.Histories;
import io.sluice.log.Replay;
import io.sluice.log.ReplayFilter;
import io.sluice.log.Stretch;
import io.sluice.log.Watch;
import io.sluice.schemas.Topics;
import io.sluice.sdk.Dedup;
import io.sluice.sdk.JobAction;
import io.sluice.sdk.JobClient;
import io.sluice.sdk.JobId;
import io.sluice.sdk.JobRequest;
import io.sluice.web.Answers;
import io.sluice.wire.Message;
import io.sluice.wire.Wire;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What happened is found again, and run again, when the scheduler has long forgotten it. */
class HistoryAndReplayIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int MANY = 100_000;

    @RegisterExtension
    final Stage stage = Stage.withOwnBroker("history");

    private record Said(int code, String out, String err) {}

    private Said sluice(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        List<String> all = new ArrayList<>(Arrays.asList(arguments));
        all.add("--bootstrap-servers");
        all.add(stage.broker().bootstrapServers());
        int code = Main.run(new PrintWriter(out), new PrintWriter(err), all.toArray(String[]::new));
        return new Said(code, out.toString(), err.toString());
    }

    private EventTopic topic() {
        return EventTopic.open(Map.of("bootstrap.servers", stage.broker().bootstrapServers()), Wire.bundled());
    }

    private List<Job> replays(String tree) {
        List<Job> replays = new ArrayList<>();
        long from = Instant.now().minus(Duration.ofMinutes(5)).toEpochMilli();
        try (EventTopic topic = topic()) {
            topic.read(Stretch.of(tree, from, Long.MAX_VALUE), Watch.NOBODY, recorded -> {
                if (recorded.event() instanceof Event.JobSubmitted e
                        && e.submitted().asked().replayOf().isPresent()) {
                    replays.add(e.submitted());
                }
                return true;
            });
        }
        return replays;
    }

    @Test
    void a_purged_job_has_its_history_and_a_window_is_replayed_once_however_often_it_is_asked_for() throws Exception {
        SchedulerProcess scheduler = stage.scheduler("one").start();
        stage.worker(4, "noop", "flaky");
        History history = stage.history();
        JobClient client = stage.client();
        String tree = stage.trees(1).getFirst();
        List<JobId> jobs = Stream.generate(() -> client.submit(JobRequest.of(WorkerMain.FLAKY, 9)
                                .tree(tree)
                                .channel("root.rows")
                                .maxAttempts(1))
                        .id())
                .limit(6)
                .toList();
        client.submit(JobRequest.of(WorkerMain.NOOP, null).tree(tree));
        await("failed jobs")
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(jobs)
                        .allSatisfy(
                                job -> assertThat(history.readOn().state(job)).contains(JobState.FAILED)));
        jobs.subList(0, 2).forEach(job -> client.act(job, JobAction.delete()));
        await("purged jobs")
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(jobs.subList(0, 2))
                        .allSatisfy(job -> assertThat(scheduler.api().find(job)).isEmpty()));

        StringWriter list = new StringWriter();
        int listed = Main.run(
                new PrintWriter(list),
                new PrintWriter(list),
                "jobs",
                "--state",
                "failed",
                "--from",
                "10m",
                "--tree",
                tree,
                "--url",
                scheduler.api().url());
        assertThat(listed).as(list.toString()).isZero();
        jobs.forEach(job -> assertThat(list.toString()).as("purged ones too").contains(job.toString()));

        Said told = sluice("history", jobs.getFirst().toString());
        assertThat(told.code()).as(told.err()).isZero();
        assertThat(told.out())
                .containsSubsequence("JobSubmitted", "JobReleased", "BundleClaimed", "JobStarted", "JobFailed")
                .contains("attempt 1 of " + jobs.getFirst(), "JobPurged", "trace of the last error:");
        Shown.mustBe("sluice history", told.out().replace(tree, "main"));
        client.submit(JobRequest.of(WorkerMain.RARE, null).tree(tree).channel("root.rows"));
        JobId waits = client.submit(
                        JobRequest.of(WorkerMain.RARE, null).tree(tree).channel("root.rows"))
                .id();
        await("it is there")
                .atMost(PATIENCE)
                .until(() -> scheduler.api().find(waits).isPresent());
        StringWriter why = new StringWriter();
        int answered = Main.run(
                new PrintWriter(why),
                new PrintWriter(why),
                "why",
                waits.toString(),
                "--url",
                scheduler.api().url());
        assertThat(answered).as(why.toString()).isZero();
        Shown.mustBe("sluice why", why.toString().replace(tree, "main"));
        JsonNode json = Answers.json()
                .readTree(
                        sluice("history", jobs.getFirst().toString(), "--json").out());
        assertThat(json.path("purged").asBoolean()).isTrue();
        assertThat(json.path("entries").path(0).path("by").asText()).isEqualTo("sluice-client");
        assertThat(json.path("entries").path(4).path("error").path("message").asText())
                .contains("attempt 1 of " + jobs.getFirst());
        Said unknown = sluice("history", tree + ":" + UUID.randomUUID());
        assertThat(unknown.code()).isEqualTo(1);
        assertThat(unknown.err()).contains("no event is about job");

        String to = Instant.now().toString();
        String[] window = {"replay", "--from", "10m", "--to", to, "--tree", tree, "--channel", "rows"};
        Said dry = sluice(window);
        assertThat(dry.code()).isEqualTo(1);
        assertThat(dry.out()).contains("6 jobs match", "replayed before: 0; to be submitted: 6", "attempt 1 of");
        assertThat(dry.err()).contains("add --yes to submit 6 jobs");
        Shown.mustBe("sluice replay", (dry.out() + dry.err()).replace(tree, "main"));
        assertThat(replays(tree)).isEmpty();

        Said part = sluice(with(window, "--yes", "--limit", "2", "--no-wait"));
        assertThat(part.code()).as(part.err()).isZero();
        assertThat(part.out()).contains("submitted 2 jobs");
        Said rest = sluice(with(window, "--yes"));
        assertThat(rest.code()).as(rest.err()).isZero();
        assertThat(replays(tree)).hasSize(6);
        Said second = sluice(with(window, "--yes"));
        assertThat(second.code()).as(second.err()).isZero();
        assertThat(second.out()).contains("submitted 0 jobs");
        assertThat(second.err()).contains("replayed before: 6; to be submitted: 0");

        assertThat(replays(tree)).hasSize(6).allSatisfy(job -> {
            assertThat(new String(job.payload().bytes(), StandardCharsets.UTF_8))
                    .isEqualTo("9");
            assertThat(job.payload().contentType()).isEqualTo("application/json");
            assertThat(job.channel().text()).isEqualTo("root.rows");
            assertThat(job.maxAttempts()).hasValue(1);
        });
        assertThat(replays(tree))
                .extracting(job -> job.asked().replayOf().orElseThrow())
                .containsExactlyInAnyOrderElementsOf(
                        jobs.stream().map(JobId::uuid).toList());

        assertThat(sluice(with(window, "--yes", "--again", "fixed")).out()).contains("submitted 6 jobs");
        assertThat(sluice(with(window, "--yes", "--again", "fixed")).out()).contains("submitted 0 jobs");
        assertThat(replays(tree)).hasSize(12);
    }

    @Test
    void a_job_whose_dedup_key_another_holds_by_now_is_not_replayed_and_told() {
        SchedulerProcess scheduler = stage.scheduler("one").start();
        stage.worker(1, "flaky");
        JobClient client = stage.client();
        String tree = stage.trees(1).getFirst();
        JobRequest<Integer> keyed =
                JobRequest.of(WorkerMain.FLAKY, 9).tree(tree).maxAttempts(1).dedup(Dedup.key("k"));
        JobId failed = client.submit(keyed).id();
        await("a failed job")
                .atMost(PATIENCE)
                .until(() -> scheduler
                        .api()
                        .find(failed)
                        .filter(job -> job.row().state() == JobState.FAILED)
                        .isPresent());
        JobId holder = client.submit(keyed.eta(Duration.ofHours(1))).id();
        await("the holder")
                .atMost(PATIENCE)
                .until(() -> scheduler.api().find(holder).isPresent());

        Said said = sluice("replay", "--from", "10m", "--to", "0s", "--tree", tree, "--yes", "--json");

        assertThat(said.code()).as(said.err()).isZero();
        assertThat(said.err()).contains("1 job not stored: another job holds their dedup key");
        assertThat(said.out()).contains("\"held\":1", "\"stored\":0");
        assertThat(replays(tree)).isEmpty();
    }

    private static String[] with(String[] first, String... more) {
        return Stream.concat(Arrays.stream(first), Arrays.stream(more)).toArray(String[]::new);
    }

    @Test
    void a_window_with_very_many_jobs_is_gone_through_and_stopped_and_taken_up_again() throws Exception {
        // Its events are written by the test.
        stage.tampered();
        stage.scheduler("one").start();
        String tree = stage.trees(1).getFirst();
        long start = Instant.now().minus(Duration.ofHours(1)).toEpochMilli();
        write(tree, start);
        long read = System.nanoTime();

        try (EventTopic topic = topic()) {
            ReplayFilter filter = new ReplayFilter(
                    tree,
                    start,
                    Instant.now().toEpochMilli(),
                    Set.of(JobState.FAILED),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of("java.io.IOException"),
                    "");
            Replay replay = Replay.of(topic, filter, Watch.NOBODY);
            assertThat(replay.found().jobs()).isEqualTo(MANY / 2);

            Set<UUID> made = new HashSet<>();
            Replay.Outcome stopped = replay.jobs(start, Watch.NOBODY, job -> {
                made.add(job.id().uuid());
                return made.size() < 1000;
            });
            assertThat(stopped.complete()).isFalse();
            assertThat(made).hasSize(1000);
            assertThat(replay.jobs(start, Watch.NOBODY, job -> {
                        made.add(job.id().uuid());
                        return true;
                    }))
                    .isEqualTo(new Replay.Outcome(0, true));
            assertThat(made).hasSize(MANY / 2);

            io.sluice.core.JobId late = id(tree, start, MANY - 1);
            assertThat(new Histories(topic).of(late, Watch.NOBODY).entries()).hasSize(2);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - read)).isLessThan(Duration.ofMinutes(1));
        stoppedAndTakenUpAgain(tree, start);
    }

    private void stoppedAndTakenUpAgain(String tree, long start) throws IOException {
        String[] command = {
            "replay",
            "--from",
            Instant.ofEpochMilli(start).toString(),
            "--to",
            Instant.now().minus(Duration.ofMinutes(10)).toString(),
            "--tree",
            tree,
            "--error",
            "java.io.IOException",
            "--yes"
        };
        String[] arguments = with(command, "--bootstrap-servers", stage.broker().bootstrapServers());
        Path output = stage.file("replay.log");
        int submitted;
        try (JavaProcess process = JavaProcess.start(JavaProgram.of(Main.class, arguments), output)) {
            await("some that are run again")
                    .atMost(PATIENCE)
                    .until(() -> !replays(tree).isEmpty());
            process.requestStop();
            assertThat(process.awaitExit(PATIENCE)).isTrue();
            submitted = replays(tree).size();
            assertThat(Files.readString(output))
                    .contains("submitted " + submitted + " jobs", "the same command goes on, without doubles");
        }
        assertThat(submitted).isLessThan(MANY / 2);

        Said said = sluice(with(command, "--limit", "700"));

        assertThat(said.out()).as(said.err()).contains("submitted 700 jobs");
        assertThat(said.err())
                .contains("replayed before: " + submitted + "; to be submitted: " + (MANY / 2 - submitted));
        assertThat(replays(tree))
                .hasSize(submitted + 700)
                .extracting(job -> job.asked().replayOf().orElseThrow())
                .doesNotHaveDuplicates();
    }

    private static io.sluice.core.JobId id(String tree, long start, int n) {
        return new io.sluice.core.JobId(
                tree, new UUID(start + n / 100 << 16 | 0x7000L | n % 100, 0x8000_0000_0000_0000L | n));
    }

    /** As a scheduler would have written them: jobs that came one after another and failed, every other in another way. */
    private void write(String tree, long start) {
        ByteArraySerializer bytes = new ByteArraySerializer();
        byte[] key = tree.getBytes(StandardCharsets.UTF_8);
        Map<String, Object> settings = Map.of(
                "bootstrap.servers", stage.broker().bootstrapServers(), "linger.ms", 20, "batch.size", 512 * 1024);
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(settings, bytes, bytes)) {
            for (int i = 0; i < MANY; i++) {
                long at = start + i / 100;
                for (Message message : Wire.bundled().messages(events(id(tree, start, i), i, at))) {
                    producer.send(
                            new ProducerRecord<>(Topics.EVENTS, Stage.partitionOf(tree), at, key, message.value()));
                }
            }
        }
    }

    private static List<Recorded> events(io.sluice.core.JobId id, int n, long at) {
        Payload payload = new Payload(("row " + n).getBytes(StandardCharsets.UTF_8), "text/plain");
        String error = n % 2 == 0 ? "java.io.IOException" : "E";
        Cause cause = new Cause(id.tree(), Optional.empty(), "shop");
        Event submitted = new Event.JobSubmitted(Job.of(Submission.of(id, "row", "root.rows", payload), n, at));
        Event failed = new Event.JobFailed(
                id,
                ChannelPath.parse("root.rows"),
                "row",
                new Event.Run(Optional.empty(), 1, 1, "w", at, at),
                new Failure(error, "disk full", ""));
        return List.of(
                new Recorded(id.tree(), 2L * n + 1, at, cause, submitted),
                new Recorded(id.tree(), 2L * n + 2, at, cause, failed));
    }
}
