package io.sluice.app.meters;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.core.BundleId;
import io.sluice.core.Cause;
import io.sluice.core.ChannelPath;
import io.sluice.core.Command;
import io.sluice.core.Event;
import io.sluice.core.Failure;
import io.sluice.core.JobId;
import io.sluice.core.Output;
import io.sluice.core.Progress;
import io.sluice.core.Recorded;
import io.sluice.core.RejectionCode;
import io.sluice.state.OrderedReads;
import io.sluice.streams.Vitals;
import io.sluice.web.PartitionInMemory;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MetersTest {

    private static final Failure ERROR = new Failure("Boom", "it broke", "");

    private final Meters meters =
            new Meters(new Meters.Settings("0.1", "sluice", Duration.ofDays(1_000), "root:4,root.shop:2", 4));
    private final PartitionInMemory partition = new PartitionInMemory(2).file("root:4,root.shop:2");
    private int readings;

    MetersTest() {
        partition.tells(meters.listeners().opened(2, partition.store()));
    }

    @AfterEach
    void close() {
        meters.close();
    }

    /** What is told from now on. */
    private List<String> told(Vitals vitals) {
        meters.watch(new Meters.Source() {
            @Override
            public boolean ready() {
                readings++;
                return true;
            }

            @Override
            public Vitals vitals() {
                return vitals;
            }

            @Override
            public Collection<OrderedReads> stores() {
                return List.of(partition.store());
            }
        });
        return meters.text().lines().filter(line -> line.startsWith("sluice_")).toList();
    }

    private List<String> told() {
        return told(Vitals.NONE);
    }

    private static String of(String name, String channel) {
        return "sluice_" + name + "{channel=\"" + channel + "\",tree=\"main\"}";
    }

    // ---- what is counted

    @Test
    void what_became_of_jobs_is_counted_by_channel_and_by_type() {
        partition.worker();
        JobId done = partition.submit("main", "root.shop");
        partition.release();
        partition.run(done, new Command.Done(Optional.empty()));
        JobId retried = partition.submit("main", "root.shop");
        partition.release();
        partition.run(retried, new Command.Retry(ERROR, OptionalLong.of(60_000), Optional.empty()));
        partition.failed("main", "root");

        assertThat(told())
                .contains(
                        of("jobs_submitted_total", "root.shop") + " 2.0",
                        of("jobs_released_total", "root.shop") + " 2.0",
                        of("jobs_started_total", "root.shop") + " 2.0",
                        of("jobs_done_total", "root.shop") + " 1.0",
                        of("jobs_retried_total", "root.shop") + " 1.0",
                        of("jobs_failed_total", "root.shop") + " 0.0",
                        of("jobs_failed_total", "root") + " 1.0",
                        of("job_wait_seconds_count", "root.shop") + " 2",
                        of("job_run_seconds_count", "root.shop") + " 2",
                        of("job_run_seconds_sum", "root.shop") + " 0.02",
                        "sluice_job_run_seconds_bucket{channel=\"root.shop\",tree=\"main\",le=\"0.005\"} 0",
                        "sluice_job_run_seconds_bucket{channel=\"root.shop\",tree=\"main\",le=\"0.01\"} 2",
                        "sluice_type_outcomes_total{outcome=\"failed\",type=\"greet\"} 1.0",
                        "sluice_type_run_seconds_count{type=\"greet\"} 3");
    }

    @Test
    void what_was_given_up_given_back_or_refused_is_counted() {
        JobId job = new JobId("main", new UUID(1, 1));
        ChannelPath channel = new ChannelPath("root.shop");
        Event.Run run = new Event.Run(Optional.of(new BundleId("main", 1)), 1, 1, "w1", 0, 0);
        decided(
                new Event.JobLost(job, channel, "greet", run, Event.LostReason.WORKER_LOST),
                new Event.JobLost(job, channel, "greet", run, Event.LostReason.UNCLAIMED),
                new Event.JobHandedBack(job, channel, "greet", run, "STOPPING"),
                new Event.CommandRejected(Optional.of(job), RejectionCode.STALE_RUN, "too late"),
                new Event.JobDuplicate(job, job),
                new Event.JobPurged(job, channel, "greet"));

        assertThat(told())
                .contains(
                        "sluice_jobs_lost_total{channel=\"root.shop\",reason=\"WORKER_LOST\",tree=\"main\"} 1.0",
                        "sluice_jobs_lost_total{channel=\"root.shop\",reason=\"UNCLAIMED\",tree=\"main\"} 1.0",
                        "sluice_workers_lost_total 1.0",
                        of("jobs_handed_back_total", "root.shop") + " 1.0",
                        of("job_run_seconds_count", "root.shop") + " 0",
                        "sluice_rejected_total{code=\"STALE_RUN\"} 1.0",
                        "sluice_jobs_duplicate_total 1.0",
                        of("jobs_purged_total", "root.shop") + " 1.0");
    }

    private void decided(Event... events) {
        List<Recorded> recorded = Arrays.stream(events)
                .map(event -> new Recorded("main", 1, PartitionInMemory.NOW, Cause.itself(), event))
                .toList();
        meters.listeners().opened(1, partition.store()).decided(new Output(recorded, List.of(), false));
    }

    @Test
    void a_hidden_join_is_no_job() {
        partition.flow("main");

        assertThat(told())
                .contains(of("jobs_submitted_total", "root") + " 3.0", of("channel_waiting", "root") + " 1.0");
    }

    @Test
    void channels_beyond_the_bound_are_counted_and_read_together() {
        for (String channel : List.of("root.a", "root.b", "root.c", "root.d")) {
            partition.submit("main", channel);
        }

        // root and root.shop are declared, so two more have labels.
        assertThat(told())
                .contains(
                        of("jobs_submitted_total", "root.a") + " 1.0",
                        of("jobs_submitted_total", "root.b") + " 1.0",
                        of("jobs_submitted_total", "_other") + " 2.0",
                        of("channel_ready", "root.b") + " 1.0",
                        of("channel_ready", "_other") + " 2.0")
                .noneMatch(line -> line.contains("root.c"));
    }

    @Test
    void trees_beyond_the_bound_are_read_together() {
        for (int i = 0; i < Labels.TREES + 5; i++) {
            partition.submit("t" + i, "root");
        }

        assertThat(told())
                .contains(
                        "sluice_trees 25.0",
                        "sluice_jobs_submitted_total{channel=\"_other\",tree=\"_other\"} 5.0",
                        "sluice_channel_ready{channel=\"_other\",tree=\"_other\"} 5.0",
                        "sluice_channel_ready{channel=\"_other\",tree=\"t19\"} 1.0");
    }

    // ---- what is read

    @Test
    void what_waits_and_runs_is_read_from_the_store() {
        partition.worker();
        JobId runs = partition.submit("main", "root.shop");
        partition.release();
        partition.begin(runs, new Progress(1, ""));
        partition.submit("main", "root.shop");
        partition.submitForLater("main", PartitionInMemory.NOW + 1);
        partition.failed("main", "root");
        partition.pause("main", "root", "night");

        assertThat(told())
                .contains(
                        of("channel_ready", "root.shop") + " 0.0",
                        of("channel_released", "root.shop") + " 1.0",
                        of("channel_running", "root.shop") + " 1.0",
                        of("channel_seats", "root.shop") + " 2.0",
                        of("channel_seats", "root") + " 2.0",
                        of("channel_capacity", "root.shop") + " 2.0",
                        of("channel_scheduled", "root") + " 1.0",
                        of("channel_failed", "root") + " 1.0",
                        of("channel_paused", "root.shop") + " 1.0",
                        of("channel_paused_by_bug", "root.shop") + " 0.0",
                        "sluice_worker_slots{worker=\"worker-1\"} 4.0",
                        "sluice_workers 1.0",
                        "sluice_ready 1.0");
    }

    @Test
    void how_far_behind_a_partition_is_follows_from_the_record_that_was_read_last() {
        long now = System.currentTimeMillis();
        List<Vitals.Lag> lags = List.of(
                new Vitals.Lag("sluice.jobs", 1, 7, OptionalLong.of(now - 3_600_000)),
                new Vitals.Lag("sluice.reports", 1, 0, OptionalLong.of(now - 3_600_000)));

        List<String> told = told(new Vitals(4, Set.of(1), lags, List.of(new Vitals.ThreadVitals(1, 12, 30, 2)), 5));

        assertThat(told)
                .contains(
                        "sluice_partition_lag_records{partition=\"1\",topic=\"sluice.jobs\"} 7.0",
                        "sluice_partition_lag_seconds{partition=\"1\",topic=\"sluice.reports\"} 0.0",
                        "sluice_partition_open{partition=\"1\"} 1.0",
                        "sluice_partitions 4.0",
                        "sluice_restoring_records 5.0",
                        "sluice_thread_commit_average_seconds{thread=\"1\"} 0.012")
                .anyMatch(line ->
                        line.startsWith("sluice_partition_lag_seconds{partition=\"1\",topic=\"sluice.jobs\"} 360"));
    }

    @Test
    void many_who_ask_at_once_cost_no_more_than_one() {
        List<String> first = told();

        assertThat(told()).isEqualTo(first);
        assertThat(readings).isEqualTo(1);
    }
}
