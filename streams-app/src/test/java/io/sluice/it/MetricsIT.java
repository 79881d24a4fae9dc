package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.sdk.JobClient;
import io.sluice.sdk.JobId;
import io.sluice.sdk.JobRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The board, the alert rules and docs/metrics.md against what a running scheduler tells. */
class MetricsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String ROOT = "{channel=\"root\",tree=\"main\"}";

    /** Labels that Prometheus itself puts to what it reads, and the metric that it makes of its own alerts. */
    private static final Set<String> OF_PROMETHEUS = Set.of("instance", "job");

    private static final Set<String> MADE_BY_PROMETHEUS = Set.of("ALERTS");

    @RegisterExtension
    final Stage stage = Stage.withOwnBroker("metrics");

    @Test
    void a_scheduler_tells_what_happened_and_board_rules_and_docs_know_its_words() throws Exception {
        SchedulerProcess scheduler = stage.scheduler("one").start();
        stage.worker(4, "noop", "flaky", "hold");
        someOfEverything(stage.client());

        await("what happened in numbers")
                .atMost(PATIENCE)
                .untilAsserted(() -> assertTells(Scrape.parse(scheduler.api().metrics())));

        Scrape scrape = Scrape.parse(scheduler.api().metrics());
        assertKnown(Watching.boardExpressions(), scrape);
        assertKnown(Watching.alertExpressions(), scrape);
        assertDocumented(scrape);
    }

    private void someOfEverything(JobClient client) throws Exception {
        client.submit(JobRequest.of(WorkerMain.NOOP, null));
        client.submit(JobRequest.of(WorkerMain.FLAKY, 1));
        client.submit(JobRequest.of(WorkerMain.FLAKY, 9).maxAttempts(2));
        client.submit(JobRequest.of(WorkerMain.RARE, null));
        client.submit(JobRequest.of(WorkerMain.HOLD, stage.file("never").toString()));
        client.cancel(new JobId("main", new UUID(1, 1)), "no such job");
        stage.raw().job("main", Stage.partitionOf("main"), "garbage".getBytes(StandardCharsets.UTF_8));
    }

    private static void assertTells(Scrape scrape) {
        assertValue(scrape, "sluice_jobs_submitted_total" + ROOT, 5);
        assertValue(scrape, "sluice_jobs_done_total" + ROOT, 2);
        assertValue(scrape, "sluice_jobs_failed_total" + ROOT, 1);
        // A machine that is busy may lose a run in between.
        assertAtLeast(scrape, "sluice_jobs_retried_total" + ROOT, 2);
        assertAtLeast(scrape, "sluice_jobs_started_total" + ROOT, 6);
        assertAtLeast(scrape, "sluice_job_wait_seconds_count" + ROOT, 4);
        assertAtLeast(scrape, "sluice_job_run_seconds_count" + ROOT, 5);
        assertAtLeast(scrape, "sluice_type_outcomes_total{outcome=\"retried\",type=\"flaky\"}", 2);
        assertValue(scrape, "sluice_channel_ready" + ROOT, 1);
        assertValue(scrape, "sluice_channel_running" + ROOT, 1);
        assertValue(scrape, "sluice_channel_seats" + ROOT, 1);
        assertValue(scrape, "sluice_channel_failed" + ROOT, 1);
        assertValue(scrape, "sluice_channel_capacity" + ROOT, 64);
        assertValue(scrape, "sluice_rejected_total{code=\"UNKNOWN_JOB\"}", 1);
        assertValue(scrape, "sluice_dead_letters_total", 1);
        assertValue(scrape, "sluice_ready", 1);
        assertValue(scrape, "sluice_partitions", SchedulerProcess.PARTITIONS);
        assertValue(scrape, "sluice_workers_slots", 4);
        assertValue(scrape, "sluice_workers_free_slots", 3);
        assertThat(scrape.value("sluice_channel_oldest_waiting_seconds" + ROOT))
                .hasValueSatisfying(age -> assertThat(age).isPositive());
    }

    private static void assertValue(Scrape scrape, String sample, double value) {
        assertThat(scrape.value(sample)).as(sample).contains(value);
    }

    private static void assertAtLeast(Scrape scrape, String sample, double value) {
        assertThat(scrape.value(sample))
                .as(sample)
                .hasValueSatisfying(found -> assertThat(found).isGreaterThanOrEqualTo(value));
    }

    private static void assertKnown(List<String> expressions, Scrape scrape) {
        for (String expression : expressions) {
            PromQl read = PromQl.parse(expression);
            assertThat(read.metrics()).as(expression).isNotEmpty();
            Set<String> labels = new TreeSet<>(OF_PROMETHEUS);
            for (PromQl.Picked picked : read.metrics()) {
                if (MADE_BY_PROMETHEUS.contains(picked.metric())) {
                    continue;
                }
                assertThat(scrape.labels().keySet()).as(expression).contains(picked.metric());
                Set<String> own = new TreeSet<>(scrape.labels().get(picked.metric()));
                own.addAll(OF_PROMETHEUS);
                assertThat(own)
                        .as("labels of %s in %s", picked.metric(), expression)
                        .containsAll(picked.labels());
                labels.addAll(own);
            }
            assertThat(labels).as("labels by which %s groups", expression).containsAll(read.grouping());
        }
    }

    private static void assertDocumented(Scrape scrape) throws IOException {
        List<Watching.Documented> rows = Watching.documented();
        for (Watching.Documented row : rows) {
            assertThat(scrape.families()).as("%s of docs/metrics.md", row).containsEntry(row.name(), row.kind());
            assertThat(scrape.labelsOf(row.name()))
                    .as("labels of %s", row.name())
                    .isEqualTo(row.labels());
        }
        assertThat(rows)
                .extracting(Watching.Documented::name)
                .doesNotHaveDuplicates()
                .containsAll(scrape.families().keySet().stream()
                        .filter(name -> name.startsWith("sluice_"))
                        .toList());
    }
}
